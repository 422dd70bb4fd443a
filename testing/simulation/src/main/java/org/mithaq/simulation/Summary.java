// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Locale;
import java.util.stream.Collectors;

/// What many runs came to, for people and for programs.
///
/// @param tally the runs
/// @param seconds how long they took
record Summary(Tally tally, double seconds) {

    String text() {
        StringBuilder text = new StringBuilder(2_048);
        text.append("%d seeds in %.0f s (%.1f each second), %.1f simulated hours (%.0f s in each)%n"
                .formatted(
                        tally.seeds(),
                        seconds,
                        rate(tally.seeds()),
                        tally.simulatedHours(),
                        rate(3_600 * tally.simulatedHours())));
        text.append("members: ")
                .append(tally.sizes().entrySet().stream()
                        .map(each -> each.getKey() + " in " + each.getValue() + " runs")
                        .collect(Collectors.joining(", ")))
                .append("; postings, relays and recalls: ")
                .append(tally.postings())
                .append("%n%nfaults%n".formatted());
        for (FaultKind kind : FaultKind.values()) {
            text.append("  %-40s %,10d%n".formatted(kind.words(), tally.count(kind)));
        }
        text.append("%n%-48s %6s %10s %8s %10s %10s%n"
                .formatted("lies found", "times", "by victim", "by third", "median", "longest"));
        for (Tally.LieLine line : tally.lies()) {
            text.append("  %-46s %6d %10d %8d %8.2f s %8.2f s%n"
                    .formatted(
                            line.lie().words(),
                            line.times(),
                            line.byVictim(),
                            line.times() - line.byVictim(),
                            line.medianMicros() / 1e6,
                            line.longestMicros() / 1e6));
        }
        text.append("%n%s%n"
                .formatted(
                        tally.failures().isEmpty()
                                ? "every invariant held in every run"
                                : tally.failures().size() + " seeds failed: "
                                        + tally.failures().stream()
                                                .map(failed -> String.valueOf(failed.seed()))
                                                .collect(Collectors.joining(" "))));
        return text.toString();
    }

    private double rate(double count) {
        return count / Math.max(seconds, 0.001);
    }

    String json() {
        String faults = java.util.Arrays.stream(FaultKind.values())
                .map(kind -> "\"%s\":%d".formatted(kind.name().toLowerCase(Locale.ROOT), tally.count(kind)))
                .collect(Collectors.joining(","));
        String lies = tally.lies().stream()
                .map(line -> "{\"lie\":\"%s\",\"times\":%d,\"byVictim\":%d,\"medianMicros\":%d,\"longestMicros\":%d}"
                        .formatted(
                                line.lie().name().toLowerCase(Locale.ROOT),
                                line.times(),
                                line.byVictim(),
                                line.medianMicros(),
                                line.longestMicros()))
                .collect(Collectors.joining(","));
        String failures = tally.failures().stream()
                .map(failed -> "{\"seed\":%d,\"invariant\":\"%s\",\"found\":%s}"
                        .formatted(
                                failed.seed(),
                                failed.invariant().name().toLowerCase(Locale.ROOT),
                                quoted(failed.found())))
                .collect(Collectors.joining(","));
        return ("{\"seeds\":%d,\"seconds\":%.3f,\"simulatedHours\":%.3f,\"postings\":%d,"
                        + "\"faults\":{%s},\"lies\":[%s],\"failures\":[%s]}")
                .formatted(tally.seeds(), seconds, tally.simulatedHours(), tally.postings(), faults, lies, failures);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(each -> {
            if (each == '"' || each == '\\') {
                json.append('\\').append((char) each);
            } else if (each < 0x20) {
                json.append("\\u%04x".formatted(each));
            } else {
                json.append((char) each);
            }
        });
        return json.append('"').toString();
    }
}
