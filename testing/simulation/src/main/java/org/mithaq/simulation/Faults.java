// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// Says at each place of a run whether something goes wrong there, and keeps the list of what did.
///
/// Every place has dice of its own, drawn from the seed and its name: leaving one fault out changes no other's dice.
/// So a run can be played again with a part of its faults, which is how [Shrinker] finds those that matter.
final class Faults {

    private final long seed;
    private final Optional<Set<Fault>> only;
    private final List<Fault> injected = new ArrayList<>();
    private boolean over;

    /// @param only the faults that may happen; empty for all that the dice say
    Faults(long seed, Optional<Set<Fault>> only) {
        this.seed = seed;
        this.only = only.map(Set::copyOf);
    }

    /// The dice of one place.
    RandomGenerator dice(String place) {
        Hash hash = Hash.of((seed + " " + place).getBytes(StandardCharsets.UTF_8));
        return Seeds.of(ByteBuffer.wrap(hash.bytes()).getLong());
    }

    /// Whether a fault happens that the dice have drawn.
    boolean happens(FaultKind kind, String place, boolean drawn) {
        boolean happens = drawn && mayHappen(kind, place);
        if (happens) {
            happened(kind, place);
        }
        return happens;
    }

    /// Whether a fault may happen at a place, should it come to that.
    boolean mayHappen(FaultKind kind, String place) {
        return !over && only.map(some -> some.contains(new Fault(kind, place))).orElse(true);
    }

    /// Takes note of a fault.
    void happened(FaultKind kind, String place) {
        injected.add(new Fault(kind, place));
    }

    /// From now on nothing goes wrong any more.
    void end() {
        over = true;
    }

    /// What went wrong, in its order.
    List<Fault> injected() {
        return List.copyOf(injected);
    }

    /// Whether anything of a kind went wrong.
    boolean any(FaultKind kind) {
        return injected.stream().anyMatch(fault -> fault.kind() == kind);
    }
}
