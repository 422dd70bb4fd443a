// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// The first bytes of a medium: who wrote it, and for whom (protocol, Media).
///
/// Nothing in it is signed, and nothing rests on it: each message behind it stands by its own signature.
///
/// @param suite how the messages are signed and sealed
/// @param federation of both members
/// @param from who wrote it
/// @param to for whom
/// @param id names it to people, and makes no two of them alike
/// @param timeMicros when it was written, in microseconds since 1970-01-01 UTC
public record Medium(Suite suite, FederationId federation, MemberId from, MemberId to, Id id, long timeMicros) {

    /// What every medium begins with: 16 letters.
    private static final String MAGIC = "MITHAQ MEDIUM v1";

    private static final HexFormat HEX = HexFormat.of();

    /// Length of the encoding.
    public static final int LENGTH_BYTES = 16 + 2 + 3 * Hash.LENGTH_BYTES + Id.LENGTH_BYTES + Long.BYTES;

    /// Names one medium: 16 random bytes.
    ///
    /// @param hex 32 hexadecimal digits in lower case
    public record Id(String hex) {

        /// Length on the wire.
        public static final int LENGTH_BYTES = 16;

        public Id {
            if (!hex.matches("[0-9a-f]{32}")) {
                throw new IllegalArgumentException("a medium's id has 32 hexadecimal digits in lower case");
            }
        }

        /// A fresh one.
        public static Id random(SecureRandom random) {
            byte[] bytes = new byte[LENGTH_BYTES];
            random.nextBytes(bytes);
            return of(bytes);
        }

        /// That of 16 bytes.
        public static Id of(byte[] bytes) {
            return new Id(HEX.formatHex(bytes));
        }

        byte[] bytes() {
            return HEX.parseHex(hex);
        }
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(LENGTH_BYTES)
                .fixed(MAGIC.getBytes(StandardCharsets.US_ASCII), MAGIC.length())
                .u16(suite.number())
                .hash(federation.hash())
                .hash(from.hash())
                .hash(to.hash())
                .fixed(id.bytes(), Id.LENGTH_BYTES)
                .u64(timeMicros)
                .toByteArray();
    }

    /// Reads the beginning of a medium and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Medium parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        byte[] magic = in.fixed("medium", MAGIC.length());
        if (!MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))) {
            throw in.refuse("medium", "a medium, which begins with \"" + MAGIC + "\"");
        }
        Medium medium = new Medium(
                Suite.read(in),
                new FederationId(in.hash("medium.federation")),
                new MemberId(in.hash("medium.from")),
                new MemberId(in.hash("medium.to")),
                Id.of(in.fixed("medium.id", Id.LENGTH_BYTES)),
                in.u64("medium.time"));
        in.end("medium");
        return medium;
    }
}
