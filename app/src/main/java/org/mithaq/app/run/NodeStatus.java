// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mithaq.charter.Channel;
import org.mithaq.charter.MemberCard;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Starting;
import org.mithaq.node.port.Alarms;
import org.mithaq.peers.PeerStatus;

/// How a node is, as one JSON document: lag and receipts per peer first, then the log, then alarms and what to do.
public final class NodeStatus {

    private final NodeRuntime node;
    private final Doors doors;
    private final Counted counted;

    /// @param node the running node
    /// @param doors its ways in and out
    public NodeStatus(NodeRuntime node, Doors doors) {
        this.node = node;
        this.doors = doors;
        this.counted = new Counted(node.ledger(), System::nanoTime);
    }

    /// The whole state.
    public JsonObject status() {
        Counted.Rows rows = counted.rows();
        MemberCard own = node.charter().member(node.self().member()).orElseThrow();
        return JsonObject.builder()
                .put("member", own.id().hex())
                .put("name", names(own))
                .put("node", node.self().node().hex())
                .put("federation", node.charter().federation().hex())
                .put("epoch", node.charter().epoch())
                .put("peers", JsonArray.of(peers()))
                .put("log", log())
                .put("signing", signing())
                .put("objects", rows.objects())
                .put("quarantined", rows.quarantined())
                .put("tombstones", node.vault().tombstoneCount())
                .put("commandsWaiting", node.loop().waiting())
                .put("commits", node.loop().turns())
                .put("keyFileWrites", node.vault().writes())
                .put("channels", JsonArray.of(channels()))
                .put("alarms", JsonArray.of(alarms()))
                .build();
    }

    private static JsonObject names(MemberCard card) {
        return JsonObject.builder()
                .put("ar", card.names().ar())
                .put("fr", card.names().fr())
                .put("en", card.names().en())
                .build();
    }

    private List<JsonValue> peers() {
        List<JsonValue> list = new ArrayList<>();
        for (PeerStatus peer : doors.peers().status()) {
            MemberCard card = node.charter().member(peer.member()).orElseThrow();
            JsonObject.Builder one = JsonObject.builder()
                    .put("member", peer.member().hex())
                    .put("name", names(card))
                    .put("connected", peer.connected())
                    .put("waiting", peer.queueLength());
            peer.group().ifPresent(group -> one.put("group", group));
            peer.lastContactMicros().ifPresent(micros -> one.put("lastContactMicros", micros));
            peer.lastError().ifPresent(error -> one.put("lastError", error));
            list.add(one.build());
        }
        return list;
    }

    private JsonObject log() {
        return JsonObject.builder()
                .put("size", node.log().committedSize())
                .put("witnessedSize", doors.cosigning().witnessedSize())
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
        for (Alarms.Row alarm : node.ledger().read(tables -> tables.alarms().all())) {
            list.add(JsonObject.builder()
                    .put("key", alarm.key())
                    .put("kind", alarm.kind())
                    .put("sentence", alarm.sentence())
                    .put("action", alarm.action())
                    .put("count", alarm.count())
                    .put("hasProof", alarm.proof().length > 0)
                    .put("lastMicros", alarm.lastMicros())
                    .build());
        }
        return list;
    }
}
