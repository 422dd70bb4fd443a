// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.mithaq.http.Method;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.Json;

/// What a supervisor and Prometheus ask, without a token: nothing here is a secret or content.
public final class WatchRoutes {

    /// Whether the process should be let live.
    public static final String LIVE = "/health/live";

    /// Whether work should be sent to it.
    public static final String READY = "/health/ready";

    /// What it measures.
    public static final String METRICS = "/metrics";

    /// So many at once that one caller's share ends before them: who watches must not be told "busy" for another.
    private static final RouteLimits BRIEF = new RouteLimits(0, Duration.ofSeconds(10), 64);

    private static final int UNAVAILABLE = 503;

    private WatchRoutes() {}

    /// The three routes.
    ///
    /// @param live asked often: must not wait for the disk
    /// @param ready what else must be well for work to be taken
    public static List<Route> of(Supplier<Health> live, Supplier<Health> ready, MetricsPage metrics) {
        return List.of(
                new Route(Method.GET, LIVE, BRIEF, request -> health(live.get())),
                new Route(Method.GET, READY, BRIEF, request -> health(ready.get())),
                new Route(
                        Method.GET,
                        METRICS,
                        BRIEF,
                        request -> Response.of(200, MetricsPage.CONTENT_TYPE, metrics.page())));
    }

    private static Response health(Health health) {
        return Response.of(health.isWell() ? 200 : UNAVAILABLE, "application/json", Json.write(health.toJson()))
                .with("Cache-Control", "no-store");
    }
}
