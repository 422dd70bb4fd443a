// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// A message that a third member takes to one whom its writer does not reach (protocol, Carrying). It stands by its own
/// signature and seal: the carrier can drop it, and nothing else.
///
/// @param kind which message
/// @param member for whom, on its way to the carrier; from whom, on its way from there
/// @param body the message, handed over, not copied
public record Carriage(Kind kind, MemberId member, byte[] body) {

    /// Most bytes of the message.
    public static final int BODY_BYTES_MAX = 2 << 20;

    /// Most bytes of the answer to it.
    public static final int ANSWER_BYTES_MAX = 2 << 20;

    /// Longest encoding.
    public static final int BYTES_MAX = BODY_BYTES_MAX + 64;

    /// What is carried. Nothing that asks for others' mail: a carrier is handed what goes through it, and fetches
    /// nothing.
    public enum Kind {
        /// A greeting, answered by one.
        CONTACT(1),
        /// A delivery, answered by receipts or a refusal.
        DELIVERY(2),
        /// Receipts that nobody waits for.
        RECEIPTS(3),
        /// A piece of a ciphertext.
        PIECE(4),
        /// A delivery whose ciphertext went before.
        PIECED(5);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        private static Kind read(CanonicalReader in) {
            int number = in.u8("carriage.kind");
            for (Kind kind : values()) {
                if (kind.number == number) {
                    return kind;
                }
            }
            throw in.refuse("carriage.kind", "1 to 5, and not " + number);
        }
    }

    public Carriage {
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException("at most " + BODY_BYTES_MAX + " bytes are carried at once");
        }
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(body.length + 64)
                .u16(Suite.HYBRID_1.number())
                .u8(kind.number)
                .hash(member.hash())
                .bytes(body)
                .toByteArray();
    }

    /// Reads one and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Carriage parse(byte[] message) {
        CanonicalReader in = new CanonicalReader(message);
        Suite.read(in);
        Kind kind = Kind.read(in);
        Hash member = in.hash("carriage.member");
        byte[] body = in.bytes("carriage.body", BODY_BYTES_MAX);
        in.end("carriage");
        return new Carriage(kind, new MemberId(member), body);
    }
}
