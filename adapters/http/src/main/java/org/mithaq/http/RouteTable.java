// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// The routes of one door. The most exact pattern wins, whatever the order in which they were given.
final class RouteTable {

    /// A route with what it needs at run time.
    ///
    /// @param permits one for each request that may be in progress
    record Entry(Route route, PathPattern pattern, Semaphore permits) {}

    /// What the table says of a request.
    sealed interface Match {
        record Found(Entry entry, Map<String, String> pathValues) implements Match {}

        record OtherMethods(Set<Method> allowed) implements Match {}

        record Nothing() implements Match {}
    }

    private final List<Entry> entries;

    /// @throws IllegalArgumentException if two routes match the same requests
    RouteTable(List<Route> routes) {
        Set<String> shapes = new HashSet<>();
        List<Entry> sorted = new ArrayList<>();
        for (Route route : routes) {
            PathPattern pattern = PathPattern.parse(route.path());
            if (!shapes.add(route.method() + " " + pattern.shape())) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + pattern.shape());
            }
            sorted.add(new Entry(route, pattern, new Semaphore(route.limits().concurrentMax())));
        }
        sorted.sort(Comparator.comparing(Entry::pattern));
        entries = List.copyOf(sorted);
    }

    /// The route that is fullest for its bound; all are alike while nobody asks anything.
    DoorFigures.Share fullest() {
        DoorFigures.Share fullest = new DoorFigures.Share(0, 1);
        for (Entry entry : entries) {
            int limit = entry.route().limits().concurrentMax();
            DoorFigures.Share share =
                    new DoorFigures.Share(limit - entry.permits().availablePermits(), limit);
            if ((long) share.used() * fullest.limit() >= (long) fullest.used() * limit) {
                fullest = share;
            }
        }
        return fullest;
    }

    Match match(Optional<Method> method, RequestPath path) {
        Optional<Method> wanted = method.map(m -> m == Method.HEAD ? Method.GET : m);
        Set<Method> allowed = EnumSet.noneOf(Method.class);
        for (Entry entry : entries) {
            Optional<Map<String, String>> values = entry.pattern().match(path);
            if (values.isPresent()) {
                Method offered = entry.route().method();
                if (wanted.isPresent() && wanted.get() == offered) {
                    return new Match.Found(entry, values.get());
                }
                allowed.add(offered);
                if (offered == Method.GET) {
                    allowed.add(Method.HEAD);
                }
            }
        }
        return allowed.isEmpty() ? new Match.Nothing() : new Match.OtherMethods(allowed);
    }
}
