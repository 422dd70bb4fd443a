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
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;

/// Plays the script on the running nodes, and shows each item on its way: signed, logged, witnessed, received.
final class DemoPlay {

    private static final long SETTLED_MILLIS_MAX = 60_000;

    private final DemoFederation federation;
    private final DemoScript script;
    private final DemoHeads heads;
    private final DemoView view;
    private final DemoTracker tracker;
    private final Map<Integer, List<String>> dispatchesOfStep = new HashMap<>();
    private final List<DemoGrave> graves = new ArrayList<>();

    /// @param federation the running nodes
    /// @param script what is played
    /// @param heads what is said of each step
    /// @param view where it is shown
    /// @param tracker what follows each dispatch
    DemoPlay(DemoFederation federation, DemoScript script, DemoHeads heads, DemoView view, DemoTracker tracker) {
        this.federation = federation;
        this.script = script;
        this.heads = heads;
        this.view = view;
        this.tracker = tracker;
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
            federation.check();
            DemoItem item = heads.item(step);
            view.begin(item);
            act(step, item);
            item.complete();
            tracker.untilReceived(item);
            view.received(item);
        }
        federation.settle(view);
    }

    private void act(DemoScript.Step step, DemoItem item) {
        switch (step.action()) {
            case DemoScript.Action.Share share ->
                post(step, item, share.posting(), share.tlp().label(), share.bundle());
            case DemoScript.Action.Sighting sighting ->
                post(step, item, sighting.posting(), sighting.tlp().label(), sighting.bundle());
            case DemoScript.Action.Relay relay -> relay(step, item, relay);
            case DemoScript.Action.Recall recall -> recall(step, item, recall);
            case DemoScript.Action.Ack ack -> acknowledge(step, item, ack);
            case DemoScript.Action.Stop ignored -> federation.stop(step.by());
            case DemoScript.Action.Start ignored -> {
                long begin = System.nanoTime();
                federation.start(step.by());
                federation.await(step.by());
                // "Has caught up" is said below, and a later step takes back what this member must have had.
                federation.keys().forEach(key -> untilDelivered(key, step.by()));
                item.note(heads.tongue().back(step.by(), (System.nanoTime() - begin) / 1_000_000));
            }
        }
    }

    private void post(
            DemoScript.Step step, DemoItem item, DemoScript.Posting posting, String label, DemoBundle bundle) {
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
            long begin = DemoFederation.nowMicros();
            follow(step, item, client.upload(ControlClient.with("/import", query), file), begin);
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

    private void relay(DemoScript.Step step, DemoItem item, DemoScript.Action.Relay relay) {
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
                long begin = DemoFederation.nowMicros();
                follow(step, item, client.post("/relay", body), begin);
            }
        }
    }

    private void recall(DemoScript.Step step, DemoItem item, DemoScript.Action.Recall recall) {
        graves.addAll(DemoGrave.dug(federation, Set.copyOf(recall.objects())));
        try (ControlClient client = federation.client(step.by())) {
            for (var id : recall.objects()) {
                JsonObject body = JsonObject.builder()
                        .put("id", id.toString())
                        .put("reason", step.explanation().en())
                        .build();
                long begin = DemoFederation.nowMicros();
                follow(step, item, client.post("/recall", body), begin);
            }
        }
    }

    private void acknowledge(DemoScript.Step step, DemoItem item, DemoScript.Action.Ack ack) {
        for (String dispatch : dispatchesOfStep.getOrDefault(ack.ofStep(), List.of())) {
            try (ControlClient client = federation.client(step.by())) {
                client.post(
                        "/ack",
                        JsonObject.builder()
                                .put("dispatch", dispatch)
                                .put("role", "duty officer")
                                .build());
            }
        }
        item.note(heads.tongue().acknowledged(step.by()));
    }

    private void follow(DemoScript.Step step, DemoItem item, JsonObject report, long beginMicros) {
        dispatchesOfStep
                .computeIfAbsent(step.number(), number -> new ArrayList<>())
                .addAll(tracker.follow(item, step.by(), report, beginMicros));
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

    /// Where recalled objects lay before they were recalled.
    List<DemoGrave> graves() {
        return List.copyOf(graves);
    }
}
