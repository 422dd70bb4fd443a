// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// 4,096 keys from one seed, of which any can be destroyed for good while the others stay as they were.
///
/// The construction of Goldreich, Goldwasser and Micali: a binary tree of depth 12 in which each node's seed
/// yields the seeds of its two children, and the leaves are the keys. Destroying a leaf overwrites the seed of
/// the node above it that was kept and keeps instead the siblings along the path, at most 12 of them; going
/// back up would take inverting SHA-256. Each destroyed key costs at most 12 × 35 bytes of encoding, and all
/// together at most 2,048 × 35.
///
/// A child is SHA-256(label ‖ seed), where the label says left or right, and on the last level that it is a
/// key. The input has a constant length and fits one block: two compressions a leaf when all keys are taken in
/// order.
///
/// What was destroyed here is gone only where older encodings are gone too. Safe for many threads; its own lock
/// is held for each call.
public final class PunctureTree implements AutoCloseable {

    /// Number of levels below the root.
    public static final int DEPTH = 12;

    /// Number of keys.
    public static final int LEAVES = 1 << DEPTH;

    /// Length of each key, and of each seed.
    public static final int KEY_BYTES = 32;

    /// The longest encoding.
    public static final int ENCODED_LIMIT_BYTES = 4 + LEAVES / 2 * (3 + KEY_BYTES);

    private static final byte VERSION = 1;
    private static final int NODES_MAX = LEAVES / 2;
    private static final int HEADER_BYTES = 4;
    private static final int NODE_BYTES = 3 + KEY_BYTES;
    private static final byte[] NODE_LABEL = label("mithaq/puncture/v1/N");
    private static final byte[] KEY_LABEL = label("mithaq/puncture/v1/K");

    // Guarded by this. By the first leaf below each node that is kept; no two of them share a leaf.
    private final TreeMap<Integer, Node> living = new TreeMap<>();
    private boolean destroyed;

    private PunctureTree() {}

    /// A new tree from 32 bytes of `random`.
    public static PunctureTree generate(SecureRandom random) {
        try (SecretBytes seed = SecretBytes.random(KEY_BYTES, random)) {
            return fromSeed(seed);
        }
    }

    /// The whole tree of a seed. Whoever keeps the seed can undo every destruction.
    ///
    /// @param seed 32 uniformly random bytes; copied
    public static PunctureTree fromSeed(SecretBytes seed) {
        if (seed.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a seed has %d bytes, not %d".formatted(KEY_BYTES, seed.length()));
        }
        PunctureTree tree = new PunctureTree();
        tree.living.put(0, new Node(0, 0, seed.revealSecret().clone()));
        return tree;
    }

    /// The key of one leaf, by at most 12 hashes.
    ///
    /// @param leaf 0 to 4,095
    /// @return 32 bytes, which the caller destroys
    /// @throws KeyDestroyed if it was
    public synchronized SecretBytes leafKey(int leaf) {
        Node node = nodeAbove(leaf);
        byte[] seed = node.seed.clone();
        MessageDigest digest = Hash.sha256();
        for (int depth = node.depth; depth < DEPTH; depth++) {
            byte[] child = child(digest, seed, depth, bit(leaf, depth));
            Arrays.fill(seed, (byte) 0);
            seed = child;
        }
        return SecretBytes.handOver(seed);
    }

    /// The keys of the leaves `from` to `end` − 1 in their order, by about two hashes a leaf.
    ///
    /// @param from 0 to 4,096
    /// @param end `from` to 4,096, itself not included
    /// @return keys, which the caller destroys
    /// @throws KeyDestroyed if one of them was; none is returned then
    public synchronized List<SecretBytes> leafKeys(int from, int end) {
        if (from < 0 || end < from || end > LEAVES) {
            throw new IllegalArgumentException("no leaves %d to %d in a tree of %d".formatted(from, end, LEAVES));
        }
        List<SecretBytes> keys = new ArrayList<>(end - from);
        MessageDigest digest = Hash.sha256();
        int leaf = from;
        try {
            while (leaf < end) {
                Node node = nodeAbove(leaf);
                collect(digest, node.seed, node.depth, node.first, from, end, keys);
                leaf = node.end();
            }
        } catch (KeyDestroyed e) {
            keys.forEach(SecretBytes::close);
            throw e;
        }
        return keys;
    }

    /// Whether the key of `leaf` was destroyed.
    public synchronized boolean isPunctured(int leaf) {
        Map.@Nullable Entry<Integer, Node> entry = entryAbove(leaf);
        return entry == null || entry.getValue().end() <= leaf;
    }

    /// Destroys the key of `leaf`; again has no further effect. Permanent once the new encoding has replaced
    /// the old.
    ///
    /// @param leaf 0 to 4,095
    public synchronized void puncture(int leaf) {
        if (isPunctured(leaf)) {
            return;
        }
        Node node = nodeAbove(leaf);
        living.remove(node.first);
        MessageDigest digest = Hash.sha256();
        byte[] seed = node.seed;
        for (int depth = node.depth; depth < DEPTH; depth++) {
            int bit = bit(leaf, depth);
            int siblingFirst = ((leaf >> (DEPTH - 1 - depth)) ^ 1) << (DEPTH - 1 - depth);
            living.put(siblingFirst, new Node(depth + 1, siblingFirst, child(digest, seed, depth, bit ^ 1)));
            byte[] child = child(digest, seed, depth, bit);
            Arrays.fill(seed, (byte) 0);
            seed = child;
        }
        Arrays.fill(seed, (byte) 0);
    }

    /// Destroys the keys of several leaves.
    public synchronized void punctureAll(Iterable<Integer> leaves) {
        for (int leaf : leaves) {
            puncture(leaf);
        }
    }

    /// Number of seeds that are kept: 1 for a whole tree, 0 when every key was destroyed, never above 2,048.
    public synchronized int nodeCount() {
        requireLiving();
        return living.size();
    }

    /// The tree as bytes, one encoding for each state: version (1), depth (1), number of nodes (2), then for
    /// each node from left to right its depth (1), its position on that level (2) and its seed (32), all
    /// big-endian.
    ///
    /// @return secret, as the seeds are; the caller destroys it
    public synchronized SecretBytes encode() {
        requireLiving();
        ByteBuffer encoded = ByteBuffer.allocate(HEADER_BYTES + living.size() * NODE_BYTES);
        encoded.put(VERSION).put((byte) DEPTH).putShort((short) living.size());
        for (Node node : living.values()) {
            encoded.put((byte) node.depth)
                    .putShort((short) (node.first >> (DEPTH - node.depth)))
                    .put(node.seed);
        }
        return SecretBytes.handOver(encoded.array());
    }

    /// Reads what [#encode] wrote, strictly: nodes from left to right that share no leaf, and no two of them
    /// that are the children of one node, which no destruction leaves behind.
    ///
    /// @param encoded at most [#ENCODED_LIMIT_BYTES] bytes; copied
    /// @throws MalformedPunctureTree for anything else
    public static PunctureTree decode(SecretBytes encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded.revealSecret());
        if (bytes.remaining() < HEADER_BYTES || bytes.get() != VERSION || bytes.get() != DEPTH) {
            throw new MalformedPunctureTree("version 1 and depth 12");
        }
        int nodes = Short.toUnsignedInt(bytes.getShort());
        if (nodes > NODES_MAX || bytes.remaining() != nodes * NODE_BYTES) {
            throw new MalformedPunctureTree("at most 2,048 nodes, and as many as announced");
        }
        PunctureTree tree = new PunctureTree();
        Node previous = null;
        for (int index = 0; index < nodes; index++) {
            Node node = Node.parse(bytes);
            if (previous != null && node.first < previous.end()) {
                throw new MalformedPunctureTree("nodes from left to right, without overlap");
            }
            if (previous != null && node.isSiblingOf(previous)) {
                throw new MalformedPunctureTree("the parent of two whole siblings");
            }
            tree.living.put(node.first, node);
            previous = node;
        }
        return tree;
    }

    /// Overwrites every seed. The tree is then of no use.
    @Override
    public synchronized void close() {
        destroyed = true;
        living.values().forEach(node -> Arrays.fill(node.seed, (byte) 0));
        living.clear();
    }

    /// Says only how many seeds there are.
    @Override
    public synchronized String toString() {
        return "PunctureTree(" + living.size() + " nodes)";
    }

    /// Adds the keys of `from` to `end` − 1 that lie below one node.
    private static void collect(
            MessageDigest digest, byte[] seed, int depth, int first, int from, int end, List<SecretBytes> keys) {
        if (depth == DEPTH) {
            keys.add(SecretBytes.copyOf(seed));
            return;
        }
        int half = LEAVES >> (depth + 1);
        for (int bit = 0; bit < 2; bit++) {
            int childFirst = first + bit * half;
            if (childFirst < end && childFirst + half > from) {
                byte[] child = child(digest, seed, depth, bit);
                collect(digest, child, depth + 1, childFirst, from, end, keys);
                Arrays.fill(child, (byte) 0);
            }
        }
    }

    /// The seed of a child of a node at `depth`, or the key if that is the last level.
    private static byte[] child(MessageDigest digest, byte[] seed, int depth, int bit) {
        digest.update(depth == DEPTH - 1 ? KEY_LABEL : NODE_LABEL);
        digest.update((byte) bit);
        digest.update(seed);
        return digest.digest();
    }

    /// Which way the path to `leaf` goes below a node at `depth`.
    private static int bit(int leaf, int depth) {
        return (leaf >> (DEPTH - 1 - depth)) & 1;
    }

    private Node nodeAbove(int leaf) {
        Map.@Nullable Entry<Integer, Node> entry = entryAbove(leaf);
        if (entry == null || entry.getValue().end() <= leaf) {
            throw new KeyDestroyed(leaf);
        }
        return entry.getValue();
    }

    private Map.@Nullable Entry<Integer, Node> entryAbove(int leaf) {
        if (leaf < 0 || leaf >= LEAVES) {
            throw new IllegalArgumentException("no leaf %d in a tree of %d".formatted(leaf, LEAVES));
        }
        requireLiving();
        return living.floorEntry(leaf);
    }

    private void requireLiving() {
        if (destroyed) {
            throw new IllegalStateException("this tree was destroyed");
        }
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A node whose seed is kept; the seed of a node at the last level is a key.
    private static final class Node {

        private final int depth;
        private final int first;
        private final byte[] seed;

        private Node(int depth, int first, byte[] seed) {
            this.depth = depth;
            this.first = first;
            this.seed = seed;
        }

        private static Node parse(ByteBuffer bytes) {
            int depth = Byte.toUnsignedInt(bytes.get());
            int position = Short.toUnsignedInt(bytes.getShort());
            if (depth > DEPTH || position >= 1 << depth) {
                throw new MalformedPunctureTree("a depth of at most 12 and a position on that level");
            }
            byte[] seed = new byte[KEY_BYTES];
            bytes.get(seed);
            return new Node(depth, position << (DEPTH - depth), seed);
        }

        /// One more than the last leaf below it.
        private int end() {
            return first + (LEAVES >> depth);
        }

        /// Whether this node, right of `other`, has the same parent.
        private boolean isSiblingOf(Node other) {
            int width = LEAVES >> depth;
            return depth == other.depth && first == other.first + width && (other.first & width) == 0;
        }
    }
}
