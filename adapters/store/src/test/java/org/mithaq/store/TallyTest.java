// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.SampleRows;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Quarantine;

/// Numbers that are kept: [SameAsMemoryTest] compares them with a count of the rows after random changes.
class TallyTest {

    @TempDir
    Path home;

    private Path file() {
        return home.resolve("ledger.db");
    }

    private static void fill(Ledger.Tables tables) {
        tables.shelf()
                .addObjects(
                        List.of(
                                SampleRows.object("indicator--1", "v1", Hash.ZERO, 0),
                                SampleRows.object("indicator--2", "v1", Hash.ZERO, 1)),
                        1);
        for (String source : List.of("peer:a", "peer:a", "import:b")) {
            tables.quarantine().add(new Quarantine.Row(0, source, "reason", 3, SampleRows.bytes(source), 1));
        }
        for (int member = 2; member <= 3; member++) {
            tables.outbox().openLine(SampleRows.member(member), Lane.ROUTINE, SampleRows.stream(1));
        }
        tables.outbox().add(SampleRows.dispatch(1), SampleRows.entries(1, 2, 3));
        tables.outbox().add(SampleRows.dispatch(2), SampleRows.entries(2, 2));
        tables.outbox().putState(SampleRows.member(3), Lane.ROUTINE, SampleRows.stream(1), 1, Outbox.State.SETTLED);
        tables.inbox().addReceipt(SampleRows.receipt(1, 1, 1));
        tables.inbox().add(SampleRows.arrival(1, 0));
    }

    @Test
    void the_migration_counts_what_the_program_then_keeps() throws Exception {
        try (SqliteLedger ledger = SqliteLedger.open(file())) {
            ledger.write(TallyTest::fill);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            List<String> kept = rows(statement);
            statement.executeUpdate("DELETE FROM tally");
            for (String sql : migration().split(";", -1)) {
                if (sql.contains("INSERT INTO tally")) {
                    statement.executeUpdate(sql);
                }
            }
            assertThat(rows(statement)).isEqualTo(kept).hasSize(9);
        }
    }

    private static List<String> rows(Statement statement) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet all = statement.executeQuery("SELECT name, hex(part), value FROM tally ORDER BY 1, 2")) {
            while (all.next()) {
                rows.add(all.getString(1) + " " + all.getString(2) + " " + all.getLong(3));
            }
        }
        return rows;
    }

    private static String migration() throws IOException {
        try (InputStream in = Optional.ofNullable(TallyTest.class.getResourceAsStream("migration/V3__tally.sql"))
                .orElseThrow()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_is_taken_back_is_not_kept_and_what_is_over_leaves_no_row() throws Exception {
        try (SqliteLedger ledger = SqliteLedger.open(file())) {
            ledger.write(TallyTest::fill);
            assertThatThrownBy(() -> ledger.write(tables -> {
                        tables.shelf().removeObject(1);
                        assertThat(tables.shelf().count()).isEqualTo(1);
                        throw new IllegalArgumentException("taken back");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            ledger.write(tables -> tables.quarantine().remove(3));

            assertThat(ledger.<Long>read(tables -> tables.shelf().count())).isEqualTo(2);
            assertThat(ledger.<Quarantine.Share>read(
                            tables -> tables.quarantine().share("peer:a")))
                    .isEqualTo(new Quarantine.Share(2, 12));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            String gone = "696D706F72743A62";
            assertThat(rows(statement)).isNotEmpty().noneMatch(row -> row.contains(gone));
        }
    }
}
