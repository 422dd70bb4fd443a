// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.app.NodeProcesses.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.StanzaRejected;
import org.mithaq.exchange.Header;
import org.mithaq.node.port.Outbox;
import org.mithaq.store.SqliteLedger;

/// Keys replaced between nodes that run as processes of their own.
@Tag("long")
class KeysProcessTest {

    private static final List<String> NAMES = List.of("a", "b", "c");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void all_keys_are_replaced_under_load_and_nothing_is_lost_or_doubled_and_the_old_sealing_key_is_gone()
            throws Exception {
        try (NodeProcesses nodes = new NodeProcesses(folder)) {
            for (String name : NAMES) {
                nodes.init(name, "127.0.0.1");
            }
            nodes.found(NAMES);
            for (String name : NAMES) {
                nodes.spawn(name);
            }
            for (String name : NAMES) {
                nodes.awaitUp(name);
            }
            List<Shared> shared = new ArrayList<>();
            for (String name : NAMES) {
                shared.add(share(nodes, name, "before-" + name));
            }
            awaitAll(nodes, shared);
            nodes.done("evidence", Bundles.id("before-b"), "--out", "old.proof", "--home", "a");

            nodes.stop("b");
            for (int number = 0; number < 4; number++) {
                shared.add(share(nodes, "a", "queued-" + number));
            }
            nodes.stop("a");
            Files.copy(nodes.home("b").onlineKeys(), folder.resolve("former.key"));
            nodes.start("b");
            new NodeView(nodes.home("b")).awaitSigns();
            shared.addAll(rotateUnderLoad(nodes));
            await("c has the new card of b", () -> lacking(nodes).equals(List.of("Member a")));
            assertThat(replaced(nodes)).containsExactlyInAnyOrder("sealing", "tls");

            nodes.start("a");
            awaitAll(nodes, shared);
            await("what was replaced is destroyed", () -> replaced(nodes).isEmpty());
            shared.add(share(nodes, "b", "after-b"));
            shared.add(share(nodes, "a", "after-a"));
            awaitAll(nodes, shared);

            for (String proof : List.of("before-b", "during-b-0", "after-b")) {
                await(proof + " is witnessed", () -> witnessed(nodes, proof));
            }
            assertThat(nodes.done("verify", "old.proof").out()).contains("Member b");
            for (String name : NAMES) {
                nodes.stop(name);
                assertThat(nodes.done("log", "fsck", "--home", name).out()).contains("whole");
            }
            opensNoMore(nodes);
        }
    }

    @Test
    void the_commands_of_the_page_about_keys_do_what_it_says() throws Exception {
        try (NodeProcesses nodes = new NodeProcesses(folder)) {
            List<String> names = List.of("a", "b");
            for (String name : names) {
                nodes.init(name, "127.0.0.1");
            }
            nodes.found(names);
            for (String name : names) {
                nodes.spawn(name);
            }
            for (String name : names) {
                nodes.awaitUp(name);
            }
            nodes.stop("b");
            Path ledger = nodes.home("b").ledger();
            Path older = folder.resolve("older.db");
            Files.copy(ledger, older);
            nodes.start("b");
            new NodeView(nodes.home("b")).awaitSigns();
            List<String> commands = Files.readString(
                            Path.of(System.getProperty("mithaq.root", ".."), "docs", "keys.md"))
                    .lines()
                    .filter(line -> line.startsWith("    ./mithaq "))
                    .map(line -> line.strip().substring("./mithaq ".length()))
                    .toList();
            assertThat(commands).hasSize(4);
            for (String command : commands) {
                assertThat(nodes.done(command.split(" ", -1)).out()).as(command).contains("signing");
                await("what was replaced is destroyed", () -> replaced(nodes).isEmpty());
            }
            nodes.done("keys", "compromised", "--tls", "--log", "--home", "b");
            await("the stolen keys are gone", () -> replaced(nodes).isEmpty());
            Shared fromA = share(nodes, "a", "from-a");
            Shared fromB = share(nodes, "b", "from-b");
            await(
                    "both have both",
                    () -> new NodeView(nodes.home("a")).exported().contains(fromB.id())
                            && new NodeView(nodes.home("b")).exported().contains(fromA.id()));
            for (String name : names) {
                // Whoever calls before it has the act is shown a certificate that it does not know.
                assertThat(new NodeView(nodes.home(name)).alarms())
                        .contains("key-compromised")
                        .isSubsetOf("key-compromised", "unpinned");
            }
            assertThat(nodes.done("node", "status", "--home", "a").out()).contains("Member b declares that others");
            putBack(nodes, older);
            Run nothing = nodes.run("keys", "compromised", "--home", "b");
            assertThat(nothing.code()).isEqualTo(2);
            assertThat(nothing.err()).contains("--signing, --sealing, --tls, --log");
        }
    }

    /// The ledger of before all that, with the keys of now: the others bring the acts that it lacks.
    private void putBack(NodeProcesses nodes, Path older) throws Exception {
        nodes.stop("b");
        for (String more : List.of("-wal", "-shm")) {
            Files.deleteIfExists(Path.of(nodes.home("b").ledger() + more));
        }
        Files.copy(older, nodes.home("b").ledger(), StandardCopyOption.REPLACE_EXISTING);
        nodes.start("b");
        await(
                "b has its card again",
                () -> nodes.ask("b", "/keys").integer("serial").orElse(0) == 5);
    }

    private boolean witnessed(NodeProcesses nodes, String name) {
        String file = name + "-" + System.nanoTime() + ".proof";
        nodes.done("evidence", Bundles.id(name), "--out", file, "--home", "a");
        return nodes.done("verify", file, "--json").out().replace(" ", "").contains("\"witnessed\":true");
    }

    private List<Shared> rotateUnderLoad(NodeProcesses nodes) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Shared> shared = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> load = new ArrayList<>();
        for (String name : List.of("b", "c")) {
            load.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int number = 0; number < 3 || !over.get(); number++) {
                        shared.add(share(nodes, name, "during-" + name + "-" + number));
                    }
                } catch (Exception | AssertionError failed) {
                    failures.add(failed);
                }
            }));
        }
        String said = nodes.done("keys", "rotate", "--home", "b").out();
        over.set(true);
        for (Thread each : load) {
            each.join();
        }
        assertThat(failures).isEmpty();
        assertThat(said).contains("signing, sealing, tls, log");
        return shared;
    }

    /// An object, and where it was imported and shared.
    private record Shared(String home, String id) {}

    private Shared share(NodeProcesses nodes, String home, String name) throws Exception {
        Files.write(folder.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
        nodes.done("import", name + ".json", "--home", home);
        nodes.done("share", "--channel", "plenary", "--tlp", "green", Bundles.id(name), "--home", home);
        return new Shared(home, Bundles.id(name));
    }

    private static void awaitAll(NodeProcesses nodes, List<Shared> ids) throws Exception {
        for (String name : NAMES) {
            await(name + " has everything once", () -> {
                // Where it was imported, a shared object is held a second time: as it was imported.
                List<String> expected = ids.stream()
                        .flatMap(each ->
                                each.home().equals(name) ? Stream.of(each.id(), each.id()) : Stream.of(each.id()))
                        .sorted()
                        .toList();
                return new NodeView(nodes.home(name))
                        .exported().stream().sorted().toList().equals(expected);
            });
        }
    }

    private static List<String> lacking(NodeProcesses nodes) {
        return nodes.ask("b", "/keys").strings("lacking").orElseThrow();
    }

    private static List<String> replaced(NodeProcesses nodes) {
        return Answers.rows(nodes.ask("b", "/keys"), "keys").stream()
                .filter(key -> key.string("state").orElseThrow().equals("replaced"))
                .map(key -> key.string("purpose").orElseThrow())
                .toList();
    }

    /// What `a` sealed for the key that `b` had: the disk of `b` opens it no more, and a copy of its former
    /// keys does.
    private void opensNoMore(NodeProcesses nodes) throws Exception {
        NodeHome home = nodes.home("b");
        KeySeal seal = new KeySeal(config(nodes), new SecureRandom());
        Keyring left = NewMember.keyring(home, seal);
        assertThat(left.spare().isEmpty()).isTrue();
        Files.createDirectories(folder.resolve("copy/keys"));
        Files.copy(folder.resolve("former.key"), folder.resolve("copy/keys/online.key"));
        Keyring former = NewMember.keyring(new NodeHome(folder.resolve("copy")), seal);
        MemberId b = CertifiedCard.parse(SignatureProvider.best(), Files.readAllBytes(home.card()))
                .id();
        try (SqliteLedger ledger = SqliteLedger.open(nodes.home("a").ledger())) {
            List<Outbox.EntryRow> sealedForFormer = ledger.read(tables -> tables.outbox().newest(100).stream()
                    .flatMap(row -> tables.outbox().entriesOf(row.payloadHash()).stream())
                    .filter(entry -> entry.recipient().equals(b) && entry.sealingEpoch() == 1)
                    .toList());
            assertThat(sealedForFormer).hasSizeGreaterThanOrEqualTo(5);
            for (Outbox.EntryRow entry : sealedForFormer) {
                Header header = ledger.read(tables -> Header.parse(tables.outbox()
                        .dispatch(entry.payloadHash())
                        .orElseThrow()
                        .header()));
                assertThat(opens(former.sealing().key(), header, b, entry)).isTrue();
                assertThat(opens(left.sealing().key(), header, b, entry)).isFalse();
            }
        }
    }

    private static NodeConfig.KeyProtection config(NodeProcesses nodes) {
        return new NodeConfig.KeyProtection.KeyFile(
                nodes.home("b").folder().resolve("keys").resolve("node.key"));
    }

    private static boolean opens(SealingPrivateKey key, Header header, MemberId b, Outbox.EntryRow entry) {
        for (int epoch = 1; epoch <= 2; epoch++) {
            byte[] info = new CanonicalWriter()
                    .hash(header.federation().hash())
                    .u16(1)
                    .hash(header.sender().hash())
                    .hash(b.hash())
                    .hash(header.id().value())
                    .u32(epoch)
                    .toByteArray();
            try {
                HpkeProvider.best().unwrap(key, info, entry.stanza()).close();
                return true;
            } catch (StanzaRejected other) {
                // Tried with the next.
            }
        }
        return false;
    }
}
