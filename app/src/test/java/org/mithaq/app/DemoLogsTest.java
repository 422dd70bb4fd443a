// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.demo.DemoChecks;
import org.mithaq.app.demo.DemoLogs;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Charter;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.LogBook;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;

/// That the demo's look at a running log over its door bites.
class DemoLogsTest {

    private static final SignatureProvider SIGNATURES = SignatureProvider.best();

    @TempDir
    private static Path folder = Path.of("");

    private static Federation federation;

    @BeforeAll
    static void begin() throws Exception {
        federation = Federation.found(folder);
        shared("first");
    }

    @AfterAll
    static void end() throws IOException {
        federation.close();
    }

    private static void shared(String name) throws Exception {
        assertThat(federation
                        .imported("alpha", name + ".json", Bundles.of(Bundles.indicator(name)), "--channel", "plenary")
                        .code())
                .isZero();
        Federation.await(
                name + " is at beta",
                () -> federation.at("beta", "objects").out().contains(Bundles.id(name)));
        Federation.await("alpha's log is witnessed", () -> {
            JsonObject log =
                    federation.client("alpha").get("/status").object("log").orElseThrow();
            return log.integer("size").orElse(0) == log.integer("witnessedSize").orElse(-1);
        });
    }

    private static LogBook.WitnessRow cosigned() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy").resolve("ledger.db");
        LedgerSnapshot.copy(home("beta").ledger(), copy);
        try (SqliteLedger ledger = SqliteLedger.open(copy)) {
            return ledger.read(tables -> tables.log().witnessed("alpha.example/log"))
                    .orElseThrow();
        }
    }

    private static NodeHome home(String name) {
        return new NodeHome(folder.resolve(name));
    }

    private static DemoChecks.Claim seen(LogBook.WitnessRow row) throws IOException {
        Keyring keyring = NewMember.keyring(
                home("beta"), new KeySeal(federation.config("beta").keys(), new SecureRandom()));
        MemberId beta = CertifiedCard.parse(
                        SIGNATURES, Files.readAllBytes(home("beta").card()))
                .id();
        SignedAct act = SignedAct.decode(Files.readAllBytes(home("beta").foundingAct()));
        return new DemoLogs(SIGNATURES, Charter.found(SIGNATURES, act))
                .goOn(Map.of("beta", new DemoLogs.Eyes(beta, keyring.tls(), List.of(row))));
    }

    @Test
    void a_log_goes_on_from_what_another_member_had_cosigned_and_another_history_is_seen() throws Exception {
        LogBook.WitnessRow before = cosigned();
        shared("second");

        DemoChecks.Claim claim = seen(before);
        assertThat(claim.faults()).isEmpty();
        assertThat(claim.holds()).isTrue();

        assertThat(seen(new LogBook.WitnessRow(before.origin(), before.size(), Hash.ZERO, before.note()))
                        .faults())
                .singleElement()
                .asString()
                .startsWith("beta sees alpha.example/log: ");
        assertThat(seen(new LogBook.WitnessRow(before.origin(), 1_000, before.root(), before.note()))
                        .faults())
                .singleElement()
                .asString()
                .contains("it shows only ", " records of 1000");
        assertThat(seen(new LogBook.WitnessRow("beta.example/log", 1, before.root(), before.note()))
                        .holds())
                .as("nothing was looked at")
                .isFalse();
    }
}
