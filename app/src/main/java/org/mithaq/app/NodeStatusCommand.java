// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.List;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// `mithaq node status`: how the running node is.
final class NodeStatusCommand {

    private NodeStatusCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "status",
                "Show how the running node is: peers, log, alarms and what to do.",
                List.of(),
                (asked, node) -> {
                    JsonObject status = node.get("/status");
                    asked.output().answer(status, human -> show(human, status));
                });
    }

    private static void show(Output.Human human, JsonObject status) {
        human.line("%s (%s)".formatted(name(status), Answers.brief(status, "member")));
        Answers.rows(status, "peers").forEach(peer -> peer(human, peer));
        status.object("log")
                .ifPresent(log -> human.line("log: %s, %d witnessed by a quorum of %d%s"
                        .formatted(
                                Answers.counted(count(log, "size"), "record"),
                                count(log, "witnessedSize"),
                                count(log, "quorum"),
                                log.bool("toleratesLiar").orElse(false)
                                        ? ""
                                        : " (too few members to tolerate a lying witness)")));
        human.line("objects: %d, in quarantine: %d, tombstones: %d"
                .formatted(count(status, "objects"), count(status, "quarantined"), count(status, "tombstones")));
        List<JsonObject> alarms = Answers.rows(status, "alarms");
        if (alarms.isEmpty()) {
            human.good("no alarms");
        }
        alarms.forEach(alarm -> {
            human.bad("%s (%s): %s"
                    .formatted(
                            alarm.string("kind").orElse(""),
                            Answers.counted(count(alarm, "count"), "time"),
                            alarm.string("sentence").orElse("")));
            human.line("    " + alarm.string("action").orElse(""));
        });
    }

    private static long count(JsonObject of, String name) {
        return of.integer(name).orElse(0);
    }

    private static void peer(Output.Human human, JsonObject peer) {
        String line =
                "%s (%s): %d waiting".formatted(name(peer), Answers.brief(peer, "member"), count(peer, "waiting"));
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
