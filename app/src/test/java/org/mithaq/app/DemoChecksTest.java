// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.demo.DemoBurials;
import org.mithaq.app.demo.DemoChecks;
import org.mithaq.app.demo.DemoGrave;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;

/// That the demo's checks bite: two members exchange and one takes something back; every claim holds of their stores,
/// and of a copy that was tampered with, the very claim fails that is about it.
class DemoChecksTest {

    private static final String KEPT = Bundles.indicator("kept");

    /// The last byte of a signature is another one.
    private static final String DAMAGED_ENVELOPE = "CAST(substr(envelope, 1, length(envelope) - 1) || x'2a' AS BLOB)";

    private static final List<DemoGrave> GONE = new ArrayList<>();

    /// Each test tampers with a copy of it.
    @TempDir
    private static Path original = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, NodeRuntime> nodes = new LinkedHashMap<>();

    @BeforeAll
    static void exchange() throws Exception {
        try (Federation federation = Federation.found(original)) {
            for (String name : List.of("kept", "gone")) {
                Files.write(original.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
                federation.done("import", name + ".json", "--channel", "plenary", "--home", "alpha");
            }
            Federation.await(
                    "both are there",
                    () -> federation.run("objects", "--home", "beta").out().contains(Bundles.id("gone")));
            for (String name : List.of("alpha", "beta")) {
                Path snapshot = original.resolve(name + ".db");
                LedgerSnapshot.copy(new NodeHome(original.resolve(name)).ledger(), snapshot);
                try (SqliteLedger ledger = SqliteLedger.open(snapshot)) {
                    GONE.addAll(ledger.read(
                            tables -> DemoGrave.held(tables, name, Set.of(StixId.parse(Bundles.id("gone"))))));
                }
            }
            federation.done("recall", Bundles.id("gone"), "--reason", "wrong", "--home", "alpha");
            for (String name : List.of("alpha", "beta")) {
                Federation.await(name + " has settled", () -> isSettled(federation, name));
            }
        }
    }

    private static boolean isSettled(Federation federation, String name) {
        try (ControlClient client = federation.client(name)) {
            JsonObject status = client.get("/status");
            JsonObject log = status.object("log").orElseThrow();
            return log.integer("size").orElse(0) == log.integer("witnessedSize").orElse(-1)
                    && status.array("peers").orElseGet(JsonArray::of).elements().stream()
                            .flatMap(each -> each.asObject().stream())
                            .allMatch(each -> each.integer("waiting").orElse(1) == 0);
        }
    }

    /// The claims about a copy of both members' homes, after something was done to it.
    private List<DemoChecks.Claim> claims(Consumer<DemoChecks> checking, String... statements)
            throws IOException, SQLException {
        for (String name : List.of("alpha", "beta")) {
            copy(original.resolve(name), folder.resolve(name));
        }
        for (String statement : statements) {
            String name = statement.substring(0, statement.indexOf(':'));
            try (Connection store =
                            DriverManager.getConnection("jdbc:sqlite:" + new NodeHome(folder.resolve(name)).ledger());
                    Statement sql = store.createStatement()) {
                int changed = sql.executeUpdate(statement.substring(name.length() + 1));
                assertThat(changed).as(statement).isPositive();
            }
        }
        try {
            for (String name : List.of("alpha", "beta")) {
                NodeHome home = new NodeHome(folder.resolve(name));
                NodeConfig config = NodeConfig.read(home.folder().resolve("mithaq.yaml"), Map.of(), List.of(), folder);
                nodes.put(
                        name,
                        new NodeRuntime(config, SqliteLedger.open(home.ledger()), new FileKeyFile(home.keyStore())));
            }
            DemoChecks checks = new DemoChecks(nodes);
            checking.accept(checks);
            return checks.claims();
        } finally {
            nodes.values().forEach(NodeRuntime::close);
            nodes.clear();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(each)) {
                    Files.copy(each, target);
                }
            }
        }
    }

    private static void everything(DemoChecks checks) {
        checks.holdings(expected(KEPT, KEPT));
        checks.proofs();
        checks.logs();
        checks.receipts();
        checks.onlyAt("kept is at both", Set.of(DemoChecks.key(object(KEPT))), Set.of("alpha", "beta"));
    }

    private static StixObject object(String json) {
        return StixReader.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .object()
                .orElseThrow();
    }

    private static Map<String, Map<String, StixObject>> expected(String alpha, String beta) {
        Map<String, Map<String, StixObject>> expected = new LinkedHashMap<>();
        expected.put("alpha", Map.of(DemoChecks.key(object(alpha)), object(alpha)));
        expected.put("beta", beta.isEmpty() ? Map.of() : Map.of(DemoChecks.key(object(beta)), object(beta)));
        return expected;
    }

    private static List<String> faults(List<DemoChecks.Claim> claims) {
        return claims.stream().flatMap(claim -> claim.faults().stream()).toList();
    }

    @Test
    void every_claim_holds_of_stores_that_nobody_touched() throws Exception {
        List<DemoChecks.Claim> claims = claims(DemoChecksTest::everything);

        assertThat(claims)
                .hasSize(8)
                .allSatisfy(
                        claim -> assertThat(claim.holds()).as(claim.toString()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "every signature; beta; UPDATE arrival SET envelope = " + DAMAGED_ENVELOPE,
                "every log holds; alpha; UPDATE log_record SET record = zeroblob(32) WHERE idx = 0",
                "every log holds; alpha; DELETE FROM log_record WHERE idx = (SELECT max(idx) FROM log_record)",
                "what each witness cosigned; beta was shown another; UPDATE witnessed SET root = zeroblob(32)",
                "what each witness cosigned; it has only; UPDATE witnessed SET size = size + 50",
                "quorum; alpha has no witnessed checkpoint; DELETE FROM witnessed_checkpoint",
                "quorum; alpha: only 0 of 1; UPDATE witnessed_checkpoint SET note = CAST(substr(CAST(note AS TEXT), 1,"
                        + " instr(CAST(note AS TEXT), '\u2014 beta') - 1) AS BLOB)",
                "quorum; alpha: ; UPDATE witnessed_checkpoint SET note ="
                        + " CAST(replace(CAST(note AS TEXT), '\u2014 beta', '\u2014 Beta') AS BLOB)",
                "signed receipt; no receipt of; UPDATE outbox_entry SET state = 0",
                "signed receipt; alpha; UPDATE outbox_entry SET receipt = zeroblob(length(receipt))",
            })
    void a_store_that_was_tampered_with_fails_the_claim_that_is_about_it(String claim, String fault, String tampering)
            throws Exception {
        String name = fault.startsWith("beta") || fault.startsWith("it has") ? "beta" : "alpha";

        List<DemoChecks.Claim> claims = claims(DemoChecksTest::everything, name + ":" + tampering);

        assertThat(claims)
                .filteredOn(each -> each.claim().contains(claim))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.holds()).as(claims.toString()).isFalse();
                    assertThat(each.faults().toString()).contains(fault);
                });
    }

    @Test
    void an_object_too_many_is_named() throws Exception {
        List<DemoChecks.Claim> tooMany = claims(checks -> checks.holdings(expected(KEPT, "")));

        assertThat(faults(tooMany))
                .singleElement()
                .asString()
                .startsWith("beta holds indicator--")
                .endsWith("not for it");
    }

    @Test
    void an_object_that_is_missing_or_has_other_bytes_is_named() throws Exception {
        String absent = Bundles.indicator("absent");
        String blank = KEPT.replaceFirst(",", ", ");

        List<DemoChecks.Claim> claims = claims(checks -> {
            checks.holdings(expected(KEPT, absent));
            checks.holdings(expected(blank, KEPT));
        });

        assertThat(faults(claims))
                .anyMatch(fault -> fault.startsWith("beta lacks " + Bundles.id("absent")))
                .anyMatch(fault -> fault.startsWith("alpha holds other bytes of " + Bundles.id("kept")));
    }

    @Test
    void a_secret_at_one_member_too_many_is_counted() throws Exception {
        List<DemoChecks.Claim> claims =
                claims(checks -> checks.onlyAt("secret", Set.of(DemoChecks.key(object(KEPT))), Set.of("alpha")));

        assertThat(faults(claims)).containsExactly("beta holds 1 of 1");
    }

    @Test
    void an_object_that_was_never_taken_back_is_found_alive_with_its_key() throws Exception {
        List<DemoChecks.Claim> claims = claims(checks -> checks.add(recalled(graves("beta", "kept"))));

        assertThat(faults(claims))
                .anyMatch(fault -> fault.startsWith("beta: " + Bundles.id("kept")) && fault.endsWith("is still held"))
                .anyMatch(fault -> fault.endsWith("has no tombstone in the key store"))
                .anyMatch(fault -> fault.contains("still has its key of"))
                .anyMatch(fault -> fault.endsWith("not declared to alpha"));
    }

    @Test
    void what_was_taken_back_is_gone_at_both() throws Exception {
        List<DemoChecks.Claim> claims = claims(checks -> checks.add(recalled(GONE)));

        assertThat(claims).singleElement().satisfies(claim -> {
            assertThat(claim.faults()).isEmpty();
            assertThat(claim.checked()).isEqualTo(4);
        });
    }

    @Test
    void a_recall_whose_declaration_is_lost_does_not_hold() throws Exception {
        List<DemoChecks.Claim> claims = claims(
                checks -> checks.add(recalled(GONE)), "alpha:DELETE FROM setting WHERE name LIKE 'declared-by:%'");

        assertThat(faults(claims)).singleElement().asString().endsWith("is not declared to alpha");
    }

    @Test
    void a_recall_that_dug_nowhere_does_not_hold() throws Exception {
        List<DemoChecks.Claim> claims = claims(checks -> checks.add(recalled(List.of())));

        assertThat(claims).noneMatch(DemoChecks.Claim::holds);
        assertThat(faults(claims)).containsExactly("beta held nothing that could be recalled");
    }

    @Test
    void an_alarm_that_is_not_there_and_a_relay_that_never_was_do_not_hold() throws Exception {
        List<DemoChecks.Claim> claims = claims(checks -> {
            checks.noticed("beta", "gap", "noticed");
            checks.relays("beta", Set.of(StixId.parse(Bundles.id("absent"))));
        });

        assertThat(claims).hasSize(2).noneMatch(DemoChecks.Claim::holds);
        assertThat(faults(claims)).containsExactly("beta has no alarm gap");
    }

    private DemoChecks.Claim recalled(List<DemoGrave> graves) {
        return new DemoBurials(nodes).recalled(graves, List.of("beta"));
    }

    @Test
    void what_was_taken_back_stands_in_no_file_and_a_part_of_it_anywhere_is_found() throws Exception {
        String gone = Bundles.indicator("gone");
        Path beta = folder.resolve("beta");
        List<DemoChecks.Claim> claims = claims(checks -> {
            List<Path> homes = List.of(folder.resolve("alpha"), beta);
            checks.add(DemoBurials.traceless("nowhere", List.of(object(gone), object(KEPT)), homes));
            plant(beta.resolve("data/left-over"), "x".repeat(4_000) + gone.substring(37, 37 + 127));
            checks.add(DemoBurials.traceless("planted", List.of(object(gone)), homes));
        });

        assertThat(claims.getFirst().faults()).isEmpty();
        assertThat(claims.getFirst().checked()).isGreaterThan(10);
        assertThat(claims.getLast().faults()).containsExactly("beta/data/left-over holds a part of it");
    }

    private static void plant(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<DemoGrave> graves(String member, String name) {
        return Optional.ofNullable(nodes.get(member))
                .orElseThrow()
                .ledger()
                .read(tables -> DemoGrave.held(tables, member, Set.of(StixId.parse(Bundles.id(name)))));
    }
}
