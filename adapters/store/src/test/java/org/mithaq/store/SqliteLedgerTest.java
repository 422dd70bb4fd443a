// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.LedgerContract;
import org.mithaq.contracts.SampleRows;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Shelf;
import org.mithaq.node.port.StorageFailed;

class SqliteLedgerTest implements LedgerContract {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path home;

    private SqliteLedger ledger;
    private Optional<Boolean> fault = Optional.empty();

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(file());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Path file() {
        return home.resolve("ledger.db");
    }

    @Override
    public Ledger ledger() {
        return new Failing();
    }

    @Override
    public void failNextWrite(boolean kept) {
        fault = Optional.of(kept);
    }

    /// Fails once: before the commit by a full database, or after it by a report that got lost.
    private final class Failing implements Ledger {
        @Override
        public void write(Consumer<Tables> work) {
            Optional<Boolean> now = fault;
            fault = Optional.empty();
            if (now.equals(Optional.of(false))) {
                ledger.limit(1);
                try {
                    ledger.write(tables -> {
                        work.accept(tables);
                        tables.registry().putSetting("filling", new byte[MEBIBYTE]);
                    });
                } finally {
                    ledger.limit(0);
                }
            }
            ledger.write(work);
            if (now.equals(Optional.of(true))) {
                throw new StorageFailed("The answer got lost.", false, new IOException("by the test"));
            }
        }

        @Override
        public <T> T read(Function<Tables, T> work) {
            return ledger.read(work);
        }

        @Override
        public void scrub() {
            ledger.scrub();
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    @Test
    void what_was_committed_is_there_after_opening_again() {
        ledger.write(tables -> tables.registry().addAct(SampleRows.bytes("act")));
        ledger.close();
        open();

        assertThat(ledger.<List<byte[]>>read(tables -> tables.registry().acts()))
                .containsExactly(SampleRows.bytes("act"));
    }

    @Test
    void a_full_database_says_so_and_reading_goes_on_and_the_writer_recovers_when_there_is_room() {
        ledger.write(tables -> tables.registry().putSetting("before", SampleRows.bytes("1")));
        ledger.limit(1);

        assertThatThrownBy(() -> ledger.write(tables -> tables.registry().putSetting("filling", new byte[MEBIBYTE])))
                .isInstanceOfSatisfying(
                        StorageFailed.class, failed -> assertThat(failed.full()).isTrue());
        assertThat(ledger.<Optional<byte[]>>read(tables -> tables.registry().setting("before")))
                .isPresent();
        assertThatThrownBy(() -> ledger.write(tables -> tables.registry().putSetting("filling", new byte[MEBIBYTE])))
                .isInstanceOf(StorageFailed.class);

        ledger.limit(0);
        ledger.write(tables -> tables.registry().putSetting("filling", new byte[MEBIBYTE]));
        assertThat(ledger.<Optional<byte[]>>read(tables -> tables.registry().setting("filling")))
                .isPresent();
    }

    @Test
    void a_transaction_whose_failure_was_caught_is_not_committed() {
        ledger.limit(1);

        assertThatThrownBy(() -> ledger.write(tables -> {
                    tables.registry().putSetting("first", SampleRows.bytes("1"));
                    assertThatThrownBy(() -> tables.registry().putSetting("filling", new byte[MEBIBYTE]))
                            .isInstanceOf(StorageFailed.class);
                }))
                .isInstanceOf(StorageFailed.class);

        assertThat(ledger.<Optional<byte[]>>read(tables -> tables.registry().setting("first")))
                .isEmpty();
    }

    @Test
    void what_was_removed_and_scrubbed_is_in_no_file() throws IOException {
        byte[] secret =
                "the secret bytes of a batch that was recalled ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        byte[] salt = "sixteen salty by".getBytes(StandardCharsets.UTF_8);
        ledger.write(tables -> {
            tables.shelf().addBatch(new Shelf.BatchRow(1, salt, secret, new byte[0]));
            tables.shelf().addObjects(List.of(SampleRows.object("indicator--secret", "v", SampleRows.hash("d"), 0)), 1);
            tables.registry().putSetting("stays", SampleRows.bytes("what stays"));
        });
        assertThat(everything()).contains("secret bytes").contains("indicator--secret");

        ledger.write(tables -> {
            tables.shelf().removeObject(1);
            tables.shelf().removeBatch(1);
        });
        ledger.scrub();

        assertThat(everything())
                .contains("what stays")
                .doesNotContain("secret bytes")
                .doesNotContain("sixteen salty")
                .doesNotContain("indicator--secret");
        assertThat(Files.size(home.resolve("ledger.db-wal"))).isZero();
    }

    private String everything() throws IOException {
        StringBuilder text = new StringBuilder();
        try (var files = Files.list(home)) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void a_second_opening_of_the_same_home_is_refused() {
        assertThatThrownBy(() -> SqliteLedger.open(file()))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("in use by another node");
    }

    @Test
    void an_older_ledger_is_migrated_and_keeps_its_rows_and_then_an_older_program_refuses_it() throws IOException {
        Schema later =
                new Schema(1_000, List.of("classpath:org/mithaq/store/migration", "classpath:org/mithaq/store/newer"));
        ledger.write(tables -> tables.registry().addAct(SampleRows.bytes("act")));
        ledger.close();

        ledger = SqliteLedger.open(file(), later);
        assertThat(ledger.<List<byte[]>>read(tables -> tables.registry().acts()))
                .containsExactly(SampleRows.bytes("act"));
        ledger.close();

        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> SqliteLedger.open(file()))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("start a newer program");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void a_file_of_another_kind_is_refused_and_not_touched() throws IOException {
        Path other = home.resolve("other.db");
        byte[] text = "Not a database, but something that is long enough to look at. "
                .repeat(40)
                .getBytes(StandardCharsets.UTF_8);
        Files.write(other, text);

        assertThatThrownBy(() -> SqliteLedger.open(other)).isInstanceOf(StorageFailed.class);
        assertThat(Files.readAllBytes(other)).isEqualTo(text);
    }

    @Test
    void a_damaged_ledger_says_what_to_do() throws IOException {
        ledger.write(tables -> tables.registry().putSetting("large", new byte[MEBIBYTE]));
        ledger.close();
        byte[] bytes = Files.readAllBytes(file());
        for (int i = 8_192; i < bytes.length; i++) {
            bytes[i] ^= 0x55;
        }
        Files.write(file(), bytes);

        assertThatThrownBy(this::open)
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("damaged")
                .hasMessageContaining("backup");
    }

    @Test
    void a_directory_that_is_not_there_is_said() {
        assertThatThrownBy(() -> SqliteLedger.open(home.resolve("none/ledger.db")))
                .isInstanceOf(StorageFailed.class)
                .hasMessageContaining("check that its directory exists");
    }
}
