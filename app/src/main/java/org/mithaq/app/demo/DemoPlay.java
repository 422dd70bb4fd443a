// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mithaq.app.Output;
import org.mithaq.app.control.ControlClient;
import org.mithaq.charter.MemberId;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Plays the script on the running nodes, and shows each item on its way: signed, logged, witnessed, received.
public final class DemoPlay {

    private static final long SETTLED_MILLIS_MAX = 60_000;
    private static final int WIDTH = 100;

    private final DemoFederation federation;
    private final DemoScript script;
    private final Output output;
    private final Map<Integer, List<String>> dispatchesOfStep = new HashMap<>();
    private final List<DemoGrave> graves = new ArrayList<>();

    /// @param federation the running nodes
    /// @param script what is played
    /// @param output where it is shown
    public DemoPlay(DemoFederation federation, DemoScript script, Output output) {
        this.federation = federation;
        this.script = script;
        this.output = output;
    }

    /// Plays all steps.
    ///
    /// @param paced whether to keep the script's times, for people who watch
    public void play(boolean paced) {
        long begin = System.nanoTime();
        openBilateral();
        for (DemoScript.Step step : script.steps()) {
            if (paced) {
                long wait = step.at().toMillis() - (System.nanoTime() - begin) / 1_000_000;
                if (wait > 0) {
                    DemoFederation.pause(wait);
                }
            }
            show(step);
            act(step);
        }
        federation.keys().forEach(this::settle);
    }

    private void show(DemoScript.Step step) {
        output.progress("%2d  %s"
                .formatted(step.number(), TerminalText.fit(step.explanation().en(), WIDTH)));
        output.progress("    %s".formatted(TerminalText.prose(step.explanation().ar())));
    }

    private void act(DemoScript.Step step) {
        switch (step.action()) {
            case DemoScript.Action.Share share ->
                post(step, share.posting(), share.tlp().label(), share.bundle());
            case DemoScript.Action.Sighting sighting ->
                post(step, sighting.posting(), sighting.tlp().label(), sighting.bundle());
            case DemoScript.Action.Relay relay -> relay(step, relay);
            case DemoScript.Action.Recall recall -> recall(step, recall);
            case DemoScript.Action.Ack ack -> acknowledge(step, ack);
            case DemoScript.Action.Stop ignored -> federation.stop(step.by());
            case DemoScript.Action.Start ignored -> {
                long begin = System.nanoTime();
                federation.start(step.by());
                federation.await(step.by());
                federation.keys().forEach(key -> untilDelivered(key, step.by()));
                output.progress("    %s is back and has caught up after %d ms"
                        .formatted(step.by(), (System.nanoTime() - begin) / 1_000_000));
            }
        }
    }

    private void post(DemoScript.Step step, DemoScript.Posting posting, String label, DemoBundle bundle) {
        Path file = federation.folder().resolve(bundle.file());
        try (ControlClient client = federation.client(step.by())) {
            Files.write(file, bytes(bundle));
            List<String> query = new ArrayList<>(List.of(
                    "channel",
                    channel(posting.channel()),
                    "lane",
                    posting.lane().name().toLowerCase(Locale.ROOT),
                    "onward",
                    posting.onward().name().toLowerCase(Locale.ROOT),
                    "tlp",
                    label));
            for (String recipient : posting.recipients()) {
                query.addAll(List.of("named", federation.id(recipient).hex()));
            }
            if (posting.exercise()) {
                query.addAll(List.of("exercise", "true"));
            }
            JsonObject report = client.upload(ControlClient.with("/import", query), file);
            follow(step, client, report);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A bundle in which every object stands byte for byte as the script has it.
    static byte[] bytes(DemoBundle bundle) {
        StringBuilder text = new StringBuilder("{\"type\":\"bundle\",\"id\":\"" + bundle.id() + "\",\"objects\":[");
        for (int index = 0; index < bundle.objects().size(); index++) {
            text.append(index == 0 ? "" : ",")
                    .append(new String(bundle.objects().get(index).bytes(), StandardCharsets.UTF_8));
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The channel of a key in the script: the node knows plenary and themes by name; a bilateral one is looked up.
    private String channel(String key) {
        return script.cast()
                        .channel(key)
                        .filter(plan -> plan.members().size() == 2)
                        .isPresent()
                ? bilateral(key)
                : key;
    }

    private String bilateral(String key) {
        DemoCast.ChannelPlan plan = script.cast().channel(key).orElseThrow();
        try (ControlClient client = federation.client(plan.members().getFirst())) {
            return client.get("/status").array("channels").orElseThrow().elements().stream()
                    .flatMap(each -> each.asObject().stream())
                    .filter(each -> each.string("kind").orElse("").equals("bilateral"))
                    .map(each -> each.string("channel").orElseThrow())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void openBilateral() {
        for (DemoCast.ChannelPlan plan : script.cast().channels()) {
            if (plan.members().size() != 2 || plan.theme().isPresent()) {
                continue;
            }
            String first = plan.members().getFirst();
            String second = plan.members().getLast();
            String id;
            try (ControlClient client = federation.client(first)) {
                id = client.post(
                                "/channels/offer",
                                JsonObject.builder()
                                        .put("peer", federation.id(second).hex())
                                        .put("name", plan.names().en())
                                        .build())
                        .string("channel")
                        .orElseThrow();
            }
            untilOpen(second, id, false);
            try (ControlClient client = federation.client(second)) {
                client.post(
                        "/channels/accept",
                        JsonObject.builder().put("channel", id).build());
            }
            untilOpen(first, id, true);
        }
    }

    private void untilOpen(String key, String id, boolean open) {
        for (long waited = 0; waited < SETTLED_MILLIS_MAX; waited += 50) {
            try (ControlClient client = federation.client(key)) {
                boolean there = client.get("/status").array("channels").orElseThrow().elements().stream()
                        .flatMap(each -> each.asObject().stream())
                        .anyMatch(each -> each.string("channel").orElse("").equals(id)
                                && (!open || each.bool("open").orElse(false)));
                if (there) {
                    return;
                }
            }
            DemoFederation.pause(50);
        }
        throw new IllegalStateException("the bilateral channel did not open at " + key);
    }

    private void relay(DemoScript.Step step, DemoScript.Action.Relay relay) {
        try (ControlClient client = federation.client(step.by())) {
            List<String> to = relay.recipients().stream()
                    .map(each -> federation.id(each).hex())
                    .toList();
            for (var id : relay.objects()) {
                JsonObject body = JsonObject.builder()
                        .put("id", id.toString())
                        .put("channel", channel(relay.channel()))
                        .put("to", to)
                        .build();
                follow(step, client, client.post("/relay", body));
            }
        }
    }

    private void recall(DemoScript.Step step, DemoScript.Action.Recall recall) {
        graves.addAll(DemoGrave.dug(federation, Set.copyOf(recall.objects())));
        try (ControlClient client = federation.client(step.by())) {
            for (var id : recall.objects()) {
                JsonObject body = JsonObject.builder()
                        .put("id", id.toString())
                        .put("reason", step.explanation().en())
                        .build();
                follow(step, client, client.post("/recall", body));
            }
        }
    }

    private void acknowledge(DemoScript.Step step, DemoScript.Action.Ack ack) {
        for (String dispatch : dispatchesOfStep.getOrDefault(ack.ofStep(), List.of())) {
            try (ControlClient client = federation.client(step.by())) {
                client.post(
                        "/ack",
                        JsonObject.builder()
                                .put("dispatch", dispatch)
                                .put("role", "duty officer")
                                .build());
            }
            output.progress("    acknowledged by a person of " + step.by());
        }
    }

    /// Shows a dispatch until every recipient that is there has it.
    private void follow(DemoScript.Step step, ControlClient client, JsonObject report) {
        long begin = System.nanoTime();
        for (JsonValue each : report.array("dispatches").orElseGet(JsonArray::of)) {
            JsonObject dispatch = each.asObject().orElseThrow();
            String hash = dispatch.string("dispatch").orElseThrow();
            dispatchesOfStep
                    .computeIfAbsent(step.number(), number -> new ArrayList<>())
                    .add(hash);
            int settled = 0;
            int copies = dispatch.strings("to").orElse(List.of()).size();
            for (int tries = 0; tries < 40 && settled < copies; tries++) {
                settled = settled(client, hash);
                if (settled < copies) {
                    DemoFederation.pause(25);
                }
            }
            output.progress("    signed, logged as record %d, received by %d of %d in %d ms"
                    .formatted(
                            dispatch.integer("logIndex").orElse(0),
                            settled,
                            copies,
                            (System.nanoTime() - begin) / 1_000_000));
        }
    }

    private static int settled(ControlClient client, String hash) {
        int settled = 0;
        for (JsonValue each : client.get("/dispatches").array("dispatches").orElseGet(JsonArray::of)) {
            JsonObject dispatch = each.asObject().orElseThrow();
            if (!dispatch.string("dispatch").orElse("").equals(hash)) {
                continue;
            }
            for (JsonValue copy : dispatch.array("copies").orElseGet(JsonArray::of)) {
                if (copy.asObject().orElseThrow().string("state").orElse("").equals("SETTLED")) {
                    settled++;
                }
            }
        }
        return settled;
    }

    /// Waits until nothing at `from` waits for `to` any more.
    private void untilDelivered(String from, String to) {
        String member = federation.id(to).hex();
        for (long waited = 0; waited < SETTLED_MILLIS_MAX && !from.equals(to); waited += 50) {
            try (ControlClient client = federation.client(from)) {
                boolean waiting = client.get("/status").array("peers").orElseGet(JsonArray::of).elements().stream()
                        .flatMap(each -> each.asObject().stream())
                        .anyMatch(each -> each.string("member").orElse("").equals(member)
                                && each.integer("waiting").orElse(0) > 0);
                if (!waiting) {
                    return;
                }
            }
            DemoFederation.pause(50);
        }
    }

    /// Waits until a member's node has delivered everything, and its log is witnessed.
    public void settle(String key) {
        for (long waited = 0; waited < SETTLED_MILLIS_MAX; waited += 100) {
            try (ControlClient client = federation.client(key)) {
                JsonObject status = client.get("/status");
                long waiting = status.array("peers").orElseGet(JsonArray::of).elements().stream()
                        .flatMap(each -> each.asObject().stream())
                        .mapToLong(each -> each.integer("waiting").orElse(0))
                        .sum();
                JsonObject log = status.object("log").orElseThrow();
                if (waiting == 0
                        && log.integer("size").orElse(0)
                                == log.integer("witnessedSize").orElse(-1)) {
                    return;
                }
            }
            DemoFederation.pause(100);
        }
        output.progress("    " + key + " has not settled in a minute");
    }

    /// Where recalled objects lay before they were recalled.
    List<DemoGrave> graves() {
        return List.copyOf(graves);
    }

    /// Who a dispatch of a step went to, by member.
    Map<Integer, List<String>> dispatches() {
        return Map.copyOf(dispatchesOfStep);
    }

    /// The id of a member in the script.
    MemberId id(String key) {
        return federation.id(key);
    }
}
