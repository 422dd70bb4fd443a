// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// The originator takes one leaf back (protocol, Recall). It is a leaf itself, so that it relays alone, and a holder
/// two hops away checks it against the sender of the header that it holds.
///
/// @param payloadHash identity of the dispatch that carried the leaf
/// @param leafHash hash of the leaf
/// @param reason why, for people, at most 1,024 bytes of UTF-8
public record RecallStatement(Hash payloadHash, Hash leafHash, String reason) {

    public RecallStatement {
        Bounded.text("a reason", reason, Limits.REASON_BYTES_MAX);
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(128)
                .hash(payloadHash)
                .hash(leafHash)
                .text(reason)
                .toByteArray();
    }

    /// Reads one statement and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static RecallStatement parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        RecallStatement statement = new RecallStatement(
                in.hash("recall.payloadHash"),
                in.hash("recall.leafHash"),
                in.text("recall.reason", Limits.REASON_BYTES_MAX));
        in.end("recall");
        return statement;
    }
}
