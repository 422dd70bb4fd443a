// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// A member that is restored from a backup beside two that have lived on.
class RestoredNodeTest {

    private static final List<String> MEMBERS = List.of("alpha", "beta", "gamma");

    /// What may be said of a member that was put back, and proves nothing against it.
    private static final List<String> HARMLESS = List.of("stream-reopened", "not-yet-witnessed");

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void begin() throws IOException {
        federation = Federation.founded(folder, MEMBERS);
        MEMBERS.forEach(federation::start);
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private void share(String name, String member) throws Exception {
        Files.write(folder.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
        federation.done("import", name + ".json", "--home", member, "--channel", "plenary");
        for (String other : MEMBERS) {
            Federation.await(name + " is at " + other, () -> holds(other, name));
        }
    }

    private boolean holds(String member, String name) throws IOException {
        return federation.view(member).exported().contains(Bundles.id(name));
    }

    /// All is delivered and witnessed, and every member keeps every other's records.
    private void settle() throws Exception {
        for (String member : MEMBERS) {
            federation.view(member).awaitSettled();
        }
        for (String member : MEMBERS) {
            long size = logSize(member);
            for (String keeper : MEMBERS) {
                if (!keeper.equals(member)) {
                    Federation.await(keeper + " keeps the log of " + member, () -> kept(keeper, member) >= size);
                }
            }
        }
    }

    private long logSize(String member) {
        return federation
                .view(member)
                .status()
                .object("log")
                .orElseThrow()
                .integer("size")
                .orElseThrow();
    }

    private long kept(String keeper, String member) {
        String id = federation.view(member).status().string("member").orElseThrow();
        return federation.view(keeper).status().array("peers").orElseThrow().elements().stream()
                .map(JsonValue::asObject)
                .map(peer -> peer.orElse(JsonObject.empty()))
                .filter(peer -> peer.string("member").equals(Optional.of(id)))
                .mapToLong(peer -> peer.integer("recordsKept").orElse(0))
                .sum();
    }

    private void restore(String data, String keys) throws IOException {
        federation.stop("alpha");
        Files.move(folder.resolve("alpha"), folder.resolve("lost"));
        federation.done(
                "restore",
                "--home",
                "alpha",
                "--data",
                data,
                "--keys",
                keys,
                "--set",
                "keys.keyFile=" + folder.resolve("lost/keys/node.key"));
        Files.copy(folder.resolve("lost/keys/node.key"), folder.resolve("alpha/keys/node.key"));
    }

    @Test
    void it_forks_nothing_convicts_nobody_gets_again_what_it_lost_and_keeps_a_recall() throws Exception {
        share("first", "alpha");
        share("wrong", "beta");
        share("wrong too", "alpha");
        settle();
        federation.done("backup", "--home", "alpha", "--data", "monday", "--keys", "keys");
        share("second", "alpha");
        share("third", "beta");
        share("fourth", "gamma");
        federation.done("recall", Bundles.id("wrong"), "--reason", "wrong", "--home", "beta");
        federation.done("recall", Bundles.id("wrong too"), "--reason", "wrong", "--home", "alpha");
        Federation.await("the recall is known", () -> !holds("alpha", "wrong") && !holds("beta", "wrong too"));
        federation.done("backup", "--home", "alpha", "--data", "friday", "--keys", "keys");
        settle();
        long size = logSize("alpha");

        restore("monday", "keys");
        federation.start("alpha");

        Federation.await(
                "it signs again", () -> federation.view("alpha").phase().equals("open"));
        assertThat(logSize("alpha")).isGreaterThanOrEqualTo(size);
        for (String name : List.of("second", "third", "fourth")) {
            Federation.await(name + " is back", () -> holds("alpha", name));
        }
        share("fifth", "alpha");
        share("sixth", "gamma");
        settle();
        assertThat(federation.view("alpha").exported())
                .doesNotHaveDuplicates()
                .contains(Bundles.id("first"))
                .doesNotContain(Bundles.id("wrong"), Bundles.id("wrong too"));
        for (String member : MEMBERS) {
            assertThat(federation.view(member).alarms())
                    .as("alarms of " + member)
                    .isSubsetOf(HARMLESS);
            federation.stop(member);
            Run fsck = federation.run("log", "fsck", "--home", member);
            assertThat(fsck.code()).as(member + fsck).isZero();
        }
    }
}
