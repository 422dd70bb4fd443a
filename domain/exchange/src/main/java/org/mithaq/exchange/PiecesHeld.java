// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// How much of a ciphertext that comes in pieces is there, from its beginning without a gap (protocol, Pieces).
///
/// @param bytes from 0
public record PiecesHeld(int bytes) {

    /// The length of the encoding.
    public static final int LENGTH_BYTES = 4;

    public PiecesHeld {
        if (bytes < 0 || bytes > Limits.CIPHERTEXT_BYTES_MAX) {
            throw new IllegalArgumentException("no more than a ciphertext has");
        }
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(LENGTH_BYTES).u32(bytes).toByteArray();
    }

    /// Reads one and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static PiecesHeld parse(byte[] message) {
        CanonicalReader in = new CanonicalReader(message);
        int bytes = in.u32("pieces.held");
        if (bytes < 0 || bytes > Limits.CIPHERTEXT_BYTES_MAX) {
            throw in.refuse("pieces.held", "at most " + Limits.CIPHERTEXT_BYTES_MAX);
        }
        in.end("pieces held");
        return new PiecesHeld(bytes);
    }
}
