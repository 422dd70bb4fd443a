// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// A part of a long ciphertext that travels by itself, so that a connection that breaks costs a piece and not the whole
/// (protocol, Pieces). An empty one asks how much is there.
///
/// @param whole hash of the whole ciphertext, as in the delivery record
/// @param wholeBytes length of the whole, from 1
/// @param offset how many bytes come before
/// @param bytes handed over, not copied
public record Piece(Hash whole, int wholeBytes, int offset, byte[] bytes) {

    /// Most bytes of the ciphertext in one piece.
    public static final int PART_BYTES_MAX = 1 << 20;

    /// Longest encoding.
    public static final int BYTES_MAX = PART_BYTES_MAX + 64;

    public Piece {
        if (!fits(wholeBytes, offset, bytes.length)) {
            throw new IllegalArgumentException("a piece lies within its whole");
        }
    }

    private static boolean fits(int wholeBytes, int offset, int length) {
        return wholeBytes >= 1
                && wholeBytes <= Limits.CIPHERTEXT_BYTES_MAX
                && length <= PART_BYTES_MAX
                && offset >= 0
                && offset <= wholeBytes - length;
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(bytes.length + 64)
                .u16(Suite.HYBRID_1.number())
                .hash(whole)
                .u32(wholeBytes)
                .u32(offset)
                .bytes(bytes)
                .toByteArray();
    }

    /// Reads one piece and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Piece parse(byte[] message) {
        CanonicalReader in = new CanonicalReader(message);
        Suite.read(in);
        Hash whole = in.hash("piece.whole");
        int wholeBytes = in.u32("piece.wholeBytes");
        int offset = in.u32("piece.offset");
        byte[] bytes = in.bytes("piece.bytes", PART_BYTES_MAX);
        if (!fits(wholeBytes, offset, bytes.length)) {
            throw in.refuse("piece.offset", "a piece within a whole of 1 to " + Limits.CIPHERTEXT_BYTES_MAX + " bytes");
        }
        in.end("piece");
        return new Piece(whole, wholeBytes, offset, bytes);
    }
}
