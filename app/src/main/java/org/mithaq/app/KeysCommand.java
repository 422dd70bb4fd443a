// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A member's own keys: shown, replaced, declared to be in other hands (Charter 9).
@Command(
        name = "keys",
        description = "Show this member's keys, replace them, or declare that others may hold one.",
        footer = {"", "What each kind of key is for, and what to do when: docs/keys.md"})
final class KeysCommand {

    private KeysCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new KeysCommand())
                .addSubcommand(Ask.command(
                        surroundings,
                        "list",
                        "Show each key: what for, its fingerprint, since when and until when it holds, where it lies.",
                        List.of(),
                        (asked, node) -> {
                            JsonObject keys = node.get("/keys");
                            asked.output().answer(keys, human -> show(human, keys));
                        }))
                .addSubcommand(new Rotate(surroundings))
                .addSubcommand(new Compromised(surroundings));
    }

    private static void show(Output.Human human, JsonObject keys) {
        human.line("card %d of member %s, until %s"
                .formatted(
                        keys.integer("serial").orElse(0),
                        Answers.brief(keys, "member"),
                        keys.string("until").orElse("")));
        for (JsonObject key : Answers.rows(keys, "keys")) {
            String epoch = key.integer("epoch").isPresent()
                    ? " " + key.integer("epoch").orElse(0)
                    : "";
            String name = "%-10s %s".formatted(key.string("purpose").orElse("") + epoch, fingerprint(key));
            if (key.string("state").orElse("").equals("replaced")) {
                human.faint("%s  replaced; destroyed once all have the new one, by %s at the latest"
                        .formatted(name, key.string("destroyedBy").orElse("the next card")));
            } else if (key.integer("daysLeft").isPresent()) {
                human.line("%s  since %s, %s left; %s"
                        .formatted(
                                name,
                                day(key, "since"),
                                Answers.counted(key.integer("daysLeft").orElse(0), "day"),
                                key.string("where").orElse("")));
            } else {
                human.line(
                        "%s  has no end; %s".formatted(name, key.string("where").orElse("")));
            }
        }
        List<String> lacking = keys.strings("lacking").orElse(List.of());
        if (!lacking.isEmpty()) {
            human.faint("not known to have the newest card: " + String.join(", ", lacking));
        }
    }

    private static String day(JsonObject key, String name) {
        String instant = key.string(name).orElse("");
        return instant.substring(0, Math.min(10, instant.length()));
    }

    /// The first 16 digits, in fours, as people compare them.
    private static String fingerprint(JsonObject key) {
        String hex = key.string("fingerprint").orElse("");
        return hex.substring(0, Math.min(16, hex.length())).replaceAll("(.{4})(?=.)", "$1 ");
    }

    /// What both ways of replacing keys have in common.
    abstract static class Replacing implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        @Option(names = "--signing", description = "The key that signs messages.")
        private boolean signing;

        @Option(names = "--sealing", description = "The key that others seal for.")
        private boolean sealing;

        @Option(names = "--tls", description = "The key of the connections to others.")
        private boolean tls;

        @Option(names = "--log", description = "The key of this member's log.")
        private boolean log;

        Replacing(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /// What `--json` shows.
        record Answer(String member, int serial, String notAfter, List<String> replaced, List<String> compromised) {}

        Set<CompromisedKey> named() {
            Set<CompromisedKey> named = EnumSet.noneOf(CompromisedKey.class);
            add(named, signing, CompromisedKey.SIGNING);
            add(named, sealing, CompromisedKey.SEALING);
            add(named, tls, CompromisedKey.TLS);
            add(named, log, CompromisedKey.LOG);
            return named;
        }

        private static void add(Set<CompromisedKey> named, boolean wanted, CompromisedKey kind) {
            if (wanted) {
                named.add(kind);
            }
        }

        void replace(Set<CompromisedKey> kinds, boolean compromised) {
            NodeConfig config = options.read(surroundings);
            NodeHome home = new NodeHome(config.home());
            try (ControlClient node = ControlClient.of(home)) {
                Answer answer = new KeyReplacement(RootAct.of(config, node), node).run(kinds, compromised);
                output.in(surroundings).answer(answer, human -> {
                    human.good("Replaced: %s. Card %d of this member holds until %s; the members are told."
                            .formatted(String.join(", ", answer.replaced()), answer.serial(), answer.notAfter()));
                    if (compromised) {
                        human.line("The members are told that others may hold what was replaced. Call them too: what"
                                + " was signed with it before, only you know.");
                    }
                    human.line("Take the root key off this machine again, and back the key files up anew.");
                });
            } catch (CharterRejected rejected) {
                throw new CommandRefused(ExitCode.REFUSED, String.valueOf(rejected.getMessage()), rejected);
            }
        }
    }

    /// Replaces keys by routine.
    @Command(
            name = "rotate",
            description = "Replace keys by routine, by this member's offline root: without a choice, all four kinds."
                    + " The node goes on meanwhile, and nothing that waits is lost.")
    static final class Rotate extends Replacing {

        Rotate(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            Set<CompromisedKey> kinds = named();
            if (kinds.isEmpty()) {
                kinds = EnumSet.complementOf(EnumSet.of(CompromisedKey.WITNESS));
            }
            replace(kinds, false);
        }
    }

    /// Replaces keys that others may hold, and says so.
    @Command(
            name = "compromised",
            description = "Declare, by this member's offline root, that others may hold these keys, and replace them."
                    + " What the log has not by now does not count under them any more.")
    static final class Compromised extends Replacing {

        Compromised(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public void run() {
            Set<CompromisedKey> kinds = named();
            if (kinds.isEmpty()) {
                throw new CommandRefused(
                        ExitCode.USAGE, "Say which keys others may hold: --signing, --sealing, --tls, --log");
            }
            replace(kinds, true);
        }
    }
}
