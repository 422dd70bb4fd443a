// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.app.NodeProcesses.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acts carried and voted between nodes that run as processes of their own.
class CharterProcessTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_member_leaves_by_votes_though_one_was_away_and_one_was_killed() throws Exception {
        try (NodeProcesses nodes = new NodeProcesses(folder)) {
            List<String> names = List.of("a", "b", "c", "d");
            for (String name : names) {
                nodes.init(name, "127.0.0.1");
            }
            nodes.found(names);
            for (String name : List.of("a", "b", "d")) {
                nodes.spawn(name);
            }
            for (String name : List.of("a", "b", "d")) {
                nodes.awaitUp(name);
            }
            nodes.done("charter", "rule", "nothing", "--home", "a");

            String said = nodes.done("charter", "leave", "--home", "d").out();
            String act = said.substring(said.lastIndexOf(' ') + 1).strip();
            await("b has voted", () -> votes(nodes, "b") == 2);
            nodes.kill("b");
            nodes.start("b");
            await("a knows the proposal", () -> votes(nodes, "a") == 2);
            assertThat(nodes.epoch("a")).isEqualTo(1);
            nodes.done("charter", "vote", act, "--home", "a");
            await("a and b follow", () -> nodes.epoch("a") == 2 && nodes.epoch("b") == 2);
            nodes.start("c");
            await("c follows, which was away", () -> nodes.epoch("c") == 2);

            assertThat(nodes.done("charter", "status", "--home", "c").out())
                    .contains("epoch 2", "Member a", "nothing is proposed")
                    .doesNotContain("Member d");
            assertThat(nodes.done("node", "status", "--home", "d").out()).contains("Member d");
        }
    }

    @Test
    void whoever_is_invited_joins_by_votes_from_another_address_and_exchanges() throws Exception {
        try (NodeProcesses nodes = new NodeProcesses(folder)) {
            for (String name : List.of("a", "b")) {
                nodes.init(name, "127.0.0.1");
            }
            nodes.found(List.of("a", "b"));
            nodes.spawn("a");
            nodes.spawn("b");
            nodes.awaitUp("a");
            nodes.awaitUp("b");
            nodes.init("c", "127.0.0.2");
            refusesWrongWords(nodes);
            String card = words(nodes, "c/card.json", "fr");
            nodes.done("node", "invite", "c/card.json", "--words", card, "--out", "c.inv", "--home", "a");
            refusesWhatIsAltered(nodes);

            Process join = nodes.process(
                    "join.log", "node", "join", "c.inv", "--words", words(nodes, "c.inv", "ar"), "--home", "c");
            await("b sees the proposal", () -> votes(nodes, "b") == 1);
            String act = Answers.rows(nodes.ask("b", "/charter"), "proposals")
                    .getFirst()
                    .string("act")
                    .orElseThrow();
            nodes.done("charter", "vote", act.substring(0, 8), "--home", "b");
            assertThat(join.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(join.exitValue()).as(nodes.log("join")).isZero();
            nodes.start("c");

            Files.write(folder.resolve("kept.json"), Bundles.of(Bundles.indicator("kept")));
            nodes.done("import", "kept.json", "--home", "c");
            nodes.done("share", "--channel", "plenary", "--tlp", "green", Bundles.id("kept"), "--home", "c");
            for (String name : List.of("a", "b")) {
                await(
                        name + " has what the newcomer shared",
                        () -> nodes.done("objects", "--home", name).out().contains(Bundles.id("kept")));
            }
            nodes.done("evidence", Bundles.id("kept"), "--out", "kept.proof", "--home", "b");
            assertThat(nodes.done("verify", "kept.proof").out()).contains("Member c");
            nodes.done("node", "renew", "--home", "b");
            await(
                    "c knows the renewed card",
                    () -> nodes.done("charter", "status", "--home", "c").out().contains("card 2 until"));
            refusesWhatIsStale(nodes);
            restoresWhoJoined(nodes);
        }
    }

    private static String words(NodeProcesses nodes, String file, String language) {
        return nodes.done("node", "words", file, "--language", language).out().strip();
    }

    private void refusesWrongWords(NodeProcesses nodes) {
        String card = words(nodes, "c/card.json", "en");
        String misheard = card.replaceFirst("[a-z]+", card.startsWith("tulip") ? "yogurt" : "tulip");
        Run wrong = nodes.run("node", "invite", "c/card.json", "--words", misheard, "--out", "x.inv", "--home", "a");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("misheard");
    }

    private void refusesWhatIsAltered(NodeProcesses nodes) throws Exception {
        String words = words(nodes, "c.inv", "en");
        byte[] altered = Files.readAllBytes(folder.resolve("c.inv"));
        altered[altered.length / 2] ^= 1;
        Files.write(folder.resolve("altered.inv"), altered);
        Run run = nodes.run("node", "join", "altered.inv", "--words", words, "--home", "c");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("altered");
    }

    /// Another joins by an invitation of the state before.
    private void refusesWhatIsStale(NodeProcesses nodes) throws Exception {
        nodes.init("d", "127.0.0.2");
        nodes.init("e", "127.0.0.2");
        for (String name : List.of("d", "e")) {
            nodes.done(
                    "node",
                    "invite",
                    name + "/card.json",
                    "--words",
                    words(nodes, name + "/card.json", "en"),
                    "--out",
                    name + ".inv",
                    "--home",
                    "a");
        }
        for (String name : List.of("b", "c")) {
            nodes.done("charter", "rule", "everything", "--home", name);
        }
        nodes.done("node", "join", "d.inv", "--words", words(nodes, "d.inv", "en"), "--home", "d");
        Run stale = nodes.run("node", "join", "e.inv", "--words", words(nodes, "e.inv", "en"), "--home", "e");
        assertThat(stale.code()).isEqualTo(1);
        assertThat(stale.err()).contains("stale", "epoch 3");
    }

    /// A member that the founding act does not know.
    private void restoresWhoJoined(NodeProcesses nodes) {
        nodes.done("backup", "--home", "c", "--data", "c.data", "--keys", "c.keys");
        String key = folder.resolve("c/keys/node.key").toString();
        String restored = nodes.done(
                        "restore",
                        "--home",
                        "again",
                        "--data",
                        "c.data",
                        "--keys",
                        "c.keys",
                        "--set",
                        "keys.keyFile=" + key)
                .out();

        assertThat(restored).contains("is whole");
        Run whole = nodes.run("log", "fsck", "--home", "again", "--set", "keys.keyFile=" + key);
        assertThat(whole.code()).as(whole.err()).isZero();
    }

    private static long votes(NodeProcesses nodes, String name) {
        return Answers.rows(nodes.ask(name, "/charter"), "proposals").stream()
                .mapToLong(row -> row.integer("prepared").orElse(0))
                .sum();
    }
}
