// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// What happens next, in the network's own time, and what has happened.
final class Agenda {

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMicros).thenComparingLong(Event::order));
    private final List<String> trace = new ArrayList<>();
    private long now;
    private long order;

    private record Event(long atMicros, long order, Runnable what) {}

    long now() {
        return now;
    }

    /// Lets `what` happen at a time, or at once where that is past.
    void at(long micros, Runnable what) {
        events.add(new Event(Math.max(micros, now), ++order, what));
    }

    /// Lets `what` happen after a while.
    void after(long micros, Runnable what) {
        at(now + micros, what);
    }

    void runUntil(long micros) {
        while (!events.isEmpty() && events.peek().atMicros() <= micros) {
            Event event = events.remove();
            now = event.atMicros();
            event.what().run();
        }
        now = Math.max(now, micros);
    }

    /// Adds a line to what has happened; no bytes in it that differ from run to run.
    void note(String what) {
        trace.add("%.6f %s".formatted(now / 1e6, what));
    }

    List<String> trace() {
        return trace;
    }
}
