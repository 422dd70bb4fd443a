// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.Sealing;
import org.mithaq.node.Starting;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;
import org.mithaq.testkit.Seeds;

class BackupTest {

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void found() throws IOException {
        Federation.founded(folder, List.of("north", "south"), this::done);
        Files.createDirectories(folder.resolve("north/data"));
        Files.createDirectories(folder.resolve("north/keystore"));
    }

    @Test
    void a_restored_node_has_what_was_backed_up_and_nothing_that_was_recalled_since() throws IOException {
        try (NodeRuntime node = opened("north")) {
            node.start();
            share(node, 1, 20);
            backup("monday.data", "keys");
            share(node, 21, 25);
            node.originating().recall(id(7), "wrong");
            backup("friday.data", "keys");
        }
        Run restored = restore("again", "monday.data", "keys");

        assertThat(restored.err()).as(restored.err()).contains("checking every page");
        assertThat(restored.code()).isZero();
        assertThat(restored.out()).contains("1 object that were recalled");
        try (NodeRuntime again = opened("again")) {
            assertThat(held(again)).hasSize(19).doesNotContain(object(7)).contains(object(1), object(20));
            assertThat(again.log().committedSize()).isEqualTo(1);
        }
        assertThat(Files.exists(folder.resolve("again/.restoring"))).isFalse();
        assertThat(restore("again", "friday.data", "keys").err()).contains("holds a node already");
    }

    @Test
    void a_backup_of_a_node_at_work_is_one_moment_of_it() {
        try (NodeRuntime node = opened("north")) {
            node.start();
            AtomicInteger written = new AtomicInteger();
            Thread work = Thread.ofPlatform().start(() -> {
                while (!Thread.currentThread().isInterrupted() && written.get() < 400) {
                    share(node, written.get() + 1, written.get() + 1);
                    written.incrementAndGet();
                }
            });
            for (int copy = 0; copy < 3; copy++) {
                int before = written.get();
                backup("copy" + copy, "keys" + copy);
                int after = written.get() + 1;
                Run restored = restore("home" + copy, "copy" + copy, "keys" + copy);

                assertThat(restored.code()).as(restored.err()).isZero();
                try (NodeRuntime again = opened("home" + copy)) {
                    long held = again.log().committedSize();
                    assertThat(held).isBetween((long) before, (long) after);
                    assertThat(held(again)).hasSize((int) held);
                }
            }
            work.interrupt();
            join(work);
        }
    }

    @Test
    void keys_older_than_the_data_are_refused() {
        try (NodeRuntime node = opened("north")) {
            node.start();
            share(node, 1, 3);
            backup("first.data", "first.keys");
            node.originating().recall(id(2), "wrong");
            backup("second.data", "second.keys");
        }
        Run restored = restore("again", "second.data", "first.keys");

        assertThat(restored.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(restored.err()).contains("the keys are older");
        assertThat(Files.exists(folder.resolve("again/data/ledger.db"))).isFalse();
    }

    @Test
    void damage_anywhere_is_refused_and_leaves_no_home() throws IOException {
        try (NodeRuntime node = opened("north")) {
            node.start();
            share(node, 1, 3);
            backup("data", "keys");
        }
        for (String part : List.of("data", "keys")) {
            byte[] whole = Files.readAllBytes(folder.resolve(part));
            Seeds.forAll(25, random -> {
                byte[] damaged = whole.clone();
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                refused(part, damaged);
                refused(part, java.util.Arrays.copyOf(whole, random.nextInt(whole.length)));
            });
            refused(part, java.util.Arrays.copyOf(whole, whole.length + 1));
        }
        Path configuration = folder.resolve("north").resolve(NodeConfig.FILE_NAME);
        Files.writeString(configuration, NodeConfig.example() + "# of our own\n");
        backup("data", "keys");
        assertThat(restore("again", "keys", "data").err()).contains("were --data and --keys exchanged?");
        assertThat(restore("again", "data", "keys").code()).isZero();
        // What the refused ones had put there stands in nobody's way.
        assertThat(folder.resolve("again").resolve(NodeConfig.FILE_NAME)).hasSameTextualContentAs(configuration);
    }

    @Test
    void a_home_restored_to_before_its_first_record_asks_before_it_signs() {
        try (NodeRuntime node = opened("north")) {
            node.start();
            backup("data", "keys");
        }
        assertThat(restore("again", "data", "keys").code()).isZero();

        try (NodeRuntime again = opened("again")) {
            again.start();
            assertThat(again.log().committedSize()).isZero();
            assertThat(again.starting().phase()).isEqualTo(Starting.Phase.ASKING);
        }
    }

    @Test
    void another_key_opens_nothing() throws IOException {
        try (NodeRuntime node = opened("north")) {
            node.start();
            backup("data", "keys");
        }
        Files.write(folder.resolve("other.key"), new byte[32]);
        Run restored = Run.of(
                folder,
                "restore",
                "--home",
                file("again"),
                "--data",
                "data",
                "--keys",
                "keys",
                "--set",
                "keys.keyFile=" + file("other.key"));

        assertThat(restored.code()).isNotZero();
        assertThat(restored.err()).contains("does not open");
    }

    @Test
    void a_backup_shows_nothing_in_clear() throws IOException {
        try (NodeRuntime node = opened("north")) {
            node.start();
            share(node, 1, 3);
            backup("data", "keys");
        }
        for (String part : List.of("data", "keys")) {
            String bytes = Files.readString(folder.resolve(part), StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain("SQLite format", "malware--", "north.example", "Probe");
        }
        try (Stream<Path> left = Files.list(folder.resolve("north/data"))) {
            assertThat(left.map(each -> each.getFileName().toString()).filter(name -> name.startsWith(".")))
                    .isEmpty();
        }
    }

    private void refused(String part, byte[] damaged) {
        try {
            Files.write(folder.resolve("damaged"), damaged);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        boolean data = part.equals("data");
        Run restored = restore("again", data ? "damaged" : "data", data ? "keys" : "damaged");
        assertThat(restored.code()).as(restored.err()).isIn(ExitCode.REFUSED.code(), ExitCode.CONFIGURATION.code());
        assertThat(restored.err()).doesNotContain("\tat ");
        assertThat(Files.exists(folder.resolve("again/data/ledger.db"))).isFalse();
    }

    private void backup(String data, String keys) {
        Run run = Run.of(folder, "backup", "--home", file("north"), "--data", data, "--keys", keys);
        assertThat(run.code()).as(run.err()).isZero();
    }

    private Run restore(String home, String data, String keys) {
        return Run.of(
                folder,
                "restore",
                "--home",
                file(home),
                "--data",
                data,
                "--keys",
                keys,
                "--set",
                "keys.keyFile=" + file("north") + "/keys/node.key");
    }

    private NodeRuntime opened(String home) {
        Path at = folder.resolve(home);
        NodeConfig config = NodeConfig.read(
                at.resolve(NodeConfig.FILE_NAME),
                java.util.Map.of(),
                List.of("home=" + at, "keys.keyFile=" + file("north") + "/keys/node.key"),
                folder);
        return new NodeRuntime(
                config,
                SqliteLedger.open(at.resolve("data/ledger.db")),
                new FileKeyFile(at.resolve("keystore/keys.bin")));
    }

    private static void share(NodeRuntime node, int from, int to) {
        List<Item> items = new ArrayList<>();
        for (int index = from; index <= to; index++) {
            StixObject object = StixReader.read(object(index).getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                    .object()
                    .orElseThrow();
            items.add(Item.of(object, Terms.standard(), false));
        }
        node.posting()
                .share(
                        new Sealing.Posting(node.charter().plenary().id(), Lane.ROUTINE, 0, false),
                        items,
                        Set.of(),
                        id -> Optional.empty(),
                        Instant.now());
    }

    private static List<String> held(NodeRuntime node) {
        return node.holdings().page(Optional.empty(), 0, 1_000).stream()
                .map(Holdings.Held::bytes)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }

    private static String id(int index) {
        return "malware--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f%04d".formatted(index);
    }

    private static String object(int index) {
        return ("{\"type\":\"malware\",\"spec_version\":\"2.1\",\"id\":\"%s\",\"created\":\"2026-01-05T08:00:00.000Z\","
                        + "\"modified\":\"2026-01-05T08:00:00.000Z\",\"name\":\"Probe %d\",\"is_family\":false,"
                        + "\"object_marking_refs\":[\"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487\"]}")
                .formatted(id(index), index);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void done(List<String> arguments) {
        Run run = Run.of(folder, arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
