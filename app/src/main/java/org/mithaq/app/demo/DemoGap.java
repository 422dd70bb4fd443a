// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Lane;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.StixObject;

/// An honest dispatch that is lost on the way to one member, and reaches it after all: the member notices at once, asks
/// for it, and is calm again when it has come.
final class DemoGap {

    private static final long PATIENCE_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 100;

    private final DemoFederation federation;
    private final String sender;
    private final String recipient;

    /// @param federation the running nodes
    /// @param sender key of who writes twice
    /// @param recipient key of who hears of the second first
    DemoGap(DemoFederation federation, String sender, String recipient) {
        this.federation = federation;
        this.sender = sender;
        this.recipient = recipient;
    }

    /// Sends each of two objects with `post` while the recipient is away, brings it the second dispatch alone, and lets
    /// the sender deliver the first.
    ///
    /// @param opened opens a stopped node over its store
    List<DemoChecks.Claim> play(List<StixObject> two, Consumer<StixObject> post, Function<String, NodeRuntime> opened) {
        MemberId to = federation.id(recipient);
        federation.stop(recipient);
        two.forEach(post);
        until(this::isWitnessed);
        federation.stop(sender);
        federation.start(recipient);
        federation.await(recipient);
        List<String> faults = new ArrayList<>();
        try (NodeRuntime away = opened.apply(sender)) {
            DemoPost way = new DemoPost(away, federation.seat(recipient).peerPort());
            Outbox.LineRow line = away.ledger().read(tables -> tables.outbox().lines()).stream()
                    .filter(row -> row.recipient().equals(to) && row.lane() == Lane.ROUTINE)
                    .findFirst()
                    .orElseThrow();
            Optional<Answers> answers = way.send(to, way.last(to, line));
            if (answers.filter(DemoPost::accepted).isEmpty()) {
                faults.add("the dispatch after the lost one was not accepted");
            }
        }
        if (!hasGap()) {
            faults.add(recipient + " has not noticed that a dispatch is missing");
        }
        DemoChecks.Claim noticed = new DemoChecks.Claim(
                "a dispatch that is lost on the way is noticed by the next one, which is accepted", faults, 1);
        federation.start(sender);
        federation.await(sender);
        boolean calm = until(() -> !hasGap());
        return List.of(
                noticed,
                new DemoChecks.Claim(
                        "what was lost on the way is delivered again, and the alarm ends",
                        calm ? List.of() : List.of(recipient + " still has the alarm " + AlarmKind.GAP.word()),
                        1));
    }

    private boolean isWitnessed() {
        try (ControlClient client = federation.client(sender)) {
            JsonObject log = client.get("/status").object("log").orElseThrow();
            return log.integer("size").orElse(0) == log.integer("witnessedSize").orElse(-1);
        }
    }

    private boolean hasGap() {
        try (ControlClient client = federation.client(recipient)) {
            return client.get("/status").array("alarms").orElseGet(JsonArray::of).elements().stream()
                    .flatMap(each -> each.asObject().stream())
                    .anyMatch(alarm -> alarm.string("kind").orElse("").equals(AlarmKind.GAP.word()));
        }
    }

    private interface Question {
        boolean ask();
    }

    /// Whether it came true in time.
    private static boolean until(Question question) {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
            if (question.ask()) {
                return true;
            }
            DemoFederation.pause(LOOK_MILLIS);
        }
        return question.ask();
    }
}
