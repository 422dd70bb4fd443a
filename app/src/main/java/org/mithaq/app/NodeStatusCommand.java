// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import org.mithaq.json.JsonObject;
import picocli.CommandLine.Command;

/// Shows how the running node is.
@Command(name = "status", description = "Show how the running node is: peers, log, alarms and what to do.")
final class NodeStatusCommand extends ObjectCommands.OfNode {

    NodeStatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public void run() {
        try (var node = node()) {
            JsonObject status = node.get("/status");
            output().answer(status, human -> show(human, status));
        }
    }

    private static void show(Output.Human human, JsonObject status) {
        human.line("%s (%.8s)".formatted(name(status), status.string("member").orElse("")));
        status.array("peers")
                .ifPresent(list -> list.forEach(each -> each.asObject().ifPresent(peer -> peer(human, peer))));
        status.object("log")
                .ifPresent(log -> human.line("log: %d records, %d witnessed by a quorum of %d%s"
                        .formatted(
                                log.integer("size").orElse(0),
                                log.integer("witnessedSize").orElse(0),
                                log.integer("quorum").orElse(0),
                                log.bool("toleratesLiar").orElse(false)
                                        ? ""
                                        : " (too few members to tolerate a lying witness)")));
        human.line("objects: %d, in quarantine: %d, tombstones: %d"
                .formatted(
                        status.integer("objects").orElse(0),
                        status.integer("quarantined").orElse(0),
                        status.integer("tombstones").orElse(0)));
        boolean quiet = status.array("alarms").map(list -> list.size() == 0).orElse(true);
        if (quiet) {
            human.good("no alarms");
        }
        status.array("alarms")
                .ifPresent(list -> list.forEach(each -> each.asObject().ifPresent(alarm -> {
                    human.bad("%s (%d times): %s"
                            .formatted(
                                    alarm.string("kind").orElse(""),
                                    alarm.integer("count").orElse(0),
                                    alarm.string("sentence").orElse("")));
                    human.line("    " + alarm.string("action").orElse(""));
                })));
    }

    private static void peer(Output.Human human, JsonObject peer) {
        String line =
                "%s: %d waiting".formatted(name(peer), peer.integer("waiting").orElse(0));
        if (peer.bool("connected").orElse(false)) {
            human.good(line);
        } else {
            human.bad(line + peer.string("lastError").map(error -> "; " + error).orElse("; not connected yet"));
        }
    }

    /// The English name, and the Arabic one kept from turning the line.
    private static String name(JsonObject named) {
        return named.object("name")
                .map(names -> names.string("en").orElse("") + " "
                        + Output.Human.isolated(names.string("ar").orElse("")))
                .orElse("");
    }
}
