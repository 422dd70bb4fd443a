// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Names one run of sequence numbers of a node: 16 random bytes (protocol, Order).
///
/// A node that starts without knowing its past opens a new one, so that it never numbers twice in the old.
///
/// @param hex 32 hexadecimal digits in lower case
public record StreamId(String hex) implements Comparable<StreamId> {

    /// Length on the wire.
    public static final int LENGTH_BYTES = 16;

    public StreamId {
        if (!hex.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a stream has 32 hexadecimal digits in lower case");
        }
    }

    /// A fresh stream.
    public static StreamId random(SecureRandom random) {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /// The stream of 16 bytes.
    public static StreamId of(byte[] bytes) {
        return new StreamId(HexFormat.of().formatHex(bytes));
    }

    /// The 16 bytes.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(StreamId other) {
        return hex.compareTo(other.hex);
    }
}
