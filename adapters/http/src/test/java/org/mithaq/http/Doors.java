// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What the tests of this module share: identities, addresses, and a list that hears alarms.
final class Doors {

    static final Duration SOON = Duration.ofSeconds(10);
    static final TlsIdentity SERVER = identity("server");
    static final TlsIdentity ALICE = identity("alice");
    static final TlsIdentity MALLORY = identity("mallory");

    private Doors() {}

    static TlsIdentity identity(String name) {
        return TlsIdentity.make(name, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(365), new SecureRandom());
    }

    static DoorSettings loopback() {
        return DoorSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static RouteLimits limits(long bodyBytesMax) {
        return new RouteLimits(bodyBytesMax, Duration.ofSeconds(20), 32);
    }

    static Response text(String text) {
        return Response.of(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    /// Says hello, echoes, and says who asks.
    static List<Route> routes() {
        return List.of(
                new Route(Method.GET, "/hello", RouteLimits.READ, _ -> text("hello")),
                new Route(
                        Method.POST,
                        "/echo",
                        limits(1 << 20),
                        request -> Response.of(200, "application/octet-stream", request.bodyBytes())),
                new Route(
                        Method.GET,
                        "/who",
                        RouteLimits.READ,
                        request -> text(
                                request.peer().map(peer -> peer.pin().hex()).orElse("nobody"))));
    }

    /// Keeps alarms for a test to look at.
    static final class Heard implements Alarms {
        final List<Alarm> alarms = new CopyOnWriteArrayList<>();

        @Override
        public void raise(Alarm alarm) {
            alarms.add(alarm);
        }

        List<Alarm.Kind> kinds() {
            return alarms.stream().map(Alarm::kind).toList();
        }

        void await(Alarm.Kind kind) throws InterruptedException {
            long due = System.nanoTime() + SOON.toNanos();
            while (!kinds().contains(kind)) {
                if (System.nanoTime() > due) {
                    throw new AssertionError("no alarm " + kind + " among " + alarms);
                }
                Thread.sleep(10);
            }
        }
    }
}
