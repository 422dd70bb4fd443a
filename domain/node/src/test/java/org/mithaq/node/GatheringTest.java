// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Shelf;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.stix.StixReader;

/// How callers who share little share a dispatch: the ledger is a list, and a latch is the wait for the disk.
@Timeout(30)
class GatheringTest {

    private static final MemberId US = new MemberId(Hash.of(new byte[] {1}));
    private static final MemberId THEM = new MemberId(Hash.of(new byte[] {2}));
    private static final ChannelId CHANNEL = new ChannelId(Hash.of(new byte[] {3}));

    private final Gathering gathering = new Gathering();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Item>> rounds = new ArrayList<>();
    private final Set<String> there = new HashSet<>();
    private final AtomicLong number = new AtomicLong();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @Test
    void whoever_comes_alone_goes_at_once() {
        Posting.Outcome outcome = gathering.join(way(Lane.ROUTINE), List.of(item(1)), this::store);

        assertThat(rounds).hasSize(1);
        assertThat(ids(outcome)).containsExactly(id(1));
        assertThat(outcome.repeated()).isZero();
    }

    @Test
    void those_who_come_while_the_disk_is_awaited_go_together_and_each_hears_of_its_own() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Future<Posting.Outcome>> outcomes = busy(disk, 5);
        disk.countDown();

        for (int caller = 0; caller < 5; caller++) {
            assertThat(ids(outcomes.get(caller).get())).containsExactly(id(caller));
        }
        assertThat(rounds).hasSize(2);
        assertThat(rounds.getFirst()).hasSize(1);
        assertThat(rounds.getLast()).hasSize(4);
    }

    @Test
    void what_is_shared_in_another_way_waits_for_nobody() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Future<Posting.Outcome>> outcomes = busy(disk, 1);

        Posting.Outcome urgent = gathering.join(way(Lane.PRIORITY), List.of(item(9)), this::store);

        assertThat(ids(urgent)).containsExactly(id(9));
        disk.countDown();
        assertThat(ids(outcomes.getFirst().get())).containsExactly(id(0));
    }

    @Test
    void who_brings_a_version_that_is_in_a_round_already_waits_for_the_next() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Future<Posting.Outcome>> first = busy(disk, 1);
        Future<Posting.Outcome> second = waiting(way(Lane.ROUTINE), List.of(item(7)), 1);
        Future<Posting.Outcome> third = waiting(way(Lane.ROUTINE), List.of(item(7), item(8)), 2);
        disk.countDown();

        assertThat(ids(first.getFirst().get())).containsExactly(id(0));
        assertThat(ids(second.get())).containsExactly(id(7));
        assertThat(ids(third.get())).containsExactly(id(8));
        assertThat(third.get().repeated()).isEqualTo(1);
        assertThat(rounds).hasSize(3);
    }

    @Test
    void little_is_a_few_objects_of_different_versions() {
        assertThat(Gathering.isLittle(List.of(item(1), item(2)))).isTrue();
        assertThat(Gathering.isLittle(List.of(item(1), item(1)))).isFalse();
        assertThat(Gathering.isLittle(
                        IntStream.range(0, 65).mapToObj(GatheringTest::item).toList()))
                .isFalse();
    }

    @Test
    void one_whose_items_are_at_fault_fails_alone() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Future<Posting.Outcome>> first = busy(disk, 1);
        Future<Posting.Outcome> good = waiting(way(Lane.ROUTINE), List.of(item(7)), 1);
        Future<Posting.Outcome> bad = waiting(way(Lane.ROUTINE), List.of(item(13)), 2);
        disk.countDown();

        assertThat(ids(first.getFirst().get())).containsExactly(id(0));
        assertThat(ids(good.get())).containsExactly(id(7));
        assertThat(failure(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void when_nothing_can_be_stored_all_of_a_round_hear_of_it_and_the_next_goes_on() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        List<Future<Posting.Outcome>> first = busy(disk, 1);
        Future<Posting.Outcome> one = waiting(way(Lane.ROUTINE), List.of(item(7)), 1);
        Future<Posting.Outcome> full = waiting(way(Lane.ROUTINE), List.of(item(14)), 2);
        disk.countDown();

        assertThat(ids(first.getFirst().get())).containsExactly(id(0));
        assertThat(failure(one)).isInstanceOf(StorageFailed.class);
        assertThat(failure(full)).isInstanceOf(StorageFailed.class);
        assertThat(ids(gathering.join(way(Lane.ROUTINE), List.of(item(3)), this::store)))
                .containsExactly(id(3));
    }

    @Test
    void what_cannot_be_foreseen_reaches_the_caller_as_it_was_thrown() {
        Function<List<Item>, Posting.Outcome> broken = items -> {
            throw new IllegalStateException("broken");
        };
        assertThatIllegalStateException()
                .isThrownBy(() -> gathering.join(way(Lane.ROUTINE), List.of(item(1)), broken))
                .withMessage("broken");
    }

    /// A first caller that waits for `disk`, and the others behind it.
    private List<Future<Posting.Outcome>> busy(CountDownLatch disk, int count) throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        List<Future<Posting.Outcome>> outcomes = new ArrayList<>();
        outcomes.add(callers.submit(() -> gathering.join(way(Lane.ROUTINE), List.of(item(0)), items -> {
            began.countDown();
            await(disk);
            return store(items);
        })));
        began.await();
        for (int caller = 1; caller < count; caller++) {
            outcomes.add(waiting(way(Lane.ROUTINE), List.of(item(caller)), caller));
        }
        return outcomes;
    }

    private Future<Posting.Outcome> waiting(Gathering.Way way, List<Item> items, int behind) throws Exception {
        Future<Posting.Outcome> outcome = callers.submit(() -> gathering.join(way, items, this::store));
        while (gathering.waiting(way) < behind) {
            Thread.sleep(1);
        }
        return outcome;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable failure(Future<Posting.Outcome> future) throws InterruptedException {
        try {
            throw new AssertionError("it did not fail: " + future.get());
        } catch (ExecutionException failed) {
            return Objects.requireNonNull(failed.getCause());
        }
    }

    private synchronized Posting.Outcome store(List<Item> items) {
        for (Item item : items) {
            if (Repetitions.key(item).contains(id(13))) {
                throw new IllegalArgumentException("an unlucky number");
            }
            if (Repetitions.key(item).contains(id(14))) {
                throw new StorageFailed("full", true, new IOException("full"));
            }
        }
        rounds.add(List.copyOf(items));
        List<Shelf.ObjectRow> rows = items.stream()
                .filter(item -> there.add(Repetitions.key(item)))
                .map(this::row)
                .toList();
        Hash dispatch = Hash.of(new byte[] {(byte) rounds.size()});
        return new Posting.Outcome(
                List.of(new Submit.Posted(dispatch, Lane.ROUTINE, List.of(THEM), rows, List.of(), rounds.size())),
                List.of(),
                List.of(),
                items.size() - rows.size(),
                List.of(),
                List.of());
    }

    private Shelf.ObjectRow row(Item item) {
        String[] key = Repetitions.key(item).split("/", 2);
        return new Shelf.ObjectRow(
                number.incrementAndGet(),
                key[0],
                key[1],
                "indicator",
                US,
                Optional.of(CHANNEL),
                1,
                0,
                0,
                1,
                Hash.ZERO,
                Hash.ZERO,
                0,
                false,
                false,
                1);
    }

    private static List<String> ids(Posting.Outcome outcome) {
        return outcome.posted().stream()
                .flatMap(each -> each.rows().stream())
                .map(Shelf.ObjectRow::stixId)
                .toList();
    }

    private static Gathering.Way way(Lane lane) {
        return new Gathering.Way(new Sealing.Posting(CHANNEL, lane, 0, false), Set.of(THEM));
    }

    private static String id(int number) {
        return "indicator--00000000-0000-4000-8000-%012d".formatted(number);
    }

    private static Item item(int number) {
        String json = """
                {"type":"indicator","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00Z",\
                "modified":"2026-01-01T00:00:00Z","name":"some","pattern":"[ipv4-addr:value = '198.51.100.1']",\
                "pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"}""".formatted(id(number));
        return Item.of(
                StixReader.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                        .object()
                        .orElseThrow(),
                Terms.standard(),
                false);
    }
}
