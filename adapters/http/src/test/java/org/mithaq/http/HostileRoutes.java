// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Arrays;
import java.util.List;

/// Two routes that answer one request each and refuse all others, for doors under attack.
final class HostileRoutes {

    static final int BODY_BYTES_MAX = 1 << 20;
    static final String GOOD = "GET /hello HTTP/1.1\r\nHost: localhost\r\n";
    static final String POST = "POST /in HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/x-mithaq-test\r\n";

    private HostileRoutes() {}

    static List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/hello", RouteLimits.READ, _ -> Doors.text("hello")),
                new Route(Method.POST, "/in", Doors.limits(BODY_BYTES_MAX), HostileRoutes::in));
    }

    private static Response in(Request request) throws java.io.IOException {
        if (!request.headers().all("Content-Type").equals(List.of("text/x-mithaq-test"))) {
            throw new Refused(Problem.of("type", 415, "Another type", "than the one that is read here"));
        }
        if (!Arrays.equals(request.bodyBytes(), new byte[] {'g', 'o', 'o', 'd'})) {
            throw new Refused(Problem.of("body", 400, "Another body", "than the one that is read here"));
        }
        return Doors.text("taken");
    }
}
