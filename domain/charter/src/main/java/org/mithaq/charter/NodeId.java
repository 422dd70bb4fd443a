// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names one node of a member: 16 random bytes.
///
/// @param hex 32 hexadecimal digits in lower case (Charter 1.4)
public record NodeId(String hex) implements Comparable<NodeId> {

    /// Length of the id in bytes.
    public static final int LENGTH_BYTES = 16;

    public NodeId {
        if (!Hex.isLowerCase(hex, 2 * LENGTH_BYTES)) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.NODES, hex);
        }
    }

    /// A fresh id from `random`.
    public static NodeId random(RandomGenerator random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /// The id of these 16 bytes.
    ///
    /// @throws CharterRejected if there are not exactly 16
    public static NodeId of(byte[] bytes) {
        return new NodeId(HexFormat.of().formatHex(bytes));
    }

    /// The 16 bytes, a copy.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(NodeId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
