// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Passes on the first alarm of each kind and host, and then one in each interval, so that no stranger fills a log.
///
/// Remembers at most [#SOURCES_MAX] sources; the oldest is forgotten first. Guarded by its own lock.
final class RateLimitedAlarms implements Alarms {

    static final int SOURCES_MAX = 1_024;

    private record Source(Alarm.Kind kind, String host) {}

    private final Alarms next;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<Source, Long> passed = new LinkedHashMap<>();

    /// @param nanoTime a clock that never goes back, such as [System#nanoTime]
    RateLimitedAlarms(Alarms next, Duration interval, LongSupplier nanoTime) {
        this.next = next;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public void raise(Alarm alarm) {
        if (due(alarm)) {
            next.raise(alarm);
        }
    }

    private synchronized boolean due(Alarm alarm) {
        int colon = alarm.remote().lastIndexOf(':');
        String host = colon < 0 ? alarm.remote() : alarm.remote().substring(0, colon);
        Source source = new Source(alarm.kind(), host);
        long now = nanoTime.getAsLong();
        Long last = passed.get(source);
        if (last != null && now - last < intervalNanos) {
            return false;
        }
        passed.remove(source);
        passed.put(source, now);
        if (passed.size() > SOURCES_MAX) {
            passed.remove(passed.keySet().iterator().next());
        }
        return true;
    }
}
