// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.SampleRows;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.testkit.Seeds;

/// The real ledger after power loss in the middle of any commit or checkpoint.
///
/// SQLite's own writes cannot be intercepted here; what they leave can be. Between two moments at which all was
/// forced, the database and its write-ahead log differ in some sectors: power loss leaves any of them old and any
/// new. In a commit only the log is written, and forced; in a checkpoint only the database, and forced, and the
/// log begins again after that (SQLite, Write-Ahead Logging, 2 and 4): cut to nothing, or written anew from its
/// beginning over what lies there.
class LedgerPowerLossTest {

    private static final int SECTOR_BYTES = 512;
    private static final int COMMITS = 16;
    private static final int TORN_PER_COMMIT = 6;

    @TempDir
    Path home;

    /// What lies on the medium at one moment.
    private record Medium(byte[] database, byte[] log) {}

    private Medium medium() throws IOException {
        return new Medium(read("ledger.db"), read("ledger.db-wal"));
    }

    private byte[] read(String name) throws IOException {
        Path file = home.resolve(name);
        return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    }

    /// Some sectors of `after` over `before`; the length is one of both.
    private static byte[] torn(byte[] before, byte[] after, RandomGenerator random) {
        byte[] result = Arrays.copyOf(before, random.nextBoolean() ? before.length : after.length);
        for (int from = 0; from < result.length; from += SECTOR_BYTES) {
            int to = Math.min(Math.min(from + SECTOR_BYTES, result.length), after.length);
            if (to > from && random.nextBoolean()) {
                System.arraycopy(after, from, result, from, to - from);
            }
        }
        return result;
    }

    private List<byte[]> actsAfter(Medium left) throws IOException {
        Path folder = Files.createTempDirectory(home, "left");
        Files.write(folder.resolve("ledger.db"), left.database());
        Files.write(folder.resolve("ledger.db-wal"), left.log());
        try (SqliteLedger ledger = SqliteLedger.open(folder.resolve("ledger.db"))) {
            List<byte[]> acts = ledger.read(tables -> tables.registry().acts());
            ledger.write(tables -> tables.registry().addAct(SampleRows.bytes("after")));
            ledger.scrub();
            LedgerSnapshot.check(folder.resolve("ledger.db"));
            assertThat(ledger.<Integer>read(tables -> tables.registry().acts().size()))
                    .isEqualTo(acts.size() + 1);
            return acts;
        }
    }

    private static byte[] act(RandomGenerator random) {
        return Seeds.bytes(random, 200 + random.nextInt(20_000));
    }

    @Test
    void power_loss_in_a_commit_leaves_it_whole_or_not_at_all_and_every_acknowledged_one_whole() throws IOException {
        RandomGenerator random = Seeds.of(1);
        List<byte[]> acknowledged = new ArrayList<>();
        try (SqliteLedger ledger = SqliteLedger.open(home.resolve("ledger.db"))) {
            for (int commit = 0; commit < COMMITS; commit++) {
                byte[] act = act(random);
                Medium before = medium();
                ledger.write(tables -> tables.registry().addAct(act));
                Medium after = medium();
                assertThat(after.database()).isEqualTo(before.database());
                List<byte[]> kept = new ArrayList<>(acknowledged);
                kept.add(act);
                for (int loss = 0; loss < TORN_PER_COMMIT; loss++) {
                    Medium left = new Medium(before.database(), torn(before.log(), after.log(), random));
                    same(actsAfter(left), acknowledged, kept);
                }
                acknowledged.add(act);
                if (commit % 4 == 3) {
                    checkpoint(ledger, acknowledged, random);
                }
            }
        }
    }

    /// The log is durable before the first page goes into the database, and is emptied after the last one is.
    private void checkpoint(SqliteLedger ledger, List<byte[]> acknowledged, RandomGenerator random) throws IOException {
        Medium before = medium();
        if (random.nextBoolean()) {
            ledger.scrub();
        } else {
            emptyInPlace();
        }
        Medium after = medium();
        assertThat(after.database()).isNotEqualTo(before.database());
        for (int loss = 0; loss < TORN_PER_COMMIT; loss++) {
            Medium left = new Medium(torn(before.database(), after.database(), random), before.log());
            same(actsAfter(left), acknowledged, acknowledged);
        }
    }

    /// As SQLite does by itself when the log has grown: the next commit begins it again, and old frames lie
    /// behind.
    private void emptyInPlace() {
        try (Session session = Connections.writer(home.resolve("ledger.db"))) {
            session.outside("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void same(List<byte[]> found, List<byte[]> one, List<byte[]> other) {
        List<byte[]> expected = found.size() == one.size() ? one : other;
        assertThat(found).hasSameSizeAs(expected);
        for (int index = 0; index < found.size(); index++) {
            assertThat(found.get(index)).isEqualTo(expected.get(index));
        }
    }

    @Test
    void a_ledger_whose_header_is_torn_is_refused_with_what_to_do() throws IOException {
        try (SqliteLedger ledger = SqliteLedger.open(home.resolve("ledger.db"))) {
            ledger.write(tables -> tables.registry().addAct(SampleRows.bytes("act")));
            ledger.scrub();
        }
        byte[] whole = read("ledger.db");
        for (int length : new int[] {1, 99, SECTOR_BYTES, whole.length / 2}) {
            Files.write(home.resolve("ledger.db"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> {
                        try (SqliteLedger ledger = SqliteLedger.open(home.resolve("ledger.db"))) {
                            ledger.read(tables -> tables.registry().acts());
                        }
                    })
                    .as("%d bytes", length)
                    .isInstanceOf(StorageFailed.class)
                    .hasMessageContaining("restore the newest backup");
        }
    }
}
