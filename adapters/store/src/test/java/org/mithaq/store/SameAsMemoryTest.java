// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.contracts.SampleRows;
import org.mithaq.contracts.Written;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.testkit.Seeds;

/// The fake and the store do the same, whatever is done to them.
class SameAsMemoryTest {

    private static final int SEEDS_MAX = 300;
    private static final int TRANSACTIONS = 4;

    @TempDir
    Path home;

    @Test
    void the_same_random_changes_leave_the_same_rows_in_both() throws IOException {
        Path empty = home.resolve("empty.db");
        SqliteLedger.open(empty).close();
        byte[] bytes = Files.readAllBytes(empty);
        Seeds.forAll(SEEDS_MAX, random -> {
            MemoryLedger memory = new MemoryLedger();
            try (SqliteLedger sqlite = SqliteLedger.open(copy(bytes))) {
                for (int i = 0; i < TRANSACTIONS; i++) {
                    long seed = random.nextLong();
                    String byMemory = outcome(memory, seed);
                    assertThat(outcome(sqlite, seed)).isEqualTo(byMemory);
                }
                int small = random.nextInt(4);
                assertThat(sqlite.<String>read(tables -> everything(tables, small)))
                        .isEqualTo(memory.<String>read(tables -> everything(tables, small)));
            }
        });
    }

    /// A fresh ledger for each seed, so that the seed alone replays a failure; copied, because migrating takes longer.
    private Path copy(byte[] ledger) {
        try {
            return Files.write(home.resolve("ledger.db"), ledger);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String outcome(Ledger ledger, long seed) {
        RandomGenerator random = Seeds.of(seed);
        StringBuilder answers = new StringBuilder();
        try {
            ledger.write(tables -> {
                int changes = 1 + random.nextInt(25);
                for (int i = 0; i < changes; i++) {
                    change(tables, random, answer -> answers.append(answer).append(';'));
                }
                if (random.nextInt(4) == 0) {
                    throw new IllegalArgumentException("taken back");
                }
            });
        } catch (IllegalStateException | IllegalArgumentException e) {
            answers.append(e.getClass().getSimpleName());
        }
        return answers.toString();
    }

    private static void change(Ledger.Tables tables, RandomGenerator random, Consumer<Object> answer) {
        int small = random.nextInt(4);
        byte[] bytes = Seeds.bytes(random, random.nextInt(5));
        switch (random.nextInt(6)) {
            case 0 -> changeRegistry(tables.registry(), random, small, bytes, answer);
            case 1 -> changeShelf(tables.shelf(), random, small, bytes, answer);
            case 2 -> changeOutbox(tables.outbox(), random, small, bytes);
            case 3 -> changeInbox(tables.inbox(), random, small, bytes);
            case 4 -> changeLog(tables.log(), random, small, bytes);
            default -> changeRest(tables, random, small, bytes, answer);
        }
    }

    private static void changeRegistry(
            Registry registry, RandomGenerator random, int small, byte[] bytes, Consumer<Object> answer) {
        switch (random.nextInt(10)) {
            case 0 -> registry.putSetting("name" + small, bytes);
            case 1 -> registry.removeSetting("name" + small);
            case 2 -> registry.addAct(bytes);
            case 3 ->
                registry.putBilateral(new Registry.BilateralRow(
                        SampleRows.channel(small),
                        SampleRows.member(small),
                        "bilateral",
                        random.nextBoolean(),
                        random.nextBoolean()));
            case 4 ->
                registry.putToken(new Registry.TokenRow(
                        "token" + small,
                        SampleRows.hash("secret"),
                        List.of("a", "b").subList(0, small % 3),
                        small));
            case 5 -> answer.accept(registry.removeToken("token" + small));
            case 6 -> registry.putSubmission("id" + small, small, bytes);
            case 7 -> registry.forgetSubmissions(small);
            case 8 -> registry.removeBilateral(SampleRows.channel(small));
            default -> answer.accept(registry.tokens().size());
        }
    }

    private static void changeShelf(
            Shelf shelf, RandomGenerator random, int small, byte[] bytes, Consumer<Object> answer) {
        switch (random.nextInt(6)) {
            case 0 -> shelf.addBatch(new Shelf.BatchRow(random.nextInt(20), bytes, bytes, bytes));
            case 1 -> shelf.removeBatch(random.nextInt(20));
            case 2 -> shelf.removeObject(random.nextInt(60));
            case 3 ->
                shelf.putRelay(new Shelf.RelayRow(
                        SampleRows.hash("leaf" + small), SampleRows.member(random.nextInt(4)), random.nextBoolean()));
            default -> {
                List<Shelf.ObjectRow> rows = new ArrayList<>();
                for (int i = 0; i <= small; i++) {
                    rows.add(SampleRows.object(
                            "indicator--" + random.nextInt(8),
                            "v" + random.nextInt(4),
                            random.nextBoolean() ? Optional.of(SampleRows.channel(small)) : Optional.empty(),
                            random.nextBoolean() ? SampleRows.hash("payload" + random.nextInt(3)) : Hash.ZERO,
                            random.nextInt(4)));
                }
                answer.accept(Written.out(shelf.addObjects(rows, random.nextInt(1_000))));
            }
        }
    }

    private static void changeOutbox(Outbox outbox, RandomGenerator random, int small, byte[] bytes) {
        int number = 1 + random.nextInt(12);
        Outbox.State state = List.of(Outbox.State.values()).get(random.nextInt(3));
        switch (random.nextInt(7)) {
            case 0 -> outbox.openLine(SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(random.nextInt(2)));
            case 1 -> outbox.putSignature(SampleRows.hash("dispatch " + number), bytes);
            case 2 -> outbox.dropSealed(SampleRows.hash("dispatch " + number));
            case 3 ->
                outbox.settle(
                        SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(1), number, state, bytes, small);
            case 4 -> outbox.putState(SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(1), number, state);
            default -> outbox.add(SampleRows.dispatch(number), SampleRows.entries(number, small, small + 1));
        }
    }

    private static void changeInbox(Inbox inbox, RandomGenerator random, int small, byte[] bytes) {
        int number = 1 + random.nextInt(12);
        switch (random.nextInt(7)) {
            case 0 -> inbox.add(SampleRows.arrival(number, small));
            case 1 -> inbox.putLog(SampleRows.hash("arrival " + number), bytes);
            case 2 ->
                inbox.putLine(new Inbox.LineRow(
                        SampleRows.member(small),
                        SampleRows.node(random.nextInt(2)),
                        Lane.FLASH,
                        SampleRows.stream(random.nextInt(2)),
                        new Head(number, SampleRows.hash("h")),
                        number));
            case 3 ->
                inbox.addReceipt(SampleRows.receipt(inbox.receiptNumber() + 1 - random.nextInt(10) / 9, small, number));
            case 4 -> inbox.putReceiptSignature(number, bytes);
            case 5 -> inbox.receiptDue(number);
            default -> inbox.receiptDelivered(number);
        }
    }

    private static void changeLog(LogBook log, RandomGenerator random, int small, byte[] bytes) {
        switch (random.nextInt(3)) {
            case 0 -> log.append(List.of(Seeds.bytes(random, 32), Seeds.bytes(random, 32)));
            case 1 -> log.putWitnessedCheckpoint(new LogBook.CheckpointRow(small, bytes));
            default ->
                log.putWitnessed(new LogBook.WitnessRow("origin" + small, small, SampleRows.hash("root"), bytes));
        }
    }

    private static void changeRest(
            Ledger.Tables tables, RandomGenerator random, int small, byte[] bytes, Consumer<Object> answer) {
        switch (random.nextInt(4)) {
            case 0 ->
                answer.accept(tables.quarantine().add(new Quarantine.Row(0, "source", "reason", 3, bytes, small)));
            case 1 -> answer.accept(tables.quarantine().remove(random.nextInt(20)));
            case 2 -> tables.alarms().raise("alarm" + small, "kind", "It is.", "Look.", bytes, random.nextInt(50));
            default -> answer.accept(tables.alarms().clear("alarm" + small));
        }
    }

    private static String everything(Ledger.Tables tables, int small) {
        List<Object> all = new ArrayList<>();
        Registry registry = tables.registry();
        all.addAll(List.of(registry.settings("na"), registry.setting("name1"), registry.acts(), registry.bilaterals()));
        all.addAll(List.of(registry.tokens(), registry.submission("id1"), registry.submission("id2")));
        Shelf shelf = tables.shelf();
        all.addAll(List.of(shelf.page(Optional.empty(), small, 1_000), shelf.count(), shelf.object(small)));
        all.add(shelf.page(Optional.of(SampleRows.channel(small)), small, 5));
        all.add(shelf.objectsOf("indicator--" + small, 3));
        all.add(shelf.objectsIn(SampleRows.hash("payload1")));
        all.add(shelf.objectAt(SampleRows.hash("payload" + small), small));
        all.addAll(List.of(shelf.batch(small), shelf.relays(SampleRows.hash("leaf" + small))));
        Outbox outbox = tables.outbox();
        all.addAll(List.of(outbox.newest(3), outbox.lines(), outbox.unsettledCounts(), outbox.backlog()));
        all.add(outbox.entriesOf(SampleRows.hash("dispatch " + small)));
        all.add(outbox.unsettled(SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(1), 2, 4));
        all.add(outbox.after(SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(1), 2, 4));
        all.add(outbox.entry(SampleRows.member(small), Lane.ROUTINE, SampleRows.stream(1), 3));
        Inbox inbox = tables.inbox();
        all.addAll(List.of(inbox.newest(3), inbox.lines(), inbox.receiptNumber(), inbox.arrivalOfBatch(small)));
        all.addAll(List.of(
                inbox.receiptsOf(SampleRows.hash("arrival 2")), inbox.undelivered(SampleRows.member(small), 3)));
        all.addAll(List.of(inbox.undeliveredCounts(), inbox.evidenceDueCounts()));
        LogBook log = tables.log();
        all.addAll(List.of(log.size(), log.records(small, 3), log.witnessed(), log.witnessedCheckpoint()));
        all.addAll(
                List.of(tables.quarantine().page(small, 5), tables.quarantine().count()));
        all.add(tables.quarantine().share("source"));
        all.add(tables.alarms().all());
        return Written.out(all);
    }
}
