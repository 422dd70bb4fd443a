// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Separates the uses of SHA-256: a hash made under one label is never the hash made under another.
///
/// The label goes in front with its length in one byte, so that no label and message together equal another pair.
public final class Label {

    private final byte[] prefix;

    /// @param text 1 to 255 characters of ASCII, such as `mithaq/leaf/v1`, used for one purpose only
    public Label(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length == 0 || ascii.length > 255 || !new String(ascii, StandardCharsets.US_ASCII).equals(text)) {
            throw new IllegalArgumentException("a label has 1 to 255 characters of ASCII");
        }
        prefix = new byte[1 + ascii.length];
        prefix[0] = (byte) ascii.length;
        System.arraycopy(ascii, 0, prefix, 1, ascii.length);
    }

    /// SHA-256 over the length of the label, the label, and `parts`, whose boundaries the caller keeps unambiguous.
    public Hash hash(byte[]... parts) {
        MessageDigest digest = Hash.sha256();
        digest.update(prefix);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Hash.handOver(digest.digest());
    }

    /// The same over two hashes: a node of a tree.
    public Hash hash(Hash left, Hash right) {
        MessageDigest digest = Hash.sha256();
        digest.update(prefix);
        left.updateTo(digest);
        right.updateTo(digest);
        return Hash.handOver(digest.digest());
    }

    /// The text of the label.
    @Override
    public String toString() {
        return new String(prefix, 1, prefix.length - 1, StandardCharsets.US_ASCII);
    }
}
