// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Finds the faults that a failing seed needs: plays it again with parts of its list, as delta debugging does, until no
/// part can be left out, or the patience is at its end.
final class Shrinker {

    private final Predicate<Set<Fault>> fails;
    private final int runsMax;
    private int runs;

    /// @param fails whether a run with these faults fails in the same way
    /// @param runsMax most runs that it may take
    Shrinker(Predicate<Set<Fault>> fails, int runsMax) {
        this.fails = fails;
        this.runsMax = runsMax;
    }

    /// One that plays the seed of a failed run until the same invariant is broken.
    static Shrinker of(RunFailed failed, int runsMax) {
        return new Shrinker(some -> failsAgain(failed, some), runsMax);
    }

    private static boolean failsAgain(RunFailed failed, Set<Fault> some) {
        try {
            Simulation.run(failed.seed(), Optional.of(some));
            return false;
        } catch (RunFailed again) {
            return again.invariant() == failed.invariant();
        }
    }

    /// What was found.
    ///
    /// @param faults those that are enough for the failure
    /// @param runs how many runs it took
    record Shrunk(List<Fault> faults, int runs) {}

    /// Shrinks a list of faults to some that are enough.
    Shrunk shrink(List<Fault> faults) {
        List<Fault> needed = List.copyOf(new LinkedHashSet<>(faults));
        int parts = 2;
        while (!needed.isEmpty() && runs < runsMax) {
            Optional<List<Fault>> fewer = fewer(needed, parts);
            if (fewer.isPresent()) {
                needed = fewer.get();
                parts = Math.max(2, parts - 1);
            } else if (parts >= needed.size()) {
                break;
            } else {
                parts = Math.min(needed.size(), 2 * parts);
            }
        }
        return new Shrunk(needed, runs);
    }

    /// The faults without one of `parts` parts, if that is still enough.
    private Optional<List<Fault>> fewer(List<Fault> needed, int parts) {
        for (int part = 0; part < parts && runs < runsMax; part++) {
            int from = needed.size() * part / parts;
            int to = needed.size() * (part + 1) / parts;
            List<Fault> left = new ArrayList<>(needed.subList(0, from));
            left.addAll(needed.subList(to, needed.size()));
            if (from < to && fails(left)) {
                return Optional.of(left);
            }
        }
        return Optional.empty();
    }

    private boolean fails(List<Fault> some) {
        runs++;
        return fails.test(Set.copyOf(some));
    }
}
