// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.Channel;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Core;
import org.mithaq.node.Flashes;
import org.mithaq.node.Starting;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;
import org.mithaq.tiles.WitnessStatus;
import org.mithaq.watch.Metric;

/// How a node is, as one JSON document: lag and receipts per peer first, the worst of them first; then what fills, the
/// alarms and what to do, the keys, the log and its witnesses, and the store.
public final class StatusPage {

    private static final long MICROS = 1_000_000;
    private static final int FLASHES_MAX = 100;
    private static final int FLASH_IDS_MAX = 20;

    private final Sight sight;
    private final NodeRuntime node;
    private final NodeReadings readings;

    /// The last one there was: whoever has left the federation still has a node to look at.
    private volatile MemberCard own;

    /// @param sight looks at the node
    public StatusPage(Sight sight) {
        this.sight = sight;
        this.node = sight.node();
        this.readings = new NodeReadings(sight);
        this.own = node.charter().member(node.self().member()).orElseThrow();
    }

    /// The whole state.
    public JsonObject status() {
        Look look = sight.look();
        own = node.charter().member(node.self().member()).orElse(own);
        return JsonObject.builder()
                .put("member", own.id().hex())
                .put("name", names(own))
                .put("node", node.self().node().hex())
                .put("federation", node.charter().federation().hex())
                .put("epoch", node.charter().epoch())
                .put("uptimeSeconds", look.uptimeMicros() / MICROS)
                .put("peers", JsonArray.of(peers(look)))
                .put("flashes", JsonArray.of(flashes(look)))
                .put("bounds", JsonArray.of(bounds(look)))
                .put("alarms", JsonArray.of(alarms()))
                .put("keys", JsonArray.of(keys(look)))
                .put("log", log())
                .put("signing", signing())
                .put("store", store(look))
                .put("storageRefused", look.work().storageRefused())
                .put("objects", look.rows().objects())
                .put("quarantined", look.rows().quarantined())
                .put("tombstones", look.work().tombstones())
                .put("commandsWaiting", look.work().commands())
                .put("commits", look.work().turns())
                .put("keyFileWrites", look.work().keyFileWrites())
                .put("channels", JsonArray.of(channels()))
                .build();
    }

    private static JsonObject names(MemberCard card) {
        return JsonObject.builder()
                .put("ar", card.names().ar())
                .put("fr", card.names().fr())
                .put("en", card.names().en())
                .build();
    }

    private List<JsonValue> peers(Look look) {
        List<JsonValue> list = new ArrayList<>();
        for (PeerLook peer : look.peers()) {
            JsonObject.Builder one = JsonObject.builder()
                    .put("member", peer.card().id().hex())
                    .put("name", names(peer.card()))
                    .put("connected", peer.link().connected())
                    .put("waiting", peer.link().queueLength());
            if (!peer.backlog().isEmpty()) {
                one.put("oldestSeconds", seconds(look, peer.oldestMicros()));
            }
            one.put("lanes", JsonArray.of(lanes(look, peer)))
                    .put("delivered", peer.link().delivered())
                    .put("refusedAtDoor", peer.link().refusedAtDoor())
                    .put("receiptsOwed", peer.rows().receiptsOwed())
                    .put("missing", peer.rows().missing())
                    .put("evidenceDue", peer.rows().evidenceDue())
                    .put("quarantined", peer.rows().quarantine().rows())
                    .put("recordsKept", peer.rows().recordsKept());
            peer.link().group().ifPresent(group -> one.put("group", group));
            peer.link()
                    .lastContactMicros()
                    .ifPresent(micros ->
                            one.put("lastContactMicros", micros).put("lastContactSeconds", seconds(look, micros)));
            peer.link().lastError().ifPresent(error -> one.put("lastError", error));
            peer.link()
                    .backoffUntilMicros()
                    .ifPresent(micros -> one.put("triedAgainMicros", micros)
                            .put("triedAgainSeconds", Math.max(0, -seconds(look, micros))));
            peer.witness().ifPresent(witness -> one.put("witness", witness(look, witness)));
            list.add(one.build());
        }
        return list;
    }

    private static JsonObject witness(Look look, WitnessStatus witness) {
        JsonObject.Builder one = JsonObject.builder()
                .put("behind", Math.max(0, look.work().logSize() - witness.lastSize()))
                .put("failures", witness.failures());
        witness.lastError().ifPresent(error -> one.put("lastError", error));
        return one.build();
    }

    private static long seconds(Look look, long micros) {
        return (look.nowMicros() - micros) / MICROS;
    }

    private static List<JsonValue> lanes(Look look, PeerLook peer) {
        List<JsonValue> list = new ArrayList<>();
        for (Outbox.BacklogRow row : peer.backlog()) {
            list.add(JsonObject.builder()
                    .put("lane", row.lane().name().toLowerCase(Locale.ROOT))
                    .put("waiting", row.copies())
                    .put("oldestSeconds", seconds(look, row.oldestMicros()))
                    .build());
        }
        return list;
    }

    /// The fullest first.
    private List<JsonValue> bounds(Look look) {
        Map<List<String>, Map<Metric, Double>> bounds = new HashMap<>();
        readings.bounds(look).stream()
                .filter(reading -> reading.labels().size() == 2)
                .forEach(reading -> bounds.computeIfAbsent(reading.labels(), any -> new HashMap<>())
                        .put(reading.metric(), reading.value()));
        Comparator<Map.Entry<List<String>, Map<Metric, Double>>> fullest =
                Comparator.comparingDouble(each -> -each.getValue().getOrDefault(Metric.BOUND_RATIO, 0.0));
        return bounds.entrySet().stream()
                .sorted(fullest.thenComparing(each -> each.getKey().toString()))
                .<JsonValue>map(each -> JsonObject.builder()
                        .put("bound", each.getKey().getFirst())
                        .put("of", each.getKey().getLast())
                        .put("used", whole(each.getValue(), Metric.BOUND_USED))
                        .put("limit", whole(each.getValue(), Metric.BOUND_LIMIT))
                        .put("percent", Math.round(100 * each.getValue().getOrDefault(Metric.BOUND_RATIO, 0.0)))
                        .build())
                .toList();
    }

    /// As JSON can say it exactly (RFC 7493 §2.2).
    private static long whole(Map<Metric, Double> values, Metric metric) {
        return Math.min(values.getOrDefault(metric, 0.0).longValue(), LogPin.SIZE_MAX);
    }

    private static List<JsonValue> keys(Look look) {
        return look.keys().stream()
                .<JsonValue>map(key -> JsonObject.builder()
                        .put("card", key.key())
                        .put("notAfter", key.notAfter().toString())
                        .put("secondsLeft", -seconds(look, Core.micros(key.notAfter())))
                        .build())
                .toList();
    }

    /// What waits for a person, the most urgent first, with the ids of what it holds.
    private List<JsonValue> flashes(Look look) {
        return node.ledger()
                .read(tables -> Flashes.waiting(tables, FLASHES_MAX).stream()
                        .<JsonValue>map(flash -> flash(look, tables, flash))
                        .toList());
    }

    private JsonObject flash(Look look, Ledger.Tables tables, Flashes.Waiting flash) {
        List<String> ids = tables.shelf().objectsIn(flash.payloadHash()).stream()
                .map(Shelf.ObjectRow::stixId)
                .toList();
        JsonObject.Builder one = JsonObject.builder()
                .put("dispatch", flash.payloadHash().hex())
                .put("from", flash.sender().hex())
                .put("deadline", Core.instant(flash.deadlineMicros()).toString())
                .put("secondsLeft", -seconds(look, flash.deadlineMicros()))
                .put("exercise", flash.exercise())
                .put("objects", ids.size())
                .put("ids", ids.stream().limit(FLASH_IDS_MAX).toList());
        node.charter().member(flash.sender()).ifPresent(card -> one.put("name", names(card)));
        return one.build();
    }

    private JsonObject log() {
        return JsonObject.builder()
                .put("size", node.log().committedSize())
                .put("witnessedSize", sight.doors().cosigning().witnessedSize())
                .put("quorum", node.charter().witnessQuorum())
                .put("toleratesLiar", node.charter().toleratesLyingWitness())
                .build();
    }

    private JsonObject signing() {
        Starting starting = node.starting();
        return JsonObject.builder()
                .put("phase", starting.phase().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("answered", starting.answered())
                .put("needed", starting.needed())
                .build();
    }

    private static JsonObject store(Look look) {
        JsonObject.Builder bytes = JsonObject.builder();
        look.store().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> bytes.put(each.getKey(), each.getValue()));
        JsonObject.Builder free = JsonObject.builder();
        look.volumes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> free.put(
                        each.getKey(),
                        JsonObject.builder()
                                .put("freeBytes", each.getValue().freeBytes())
                                .put("bytes", each.getValue().bytes())
                                .build()));
        return JsonObject.builder()
                .put("bytes", bytes.build())
                .put("volumes", free.build())
                .build();
    }

    private List<JsonValue> channels() {
        List<JsonValue> list = new ArrayList<>();
        for (Channel channel : node.charter().channels().values()) {
            list.add(JsonObject.builder()
                    .put("channel", channel.id().hex())
                    .put("kind", channel.kind().text())
                    .put("theme", channel.theme().map(Enum::name).orElse(""))
                    .put("name", channel.names().en())
                    .build());
        }
        node.ledger()
                .read(tables -> tables.registry().bilaterals())
                .forEach(row -> list.add(JsonObject.builder()
                        .put("channel", row.id().hex())
                        .put("kind", "bilateral")
                        .put("peer", row.peer().hex())
                        .put("name", row.name())
                        .put("open", row.open())
                        .put("proposedHere", row.proposedHere())
                        .build()));
        return list;
    }

    private List<JsonValue> alarms() {
        List<JsonValue> list = new ArrayList<>();
        // What cannot be stored cannot raise an alarm in the ledger either, nor take it back.
        node.storage()
                .look(node.ledger(), System.nanoTime())
                .forEach(trouble -> list.add(JsonObject.builder()
                        .put("key", AlarmKind.STORAGE.word() + ":" + trouble.medium())
                        .put("kind", AlarmKind.STORAGE.word())
                        .put("sentence", trouble.sentence())
                        .put("action", AlarmKind.STORAGE.action())
                        .put("count", trouble.count())
                        .put("hasProof", false)
                        .put("firstMicros", trouble.firstMicros())
                        .put("lastMicros", trouble.lastMicros())
                        .build()));
        for (Alarms.Row alarm : node.ledger().read(tables -> tables.alarms().all())) {
            if (alarm.kind().equals(AlarmKind.STORAGE.word())) {
                continue;
            }
            list.add(JsonObject.builder()
                    .put("key", alarm.key())
                    .put("kind", alarm.kind())
                    .put("sentence", alarm.sentence())
                    .put("action", alarm.action())
                    .put("count", alarm.count())
                    .put("hasProof", alarm.proof().length > 0)
                    .put("firstMicros", alarm.firstMicros())
                    .put("lastMicros", alarm.lastMicros())
                    .build());
        }
        return list;
    }
}
