// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// The recursive definitions of RFC 6962 §2.1, word for word and as slow as that makes them: the oracle.
final class ReferenceTree {

    private static final byte[] NODE_PREFIX = {1};

    private ReferenceTree() {}

    static List<Hash> leaves(int count, RandomGenerator random) {
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(TreeHasher.leafHash(Seeds.bytes(random, random.nextInt(40))));
        }
        return leaves;
    }

    /// MTH(D\[n]), with leaf hashes for inputs.
    static Hash mth(List<Hash> d) {
        return switch (d.size()) {
            case 0 -> Hash.of(new byte[0]);
            case 1 -> d.getFirst();
            default -> {
                int k = split(d.size());
                yield node(mth(d.subList(0, k)), mth(d.subList(k, d.size())));
            }
        };
    }

    /// PATH(m, D\[n]).
    static List<Hash> path(int m, List<Hash> d) {
        int n = d.size();
        if (n == 1) {
            return List.of();
        }
        int k = split(n);
        return m < k
                ? append(path(m, d.subList(0, k)), mth(d.subList(k, n)))
                : append(path(m - k, d.subList(k, n)), mth(d.subList(0, k)));
    }

    /// PROOF(m, D\[n]).
    static List<Hash> proof(int m, List<Hash> d) {
        return subproof(0, m, d, true);
    }

    /// SUBTREE_SUBPROOF(start, end, D_n, b), which with a start of 0 is SUBPROOF(m, D\[n], b).
    static List<Hash> subproof(int start, int end, List<Hash> d, boolean b) {
        int n = d.size();
        if (start == 0 && end == n) {
            return b ? List.of() : List.of(mth(d));
        }
        int k = split(n);
        if (end <= k) {
            return append(subproof(start, end, d.subList(0, k), b), mth(d.subList(k, n)));
        }
        if (start >= k) {
            return append(subproof(start - k, end - k, d.subList(k, n), b), mth(d.subList(0, k)));
        }
        return append(subproof(0, end - k, d.subList(k, n), false), mth(d.subList(0, k)));
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static Hash node(Hash left, Hash right) {
        return Hash.of(NODE_PREFIX, left.bytes(), right.bytes());
    }

    private static List<Hash> append(List<Hash> path, Hash last) {
        List<Hash> longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }
}
