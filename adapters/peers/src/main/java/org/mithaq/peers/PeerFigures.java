// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Optional;
import java.util.OptionalLong;

/// How one connection is doing. Written by its worker, read by anyone.
final class PeerFigures {

    private static final int SENTENCE_CHARACTERS_MAX = 400;

    private volatile boolean met;
    private volatile long contactMicros;
    private volatile long backoffUntilMicros;
    private volatile long delivered;
    private volatile int refused;
    private volatile Optional<String> error = Optional.empty();
    private volatile Optional<String> refusal = Optional.empty();

    boolean met() {
        return met;
    }

    OptionalLong contactMicros() {
        return contactMicros == 0 ? OptionalLong.empty() : OptionalLong.of(contactMicros);
    }

    OptionalLong backoffUntilMicros() {
        return backoffUntilMicros == 0 ? OptionalLong.empty() : OptionalLong.of(backoffUntilMicros);
    }

    long delivered() {
        return delivered;
    }

    int refused() {
        return refused;
    }

    /// What went wrong with the connection, or else with a copy.
    Optional<String> error() {
        return error.or(() -> refusal);
    }

    void contacted(long nowMicros) {
        met = true;
        contactMicros = nowMicros;
        backoffUntilMicros = 0;
        error = Optional.empty();
    }

    void failed(String sentence) {
        met = false;
        error = Optional.of(clipped(sentence));
    }

    void waiting(long untilMicros) {
        backoffUntilMicros = untilMicros;
    }

    // One thread writes: there is no other increment that could be lost.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void delivered(int stillRefused) {
        delivered++;
        passedOver(stillRefused, Optional.empty());
    }

    void kept(int nowRefused, String sentence) {
        passedOver(nowRefused, Optional.of(clipped(sentence)));
    }

    private void passedOver(int count, Optional<String> sentence) {
        refused = count;
        if (sentence.isPresent()) {
            refusal = sentence;
        } else if (count == 0) {
            refusal = Optional.empty();
        }
    }

    private static String clipped(String sentence) {
        return sentence.length() > SENTENCE_CHARACTERS_MAX
                ? sentence.substring(0, SENTENCE_CHARACTERS_MAX) + "…"
                : sentence;
    }
}
