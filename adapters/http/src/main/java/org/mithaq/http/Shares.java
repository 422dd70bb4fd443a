// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Requests in progress for each peer, so that one that asks a lot leaves room for the others.
final class Shares {

    private final int perPeerMax;
    private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

    Shares(int perPeerMax) {
        this.perPeerMax = perPeerMax;
    }

    /// Takes one share of `peer`, or says that all are taken.
    boolean take(String peer) {
        boolean[] granted = new boolean[1];
        taken.compute(peer, (key, count) -> {
            int now = count == null ? 0 : count;
            granted[0] = now < perPeerMax;
            return granted[0] ? Integer.valueOf(now + 1) : count;
        });
        return granted[0];
    }

    /// Shares of the peer that has most.
    int most() {
        return taken.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    void giveBack(String peer) {
        taken.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
    }
}
