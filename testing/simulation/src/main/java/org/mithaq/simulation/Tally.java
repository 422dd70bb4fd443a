// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What many runs came to. Safe for threads.
final class Tally {

    private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private final Map<Lie, List<Lie.Found>> lies = new EnumMap<>(Lie.class);
    private final Map<Integer, Integer> sizes = new TreeMap<>();
    private final List<RunFailed> failures = new ArrayList<>();
    private int seeds;
    private long postings;
    private long simulatedMicros;

    synchronized void add(Simulation.Report report) {
        seeds++;
        postings += report.postings();
        simulatedMicros += report.simulatedMicros();
        sizes.merge(report.members(), 1, Integer::sum);
        report.faults().forEach(fault -> faults.merge(fault.kind(), 1L, Long::sum));
        report.lie()
                .ifPresent(found -> lies.computeIfAbsent(found.lie(), _ -> new ArrayList<>())
                        .add(found));
    }

    synchronized void add(RunFailed failed) {
        seeds++;
        failures.add(failed);
    }

    synchronized int seeds() {
        return seeds;
    }

    synchronized List<RunFailed> failures() {
        return List.copyOf(failures);
    }

    synchronized long postings() {
        return postings;
    }

    /// Hours in the network's own time.
    synchronized double simulatedHours() {
        return simulatedMicros / 3.6e9;
    }

    synchronized Map<Integer, Integer> sizes() {
        return new TreeMap<>(sizes);
    }

    synchronized long count(FaultKind kind) {
        return faults.getOrDefault(kind, 0L);
    }

    /// How the lies of one kind were found.
    ///
    /// @param times how often it was told
    /// @param byVictim how often the member that it was told to found it first, and not a third
    /// @param medianMicros after how long, half of the times
    /// @param longestMicros after how long at most
    record LieLine(Lie lie, int times, int byVictim, long medianMicros, long longestMicros) {}

    synchronized List<LieLine> lies() {
        List<LieLine> lines = new ArrayList<>();
        lies.forEach((lie, found) -> {
            List<Long> times =
                    found.stream().map(Lie.Found::afterMicros).sorted().toList();
            int byVictim = (int) found.stream().filter(Lie.Found::byVictim).count();
            lines.add(new LieLine(lie, times.size(), byVictim, times.get(times.size() / 2), times.getLast()));
        });
        return lines;
    }
}
