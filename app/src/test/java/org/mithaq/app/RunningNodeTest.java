// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.Loop;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.SqliteLedger;

/// A node put together, its deciding thread, and its door for this machine.
class RunningNodeTest {

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void begin() throws IOException {
        federation = Federation.found(folder);
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private Reply ask(Method method, String path, String token, String body) throws Exception {
        JsonObject control = control();
        try (PlainClient client = new PlainClient((int) control.integer("port").orElseThrow())) {
            return client.send(new Call(
                    method,
                    "/control/v1" + path,
                    Headers.of("Authorization", "Bearer " + token),
                    body.isEmpty() ? new Call.Body.None() : new Call.Body.Bytes(body.getBytes(StandardCharsets.UTF_8)),
                    Duration.ofSeconds(20),
                    1 << 20));
        }
    }

    private JsonObject control() throws IOException {
        Path file = new NodeHome(folder.resolve("alpha")).control();
        return Json.read(Files.readAllBytes(file), JsonLimits.standard())
                .asObject()
                .orElseThrow();
    }

    @Test
    void the_door_for_this_machine_opens_to_the_token_of_this_start_only() throws Exception {
        String token = control().string("token").orElseThrow();

        assertThat(ask(Method.GET, "/status", token, "").status()).isEqualTo(200);
        for (String path : List.of("/status", "/objects", "/quarantine", "/tokens", "/dispatches", "/export")) {
            assertThat(ask(Method.GET, path, "0".repeat(64), "").status()).isEqualTo(401);
        }
    }

    @Test
    void what_is_not_understood_is_400_what_is_refused_422_and_what_is_not_there_404() throws Exception {
        String token = control().string("token").orElseThrow();
        for (String body : List.of("{", "[]", "{}", "{\"ids\":[\"x\"],\"channel\":\"nope\"}")) {
            assertThat(ask(Method.POST, "/share", token, body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(ask(Method.GET, "/objects?after=x", token, "").status()).isEqualTo(400);
        assertThat(ask(Method.GET, "/objects?limit=0", token, "").status()).isEqualTo(200);
        assertThat(ask(Method.GET, "/dispatches?dispatch=x", token, "").status())
                .isEqualTo(400);
        assertThat(ask(Method.POST, "/share", token, "{\"ids\":[\"x\"],\"channel\":\"plenary\"}")
                        .status())
                .isEqualTo(422);
        assertThat(ask(Method.GET, "/quarantine/7", token, "").status()).isEqualTo(404);
        assertThat(ask(Method.GET, "/evidence/7", token, "").status()).isEqualTo(404);
        assertThat(ask(Method.GET, "/imports/7", token, "").status()).isEqualTo(200);
    }

    @Test
    void a_closed_node_takes_its_way_in_along_and_starts_again_where_it_was() throws Exception {
        Files.write(folder.resolve("kept.json"), Bundles.of(Bundles.indicator("kept")));
        assertThat(federation.run("import", "kept.json", "--home", "alpha").code())
                .isZero();

        federation.close();

        var status = federation.run("node", "status", "--home", "alpha");
        assertThat(status.code()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(status.err()).contains("mithaq node run --home");
        assertThat(federation.run("log", "fsck", "--home", "alpha").out()).contains("whole");
        federation.start("alpha");
        assertThat(federation.run("objects", "--home", "alpha").out()).contains(Bundles.id("kept"));
    }

    @Test
    void a_port_that_is_taken_is_named_with_the_setting_and_nothing_stays_open() throws Exception {
        int taken = (int) control().integer("port").orElseThrow();
        federation.close();
        federation.start("alpha");
        taken = (int) control().integer("port").orElse(taken);

        long before = clerks();
        assertThat(before).as("that of alpha").isEqualTo(1);

        var run = federation.run("node", "run", "--home", "beta", "--set", "peers.listen=127.0.0.1:" + taken);

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(run.err()).contains("127.0.0.1:" + taken, "--set peers.listen=HOST:PORT");
        long due = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (clerks() > before && System.nanoTime() < due) {
            Thread.sleep(10);
        }
        assertThat(clerks()).as("links of a node that never was").isEqualTo(before);
        federation.start("beta");
        assertThat(federation.run("node", "status", "--home", "beta").code()).isZero();
    }

    /// Threads that ask for cosignatures, one for each node: virtual, so only a dump has them.
    private long clerks() throws IOException {
        Path dump = folder.resolve("threads").toAbsolutePath();
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return Files.readAllLines(dump).stream()
                .filter(line -> line.contains("\"cosigning\""))
                .count();
    }

    @Test
    void a_node_says_when_it_listens_elsewhere_than_its_card_says() throws Exception {
        NodeConfig said = federation.config("alpha");
        federation.close();
        for (List<String> agreeing : List.of(
                List.<String>of(),
                List.of("peers.listen=0.0.0.0:" + said.peers().listen().port()),
                List.of(
                        "peers.listen=127.0.0.1:0",
                        "peers.advertise=" + said.peers().listen()))) {
            try (RunningNode node = RunningNode.start(configured(agreeing))) {
                assertThat(node.misleadingCard()).as(agreeing.toString()).isEmpty();
            }
        }
        for (List<String> other :
                List.of(List.of("peers.listen=127.0.0.1:0"), List.of("peers.advertise=node.alpha.example:7443"))) {
            try (RunningNode node = RunningNode.start(configured(other))) {
                assertThat(node.misleadingCard().orElse(""))
                        .as(other.toString())
                        .contains(said.peers().listen().toString(), "peers.advertise");
                assertThat(node.greeting()).startsWith("Member alpha (member ");
            }
        }
    }

    private NodeConfig configured(List<String> flags) {
        return NodeConfig.read(folder.resolve("alpha/mithaq.yaml"), Map.of(), flags, folder);
    }

    @Test
    void the_deciding_thread_gives_each_caller_its_own_result_and_its_own_failure() throws Exception {
        federation.close();
        try (NodeRuntime node = opened()) {
            node.start();
            Loop loop = node.loop();
            AtomicInteger right = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int number = 0; number < 64; number++) {
                int own = number;
                callers.add(Thread.ofVirtual().start(() -> {
                    if (own % 2 == 0) {
                        if (loop.run(turn -> own) == own) {
                            right.incrementAndGet();
                        }
                    } else {
                        try {
                            loop.run(turn -> {
                                throw new IllegalArgumentException("no " + own);
                            });
                        } catch (IllegalArgumentException refused) {
                            if (("no " + own).equals(refused.getMessage())) {
                                right.incrementAndGet();
                            }
                        }
                    }
                }));
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(right).hasValue(64);
            assertThat(loop.waiting()).isZero();
        }
    }

    @Test
    void a_stopped_deciding_thread_takes_nothing_more() throws Exception {
        federation.close();
        NodeRuntime node = opened();
        node.start();
        node.close();

        assertThatThrownBy(() -> node.loop().run(turn -> 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_node_without_its_charter_says_what_to_do() throws Exception {
        federation.close();
        Files.move(folder.resolve("alpha/founding.act"), folder.resolve("away"));
        // The ledger keeps the act too: a node that never started has none.
        for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
            Files.deleteIfExists(folder.resolve("alpha/data").resolve(name));
        }

        var run = federation.run("node", "run", "--home", "alpha");

        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION.code());
        assertThat(run.err()).contains("mithaq charter adopt");
    }

    private NodeRuntime opened() {
        NodeHome home = new NodeHome(folder.resolve("alpha"));
        return new NodeRuntime(
                federation.config("alpha"), SqliteLedger.open(home.ledger()), new FileKeyFile(home.keyStore()));
    }
}
