// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import java.io.InputStream;
import java.util.Objects;

/// A stream that gives one byte at a time, as slow networks do.
public final class Dripping extends InputStream {

    private final byte[] bytes;
    private int at;

    /// @param bytes not copied
    public Dripping(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        int next = read();
        if (next < 0) {
            return -1;
        }
        into[offset] = (byte) next;
        return 1;
    }
}
