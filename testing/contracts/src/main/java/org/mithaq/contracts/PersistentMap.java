// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map whose changes are new maps that share what did not change: a snapshot costs nothing, and
/// taking a transaction back is forgetting its map. A treap: sorted by key, balanced by a number drawn from the key.
final class PersistentMap<K extends Comparable<K>, V> {

    private record Node<K, V>(
            K key,
            V value,
            int priority,
            int size,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right) {}

    private final @Nullable Node<K, V> root;

    PersistentMap() {
        this(null);
    }

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    int size() {
        return size(root);
    }

    Optional<V> find(K key) {
        @Nullable Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key());
            if (order == 0) {
                return Optional.of(node.value());
            }
            node = order < 0 ? node.left() : node.right();
        }
        return Optional.empty();
    }

    PersistentMap<K, V> with(K key, V value) {
        @Nullable Node<K, V> less = split(root, key, true);
        @Nullable Node<K, V> more = split(root, key, false);
        Node<K, V> node = node(key, value, mixed(key.hashCode()), null, null);
        return new PersistentMap<>(join(join(less, node), more));
    }

    PersistentMap<K, V> without(K key) {
        return new PersistentMap<>(join(split(root, key, true), split(root, key, false)));
    }

    List<V> values() {
        List<V> result = new ArrayList<>(size());
        collect(root, null, result, value -> true, Integer.MAX_VALUE);
        return result;
    }

    /// Values of the keys from `least` on, in order, that `wanted` lets through, at most `limit`.
    List<V> from(K least, Predicate<V> wanted, int limit) {
        List<V> result = new ArrayList<>();
        collect(root, least, result, wanted, limit);
        return result;
    }

    /// Values of the keys from `least` on and below `end`, in order, at most `limit`.
    List<V> range(K least, K end, int limit) {
        List<V> result = new ArrayList<>();
        collectRange(root, least, end, result, limit);
        return result;
    }

    private static <K extends Comparable<K>, V> void collectRange(
            @Nullable Node<K, V> node, K least, K end, List<V> result, int limit) {
        if (node == null || result.size() >= limit) {
            return;
        }
        boolean within = node.key().compareTo(least) >= 0;
        boolean below = node.key().compareTo(end) < 0;
        if (within) {
            collectRange(node.left(), least, end, result, limit);
        }
        if (within && below && result.size() < limit) {
            result.add(node.value());
        }
        if (below) {
            collectRange(node.right(), least, end, result, limit);
        }
    }

    private static <K extends Comparable<K>, V> void collect(
            @Nullable Node<K, V> node, @Nullable K least, List<V> result, Predicate<V> wanted, int limit) {
        if (node == null || result.size() >= limit) {
            return;
        }
        boolean within = least == null || node.key().compareTo(least) >= 0;
        if (within) {
            collect(node.left(), least, result, wanted, limit);
            if (result.size() < limit && wanted.test(node.value())) {
                result.add(node.value());
            }
        }
        collect(node.right(), least, result, wanted, limit);
    }

    /// The part of the tree below `key`, or above it.
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> split(
            @Nullable Node<K, V> node, K key, boolean below) {
        if (node == null) {
            return null;
        }
        int order = node.key().compareTo(key);
        if (below) {
            return order < 0
                    ? node(node.key(), node.value(), node.priority(), node.left(), split(node.right(), key, true))
                    : split(node.left(), key, true);
        }
        return order > 0
                ? node(node.key(), node.value(), node.priority(), split(node.left(), key, false), node.right())
                : split(node.right(), key, false);
    }

    /// One tree of two, where every key of `left` is below every key of `right`.
    private static <K extends Comparable<K>, V> @Nullable Node<K, V> join(
            @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        return left.priority() > right.priority()
                ? node(left.key(), left.value(), left.priority(), left.left(), join(left.right(), right))
                : node(right.key(), right.value(), right.priority(), join(left, right.left()), right.right());
    }

    private static <K, V> Node<K, V> node(
            K key, V value, int priority, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(key, value, priority, 1 + size(left) + size(right), left, right);
    }

    private static <K, V> int size(@Nullable Node<K, V> node) {
        return node == null ? 0 : node.size();
    }

    /// Hash codes of neighbours are neighbours; priorities must not be.
    private static int mixed(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x7feb352d;
        mixed = (mixed ^ mixed >>> 15) * 0x846ca68b;
        return mixed ^ mixed >>> 16;
    }
}
