// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.security.MessageDigest;
import org.mithaq.crypto.Hash;

/// The two hash functions of a Merkle tree, kept apart by their first byte (RFC 6962 §2.1).
///
/// An instance reuses one digest and belongs to one thread.
public final class TreeHasher {

    /// Root of the tree without leaves: the hash of the empty string (RFC 6962 §2.1).
    public static final Hash EMPTY_ROOT = Hash.of();

    private static final byte LEAF_PREFIX = 0x00;
    private static final byte NODE_PREFIX = 0x01;

    private final MessageDigest digest = Hash.sha256();

    /// A hasher for one thread.
    public TreeHasher() {}

    /// Hash of the leaf that holds `entry`: SHA-256(0x00 ‖ entry). For one entry; many share an instance.
    public static Hash leafHash(byte[] entry) {
        return new TreeHasher().leaf(entry);
    }

    /// Hash of the leaf that holds `entry`: SHA-256(0x00 ‖ entry).
    public Hash leaf(byte[] entry) {
        digest.update(LEAF_PREFIX);
        digest.update(entry);
        return Hash.wrap(digest.digest());
    }

    /// Hash of the node above `left` and `right`: SHA-256(0x01 ‖ left ‖ right).
    public Hash node(Hash left, Hash right) {
        digest.update(NODE_PREFIX);
        left.updateTo(digest);
        right.updateTo(digest);
        return Hash.wrap(digest.digest());
    }
}
