// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;

/// `mithaq node status`: how the running node is, for whoever is on duty. The worst comes first; what is well is said
/// in one line.
final class NodeStatusCommand {

    /// A bound is worth a line once it is so full.
    private static final long PERCENT_SHOWN = 50;

    private static final long PERCENT_BAD = 80;
    private static final long KEY_WARNING_SECONDS = 30 * 86_400L;
    private static final int ALARMS_SHOWN_MAX = 20;

    private NodeStatusCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return Ask.command(
                surroundings,
                "status",
                "Show how the running node is: what waits for which peer, what fills, alarms and what to do.",
                List.of(),
                (asked, node) -> {
                    JsonObject status = node.get("/status");
                    asked.output().answer(status, human -> show(human, status));
                });
    }

    private static void show(Output.Human human, JsonObject status) {
        human.line("%s (%s), epoch %d, up %s"
                .formatted(
                        name(status),
                        Answers.brief(status, "member"),
                        count(status, "epoch"),
                        spell(count(status, "uptimeSeconds"))));
        signing(human, status);
        if (status.bool("storageRefused").orElse(false)) {
            human.bad("THE DISK REFUSES WRITES: make room; nothing that was acknowledged is lost");
        }
        Answers.rows(status, "flashes").forEach(flash -> flash(human, flash));
        Answers.rows(status, "peers").forEach(peer -> peer(human, peer));
        bounds(human, status);
        alarms(human, status);
        keys(human, status);
        log(human, status);
        store(human, status);
        human.line("objects: %d, in quarantine: %d, tombstones: %d"
                .formatted(count(status, "objects"), count(status, "quarantined"), count(status, "tombstones")));
    }

    private static void signing(Output.Human human, JsonObject status) {
        JsonObject signing =
                status.object("signing").orElse(JsonObject.builder().build());
        switch (signing.string("phase").orElse("open")) {
            case "asking" ->
                human.bad("signs nothing yet: asks the others whether its own log is whole (%d of %d have answered)"
                        .formatted(count(signing, "answered"), count(signing, "needed")));
            case "catching-up" ->
                human.bad("signs nothing yet: put back from a copy, it gets from the others what its log lacks");
            case "rolled-back" -> human.bad("SIGNS NOTHING: others hold more of its own log than is here; see below");
            default -> {
                // All is well: no line.
            }
        }
    }

    private static void flash(Output.Human human, JsonObject flash) {
        long left = count(flash, "secondsLeft");
        human.bad("FLASH%s of %s (%s) waits for a person's word by %s, %s"
                .formatted(
                        flash.bool("exercise").orElse(false) ? ", EXERCISE," : "",
                        name(flash),
                        Answers.brief(flash, "from"),
                        flash.string("deadline").orElse(""),
                        left < 0 ? spell(-left) + " ago" : "in " + spell(left)));
        List<String> ids = flash.strings("ids").orElse(List.of());
        ids.forEach(id -> human.line("    " + id));
        long objects = count(flash, "objects");
        if (objects > ids.size()) {
            human.line("    … and %d more".formatted(objects - ids.size()));
        }
        human.line(
                objects == 0
                        ? "    none of what it held is here any more: it was recalled or refused"
                        : "    once somebody on duty has read it: mithaq ack " + Answers.brief(flash, "dispatch"));
        if (objects == 0) {
            human.line("    mithaq ack " + Answers.brief(flash, "dispatch"));
        }
    }

    private static void peer(Output.Human human, JsonObject peer) {
        boolean connected = peer.bool("connected").orElse(false);
        long waiting = count(peer, "waiting");
        List<String> says = new ArrayList<>();
        if (waiting == 0) {
            says.add("nothing waits");
        }
        for (JsonObject lane : Answers.rows(peer, "lanes")) {
            says.add("%s: %s, the oldest for %s"
                    .formatted(
                            lane.string("lane").orElse(""),
                            Answers.counted(count(lane, "waiting"), "receipt") + " awaited",
                            spell(count(lane, "oldestSeconds"))));
        }
        String line = "%s (%s): %s".formatted(name(peer), Answers.brief(peer, "member"), String.join("; ", says));
        if (connected) {
            human.good(line);
        } else {
            human.bad(line + "; not connected");
            human.line("    " + peer.string("lastError").orElse("not reached yet") + again(peer));
        }
        details(human, peer);
    }

    private static String again(JsonObject peer) {
        return peer.integer("triedAgainSeconds").stream()
                .mapToObj(seconds -> "; tried again in " + spell(seconds))
                .findFirst()
                .orElse("");
    }

    private static void details(Output.Human human, JsonObject peer) {
        List<String> says = new ArrayList<>();
        add(says, peer, "refusedAtDoor", "%s not let in there");
        add(says, peer, "missing", "%s missing here");
        add(says, peer, "receiptsOwed", "%s of our receipts not taken");
        add(says, peer, "evidenceDue", "%s without a witnessed proof yet");
        add(says, peer, "quarantined", "%s of it in quarantine");
        peer.object("witness")
                .filter(witness -> count(witness, "behind") > 0 || count(witness, "failures") > 0)
                .ifPresent(witness -> says.add("as a witness %s behind, %s%s"
                        .formatted(
                                Answers.counted(count(witness, "behind"), "record"),
                                Answers.counted(count(witness, "failures"), "failure"),
                                witness.string("lastError")
                                        .map(error -> ": " + error)
                                        .orElse(""))));
        if (!says.isEmpty()) {
            human.line("    " + String.join("; ", says));
        }
    }

    private static void add(List<String> says, JsonObject of, String name, String sentence) {
        if (count(of, name) > 0) {
            says.add(sentence.formatted(count(of, name)));
        }
    }

    private static void bounds(Output.Human human, JsonObject status) {
        List<JsonObject> full = Answers.rows(status, "bounds").stream()
                .filter(bound -> count(bound, "percent") >= PERCENT_SHOWN)
                .toList();
        for (JsonObject bound : full) {
            String of = bound.string("of").orElse("");
            String line = "%s%s: %d %% full (%,d of %,d)"
                    .formatted(
                            bound.string("bound").orElse(""),
                            of.isEmpty() ? "" : " of " + of,
                            count(bound, "percent"),
                            count(bound, "used"),
                            count(bound, "limit"));
            if (count(bound, "percent") >= PERCENT_BAD) {
                human.bad(line);
            } else {
                human.line(line);
            }
        }
        if (full.isEmpty()) {
            human.good("no queue, store or door is half full");
        }
    }

    private static void alarms(Output.Human human, JsonObject status) {
        List<JsonObject> alarms = Answers.rows(status, "alarms");
        if (alarms.isEmpty()) {
            human.good("no alarms");
        }
        alarms.stream().limit(ALARMS_SHOWN_MAX).forEach(alarm -> {
            human.bad("%s (%s): %s"
                    .formatted(
                            alarm.string("kind").orElse(""),
                            Answers.counted(count(alarm, "count"), "time"),
                            alarm.string("sentence").orElse("")));
            human.line("    " + alarm.string("action").orElse(""));
        });
        if (alarms.size() > ALARMS_SHOWN_MAX) {
            human.bad("… and %d more alarms; --json shows all".formatted(alarms.size() - ALARMS_SHOWN_MAX));
        }
    }

    private static void keys(Output.Human human, JsonObject status) {
        for (JsonObject key : Answers.rows(status, "keys")) {
            long left = count(key, "secondsLeft");
            boolean own = key.string("card").orElse("").equals("own");
            String line = "%s %s %s"
                    .formatted(
                            own
                                    ? "this member's card"
                                    : "the card of " + key.string("card").orElse(""),
                            left < 0 ? "ended" : "ends in " + spell(left) + ", at",
                            key.string("notAfter").orElse(""));
            if (left < KEY_WARNING_SECONDS) {
                human.bad(line);
            } else if (own) {
                human.line(line);
            }
        }
    }

    private static void log(Output.Human human, JsonObject status) {
        status.object("log")
                .ifPresent(log -> human.line("log: %s, %d witnessed by a quorum of %d%s"
                        .formatted(
                                Answers.counted(count(log, "size"), "record"),
                                count(log, "witnessedSize"),
                                count(log, "quorum"),
                                log.bool("toleratesLiar").orElse(false)
                                        ? ""
                                        : " (too few members to tolerate a lying witness)")));
    }

    private static void store(Output.Human human, JsonObject status) {
        JsonObject store = status.object("store").orElse(JsonObject.builder().build());
        JsonObject bytes = store.object("bytes").orElse(JsonObject.builder().build());
        human.line("store: ledger %s, its write-ahead log %s, key store %s; free: %s"
                .formatted(
                        size(count(bytes, "ledger")),
                        size(count(bytes, "ledger-wal")),
                        size(count(bytes, "keystore")),
                        store.object("volumes")
                                .flatMap(volumes -> volumes.object("ledger"))
                                .map(volume -> size(count(volume, "freeBytes")) + " of " + size(count(volume, "bytes")))
                                .orElse("not known")));
    }

    private static String size(long bytes) {
        if (bytes < 10 << 20) {
            return "%,d KiB".formatted(bytes >> 10);
        }
        return bytes < 10L << 30 ? "%,d MiB".formatted(bytes >> 20) : "%,d GiB".formatted(bytes >> 30);
    }

    /// A time for a person: its two largest parts at most.
    private static String spell(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        if (seconds < 172_800) {
            return "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60);
        }
        return Answers.counted(seconds / 86_400, "day");
    }

    private static long count(JsonObject of, String name) {
        return of.integer(name).orElse(0);
    }

    /// The English name, and the Arabic one kept from turning the line.
    private static String name(JsonObject named) {
        return named.object("name")
                .map(names -> names.string("en").orElse("") + " "
                        + Output.Human.isolated(names.string("ar").orElse("")))
                .orElse("");
    }
}
