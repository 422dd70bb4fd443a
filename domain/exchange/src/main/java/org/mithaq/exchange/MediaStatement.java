// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// Which media of another member a member has read to their end (protocol, Media): signed, because the other writes the
/// receipts on them no more.
///
/// A medium is named by all of its bytes and not by its id, which whoever carries it can put on another.
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param sender who has read them
/// @param recipient who wrote them
/// @param timeMicros the sender's clock
/// @param read SHA-256 of the bytes of each, at most [#READ_MAX]
public record MediaStatement(
        Suite suite, FederationId federation, MemberId sender, MemberId recipient, long timeMicros, List<Hash> read) {

    /// Most media in one statement.
    public static final int READ_MAX = 256;

    /// Longest payload.
    public static final int BYTES_MAX =
            Short.BYTES + 3 * Hash.LENGTH_BYTES + Long.BYTES + Integer.BYTES + READ_MAX * Hash.LENGTH_BYTES;

    public MediaStatement {
        read = List.copyOf(read);
        if (read.size() > READ_MAX) {
            throw new IllegalArgumentException("at most 256 media");
        }
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(BYTES_MAX)
                .u16(suite.number())
                .hash(federation.hash())
                .hash(sender.hash())
                .hash(recipient.hash())
                .u64(timeMicros)
                .list(read, CanonicalWriter::hash)
                .toByteArray();
    }

    /// Reads one statement and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static MediaStatement parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        MediaStatement statement = new MediaStatement(
                Suite.read(in),
                new FederationId(in.hash("media.federation")),
                new MemberId(in.hash("media.sender")),
                new MemberId(in.hash("media.recipient")),
                in.u64("media.time"),
                in.list("media.read", READ_MAX, each -> each.hash("media.read.medium")));
        in.end("media statement");
        return statement;
    }
}
