// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;

/// A run in which an invariant did not hold, with all that is needed to play it again.
public final class RunFailed extends AssertionError {

    private static final long serialVersionUID = 1L;
    private static final int TRACE_LINES = 40;

    private final long seed;
    private final Invariant invariant;
    private final transient List<Fault> faults;
    private final transient List<String> trace;

    RunFailed(long seed, Throwable failure, List<Fault> faults, List<String> trace) {
        super(
                "seed %d (replay it with mithaq simulate --seed %d): %s%nlast events:%n%s"
                        .formatted(
                                seed,
                                seed,
                                failure.getMessage(),
                                String.join(
                                        System.lineSeparator(),
                                        trace.subList(Math.max(0, trace.size() - TRACE_LINES), trace.size()))),
                failure);
        this.seed = seed;
        this.invariant = failure instanceof Violated violated ? violated.invariant() : Invariant.NO_STEP_FAILS;
        this.faults = List.copyOf(faults);
        this.trace = List.copyOf(trace);
    }

    /// The seed that replays it.
    public long seed() {
        return seed;
    }

    /// Which invariant did not hold.
    public Invariant invariant() {
        return invariant;
    }

    /// What was found, in one sentence.
    public String found() {
        Throwable cause = getCause();
        return cause == null ? "" : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    /// What went wrong around the nodes before.
    public List<Fault> faults() {
        return faults;
    }

    /// What happened, in its order.
    public List<String> trace() {
        return trace;
    }
}
