// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Asks the running nodes how far each item has come, on a thread of its own, and has it shown.
final class DemoTracker implements AutoCloseable {

    private static final long PERIOD_MILLIS = 40;
    private static final long RECEIVED_MILLIS_MAX = 15_000;

    private final DemoFederation federation;
    private final DemoView view;
    private final List<DemoItem> open = new CopyOnWriteArrayList<>();
    private final Map<String, String> keys;
    private final Thread asking;
    private volatile boolean ending;

    DemoTracker(DemoFederation federation, DemoView view) {
        this.federation = federation;
        this.view = view;
        this.keys = federation.keys().stream()
                .collect(Collectors.toMap(key -> federation.id(key).hex(), key -> key));
        this.asking = Thread.ofVirtual().name("tracker").start(this::ask);
    }

    /// Follows the dispatches that a member's node reports.
    ///
    /// @param sender key of that member
    /// @param report what its node answered
    /// @param beginMicros when it was asked
    /// @return the dispatches' hashes
    List<String> follow(DemoItem item, String sender, JsonObject report, long beginMicros) {
        List<JsonObject> dispatches = report.array("dispatches").orElseGet(JsonArray::of).elements().stream()
                .map(each -> each.asObject().orElseThrow())
                .toList();
        for (JsonObject dispatch : dispatches) {
            item.add(new DemoWay(
                    sender,
                    dispatch.string("dispatch").orElseThrow(),
                    dispatch.integer("logIndex").orElse(0),
                    dispatch.strings("to").orElse(List.of()).stream()
                            .map(this::key)
                            .toList(),
                    beginMicros));
        }
        if (!open.contains(item)) {
            open.add(item);
        }
        return dispatches.stream()
                .map(each -> each.string("dispatch").orElseThrow())
                .toList();
    }

    private String key(String member) {
        return keys.getOrDefault(member, member.substring(0, 8));
    }

    /// Waits until every member that runs has what is for it of an item.
    void untilReceived(DemoItem item) {
        for (long waited = 0; waited < RECEIVED_MILLIS_MAX; waited += PERIOD_MILLIS) {
            if (item.isReceivedBy(federation.running())) {
                return;
            }
            federation.check();
            DemoFederation.pause(PERIOD_MILLIS);
        }
    }

    private void ask() {
        try {
            while (!ending) {
                open.forEach(this::ask);
                open.removeIf(DemoItem::isDone);
                view.tick();
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(DemoItem item) {
        for (DemoWay way : item.underWay()) {
            try (ControlClient client = federation.client(way.sender())) {
                JsonArray dispatches = client.get(
                                ControlClient.with("/dispatches", List.of("dispatch", way.dispatch())))
                        .array("dispatches")
                        .orElseGet(JsonArray::of);
                for (JsonValue dispatch : dispatches) {
                    dispatch.asObject().ifPresent(found -> item.change(way, each -> seen(each, found)));
                }
                if (way.witnessed().isEmpty()) {
                    long size = client.get("/status")
                            .object("log")
                            .flatMap(log -> log.integer("witnessedSize").stream()
                                    .boxed()
                                    .findFirst())
                            .orElse(0L);
                    if (size > way.logIndex()) {
                        item.change(way, each -> each.witnessed(DemoFederation.nowMicros()));
                    }
                }
            } catch (CommandRefused stopped) {
                // Its node does not run just now: it is asked again.
            }
        }
    }

    private void seen(DemoWay way, JsonObject dispatch) {
        dispatch.integer("timeMicros").ifPresent(way::logged);
        for (JsonValue each : dispatch.array("copies").orElseGet(JsonArray::of)) {
            JsonObject copy = each.asObject().orElseThrow();
            copy.integer("receiptMicros")
                    .ifPresent(micros -> way.received(key(copy.string("to").orElse("")), micros));
        }
        if (dispatch.bool("signed").orElse(false) || !way.received().isEmpty()) {
            way.signed(DemoFederation.nowMicros());
        }
    }

    /// Ends the thread, after a last look.
    @Override
    public void close() {
        ending = true;
        try {
            asking.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        asking.interrupt();
        view.close();
    }
}
