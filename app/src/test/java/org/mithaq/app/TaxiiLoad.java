// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.mithaq.app.home.NodeHome;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;

/// A client that posts to a node's TAXII door again and again, and remembers what was acknowledged.
final class TaxiiLoad implements AutoCloseable {

    private static final String MEDIA_TYPE = "application/taxii+json;version=2.1";
    private static final int OBJECTS_MAX = 4;

    /// What a kill leaves to be caught up stays small beside what it may break.
    private static final int BETWEEN_MILLIS = 20;

    private final NodeHome home;
    private final String name;
    private final String token;
    private final RandomGenerator random;
    private final IntConsumer refused;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger posts = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    /// @param name begins the name of each object
    /// @param token may write
    /// @param random sizes of envelopes
    /// @param refused hears the status of each answer that acknowledges nothing
    TaxiiLoad(NodeHome home, String name, String token, RandomGenerator random, IntConsumer refused) {
        this.home = home;
        this.name = name;
        this.token = token;
        this.random = random;
        this.refused = refused;
        this.thread = Thread.ofPlatform().name("load-" + name).daemon().start(this::work);
    }

    /// Ids of all objects that were acknowledged so far.
    Set<String> acknowledged() {
        return acknowledged;
    }

    private void work() {
        while (!closed) {
            try (PlainClient client = new PlainClient(port())) {
                while (!closed) {
                    post(client);
                    Thread.sleep(BETWEEN_MILLIS);
                }
            } catch (IOException down) {
                pause();
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private int port() throws IOException {
        JsonObject control = Json.read(Files.readAllBytes(home.control()), JsonLimits.standard())
                .asObject()
                .orElseThrow();
        return (int) control.integer("port").orElseThrow();
    }

    private void post(PlainClient client) throws PeerUnreachable, InterruptedException {
        int first = posts.get();
        int count = 1 + random.nextInt(OBJECTS_MAX);
        posts.addAndGet(count);
        StringBuilder objects = new StringBuilder();
        for (int number = first; number < first + count; number++) {
            objects.append(number == first ? "" : ",").append(Bundles.indicator(name + number));
        }
        Reply reply = client.send(new Call(
                Method.POST,
                "/api/collections/plenary/objects/",
                new Headers(List.of(
                        new Headers.Field("Authorization", "Bearer " + token),
                        new Headers.Field("Content-Type", MEDIA_TYPE),
                        new Headers.Field("Accept", MEDIA_TYPE))),
                new Call.Body.Bytes(("{\"objects\":[" + objects + "]}").getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(60),
                1 << 20));
        if (reply.status() != 202) {
            refused.accept(reply.status());
            pause();
            return;
        }
        JsonObject status =
                Json.read(reply.body(), JsonLimits.standard()).asObject().orElseThrow();
        if (status.integer("success_count").orElse(0) != count) {
            throw new AssertionError("not acknowledged whole: " + new String(reply.body(), StandardCharsets.UTF_8));
        }
        for (int number = first; number < first + count; number++) {
            acknowledged.add(Bundles.id(name + number));
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// Posts nothing more; what was on its way is answered first.
    void stop() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(60));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
