// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// What a running node shows of itself, asked as the command line asks.
///
/// @param home whose node
record NodeView(NodeHome home) {

    private static final int SETTLE_TRIES_MAX = 600;

    JsonObject status() {
        try (ControlClient client = ControlClient.of(home)) {
            return client.get("/status");
        }
    }

    /// A token that may post.
    String writeToken() {
        try (ControlClient client = ControlClient.of(home)) {
            return client.post(
                            "/tokens",
                            JsonObject.builder()
                                    .put("name", "load")
                                    .put("scopes", List.of("taxii:write"))
                                    .build())
                    .string("secret")
                    .orElseThrow();
        }
    }

    /// The id of every object that it holds, each opened: what has no key any more could not be among them.
    List<String> exported() {
        try (ControlClient client = ControlClient.of(home)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client.download("/export", out);
            return Json.read(out.toByteArray(), JsonLimits.standard().withBytesMax(1 << 30))
                    .asObject()
                    .orElseThrow()
                    .array("objects")
                    .orElseThrow()
                    .elements()
                    .stream()
                    .map(each -> each.asObject().orElseThrow().string("id").orElseThrow())
                    .toList();
        }
    }

    /// Kinds of its alarms.
    List<String> alarms() {
        return alarms(status());
    }

    private static List<String> alarms(JsonObject status) {
        return status.array("alarms").orElseThrow().elements().stream()
                .map(JsonValue::asObject)
                .map(alarm -> alarm.orElseThrow().string("kind").orElseThrow())
                .toList();
    }

    /// Copies that wait for others.
    long waiting() {
        return waiting(status());
    }

    private static long waiting(JsonObject status) {
        return status.array("peers").orElseThrow().elements().stream()
                .map(JsonValue::asObject)
                .mapToLong(peer -> peer.orElseThrow().integer("waiting").orElse(0))
                .sum();
    }

    /// Whether it signs: `open`, `asking`, `catching-up` or `rolled-back`.
    String phase() {
        return phase(status());
    }

    private static String phase(JsonObject status) {
        return status.object("signing").orElseThrow().string("phase").orElseThrow();
    }

    /// Waits until it signs.
    void awaitSigns() throws InterruptedException {
        for (int tries = 0; !phase().equals("open"); tries++) {
            if (tries == SETTLE_TRIES_MAX) {
                throw new AssertionError(home.folder() + " does not begin to sign");
            }
            Thread.sleep(50);
        }
    }

    /// Waits until it signs, has delivered everything, and its log is witnessed to its end.
    void awaitSettled() throws InterruptedException {
        JsonObject status = JsonObject.empty();
        for (int tries = 0; tries < SETTLE_TRIES_MAX; tries++) {
            status = status();
            JsonObject log = status.object("log").orElseThrow();
            if (waiting(status) == 0
                    && log.integer("size").equals(log.integer("witnessedSize"))
                    && phase(status).equals("open")) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(
                home.folder() + " does not settle: " + new String(Json.write(status), StandardCharsets.UTF_8));
    }
}
