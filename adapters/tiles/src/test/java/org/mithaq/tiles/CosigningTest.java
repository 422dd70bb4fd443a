// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.exchange.LogCheck;
import org.mithaq.node.Command;
import org.mithaq.node.CosigningOutcome;
import org.mithaq.node.Turns;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.SignedCheckpoint;

class CosigningTest {

    private static final Federation FEDERATION = Federation.five();
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Cosigning.Times QUICK =
            new Cosigning.Times(Duration.ofMillis(40), Duration.ofSeconds(10), Duration.ofMillis(200));
    private static final Cosigning.Times IMPATIENT =
            new Cosigning.Times(Duration.ofMillis(40), Duration.ofMillis(200), Duration.ofMillis(80));

    private final List<TestNode> nodes = new ArrayList<>();
    private final Map<MemberId, TestNode> byMember = new HashMap<>();
    private final Set<MemberId> dead = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private TestNode own;

    @BeforeEach
    void open() throws IOException {
        for (int number = 0; number < 5; number++) {
            TestNode node = new TestNode(number);
            nodes.add(node);
            byMember.put(node.member.id(), node);
        }
        own = nodes.getFirst();
    }

    @AfterEach
    void close() {
        nodes.forEach(TestNode::close);
        own.close();
    }

    private MemberId id(int number) {
        return FEDERATION.member(number).id();
    }

    private WitnessTransport transport() {
        HttpWitnessTransport http = new HttpWitnessTransport(
                member -> Optional.ofNullable(byMember.get(member)).map(node -> node.client::send), SOON);
        return (witness, body) -> {
            requests.incrementAndGet();
            if (dead.contains(witness)) {
                throw new WitnessUnreachable("it is dead");
            }
            return http.send(witness, body);
        };
    }

    private Cosigning cosigning(TestNode node, WitnessTransport transport, Cosigning.Times times) {
        return new Cosigning(
                Witnesses.of(FEDERATION.charter(), node.member.id()),
                Federation.SIGNATURES,
                new Cosigning.OwnSide(node.log, node.checkpoints, node.turns),
                transport,
                times);
    }

    private static void await(String what, BooleanSupplier condition) {
        long due = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > due) {
                throw new AssertionError("in vain: " + what);
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException ended) {
                throw new AssertionError(what, ended);
            }
        }
    }

    private Set<MemberId> witnessesOf(SignedCheckpoint checkpoint) {
        return new LogCheck(Federation.SIGNATURES)
                .witnesses(checkpoint.encode(), FEDERATION.charter(), own.member.id());
    }

    @Test
    void three_of_four_make_a_checkpoint_witnessed_and_only_their_lines_are_kept() {
        own.grow(10);
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            await("size 10", () -> cosigning.witnessedSize() == 10);
            own.grow(25);
            cosigning.logGrew(35);
            await("size 35", () -> cosigning.witnessedSize() == 35);
            SignedCheckpoint witnessed = own.checkpoints.witnessed().orElseThrow();
            assertThat(witnessed.checkpoint().root()).isEqualTo(own.log.root(35));
            assertThat(witnessesOf(witnessed)).hasSize(3);
            assertThat(witnessed.signatures()).hasSize(1 + 3 * 2);
            assertThat(own.alarms()).isEmpty();
            await("the fourth", () -> cosigning.status().stream().allMatch(each -> each.lastSize() == 35));
        }
    }

    @Test
    void a_dead_member_is_left_out_and_two_dead_ones_are_an_alarm_that_ends() {
        dead.addAll(List.of(id(1), id(2)));
        own.grow(4);
        try (Cosigning cosigning = cosigning(own, transport(), IMPATIENT)) {
            await("the alarm", () -> own.alarmKinds().contains("not-yet-witnessed"));
            assertThat(cosigning.witnessedSize()).isZero();
            assertThat(own.alarms().getFirst().sentence()).containsPattern("[012] of the 3 members");
            assertThat(cosigning.status().stream()
                            .filter(each -> each.lastError().isPresent()))
                    .extracting(WitnessStatus::witness)
                    .containsExactlyInAnyOrder(id(1), id(2));
            dead.remove(id(2));
            cosigning.contact(id(2));
            await("size 4", () -> cosigning.witnessedSize() == 4);
            await("the end of the alarm", () -> own.alarms().isEmpty());
            assertThat(witnessesOf(own.checkpoints.witnessed().orElseThrow()))
                    .containsExactlyInAnyOrder(id(2), id(3), id(4));
        }
    }

    @Test
    void a_failing_member_is_asked_ever_more_rarely() {
        dead.addAll(List.of(id(1), id(2)));
        own.grow(4);
        Cosigning.Times patient =
                new Cosigning.Times(Duration.ofMillis(40), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (Cosigning cosigning = cosigning(own, transport(), patient)) {
            await(
                    "failures",
                    () -> cosigning.status().stream()
                                    .filter(each -> each.failures() >= 3)
                                    .count()
                            == 2);
            int before = requests.get();
            assertThat(before).isGreaterThanOrEqualTo(8);
            for (int each = 0; each < 20; each++) {
                cosigning.logGrew(4);
            }
            // Without a pause, twenty calls would be as many requests.
            assertThat(requests.get() - before).isLessThan(10);
        }
    }

    @Test
    void growth_under_load_is_asked_for_once_in_an_interval() {
        Cosigning.Times slow =
                new Cosigning.Times(Duration.ofMillis(400), Duration.ofSeconds(10), Duration.ofSeconds(1));
        own.grow(1);
        long begun = System.nanoTime();
        try (Cosigning cosigning = cosigning(own, transport(), slow)) {
            await("size 1", () -> cosigning.witnessedSize() == 1);
            for (int each = 0; each < 30; each++) {
                own.grow(1);
                cosigning.logGrew(own.log.committedSize());
            }
            await("size 31", () -> cosigning.witnessedSize() == 31);
            long rounds =
                    1 + (System.nanoTime() - begun) / Duration.ofMillis(400).toNanos();
            assertThat((long) requests.get()).isLessThanOrEqualTo(4 * rounds);
        }
    }

    @Test
    void a_hanging_member_holds_nobody_back() {
        CountDownLatch never = new CountDownLatch(1);
        WitnessTransport good = transport();
        WitnessTransport hanging = (witness, body) -> {
            if (witness.equals(id(1))) {
                never.await();
            }
            return good.send(witness, body);
        };
        own.grow(4);
        try (Cosigning cosigning = cosigning(own, hanging, QUICK)) {
            await("size 4", () -> cosigning.witnessedSize() == 4);
            own.grow(4);
            cosigning.logGrew(8);
            await("size 8", () -> cosigning.witnessedSize() == 8);
            assertThat(own.alarms()).isEmpty();
            never.countDown();
            await("the late one", () -> cosigning.status().stream().allMatch(each -> each.lastSize() >= 4));
        }
    }

    @Test
    void a_witnessed_checkpoint_survives_a_restart_and_is_not_asked_for_again() throws IOException {
        own.grow(12);
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            await("size 12", () -> cosigning.witnessedSize() == 12);
            await("everybody", () -> cosigning.status().stream().allMatch(each -> each.lastSize() == 12));
        }
        byte[] before = own.checkpoints.witnessed().orElseThrow().encode();
        MemoryLedger ledger = own.ledger;
        own.close();
        own = new TestNode(FEDERATION, 0, ledger);
        assertThat(own.checkpoints.witnessed().orElseThrow().encode()).isEqualTo(before);
        int asked = requests.get();
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            assertThat(cosigning.witnessedSize()).isEqualTo(12);
            own.grow(1);
            cosigning.logGrew(13);
            await("size 13", () -> cosigning.witnessedSize() == 13);
            await("everybody", () -> cosigning.status().stream().allMatch(each -> each.lastSize() == 13));
        }
        // A request for size 0 that names the size, and one from there, for each of the four.
        assertThat(requests.get() - asked).isEqualTo(8);
    }

    @Test
    void a_log_that_was_rolled_back_is_refused_and_both_sides_raise_an_alarm() throws IOException {
        own.grow(12);
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            await("size 12", () -> cosigning.witnessedSize() == 12);
            await("everybody", () -> cosigning.status().stream().allMatch(each -> each.lastSize() == 12));
        }
        own.close();
        own = new TestNode(FEDERATION, 0, new MemoryLedger());
        own.grow(6);
        try (Cosigning cosigning = cosigning(own, transport(), IMPATIENT)) {
            await("our alarm", () -> own.alarmKinds().contains("own-past-lost"));
            assertThat(own.alarms().stream().filter(each -> each.kind().equals("own-past-lost")))
                    .anySatisfy(each -> assertThat(each.sentence()).contains("cosigned size 12"));
            own.grow(20, "another past ");
            cosigning.logGrew(26);
            await("their alarm", () -> nodes.get(3).alarmKinds().contains("proof-refused"));
            assertThat(cosigning.witnessedSize()).isZero();
        }
        assertThat(nodes.get(3).cosignedOf(own.member.origin())).isEqualTo(12);
    }

    @Test
    void a_ledger_that_lacks_what_was_witnessed_is_known_before_anything_is_signed() throws IOException {
        own.grow(12);
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            await("size 12", () -> cosigning.witnessedSize() == 12);
        }
        assertThat(own.checkpoints.holdsWitnessed()).isTrue();
        byte[] note = own.checkpoints.witnessed().orElseThrow().encode();
        for (int kept : new int[] {11, 12, 13}) {
            MemoryLedger restored = new MemoryLedger();
            restored.write(tables -> tables.log().putWitnessedCheckpoint(new LogBook.CheckpointRow(12, note)));
            own.close();
            own = new TestNode(FEDERATION, 0, restored);
            own.grow(kept, kept == 12 ? "another past " : "record ");
            assertThat(own.checkpoints.holdsWitnessed()).isEqualTo(kept == 13);
        }
    }

    @Test
    void cosignatures_that_are_forged_or_missing_do_not_count() {
        WitnessTransport good = transport();
        WitnessTransport lying = (witness, body) -> {
            WitnessTransport.Answer answer = good.send(witness, body);
            if (answer.status() != 200) {
                return answer;
            }
            List<org.mithaq.tlog.NoteSignature> lines =
                    AddCheckpointResponse.parse(answer.body()).cosignatures();
            if (witness.equals(id(1))) {
                return new WitnessTransport.Answer(200, "", new AddCheckpointResponse(lines.subList(0, 1)).encode());
            }
            if (witness.equals(id(2))) {
                var other = AddCheckpointRequest.parse(body).checkpoint().checkpoint();
                var wrong = FEDERATION
                        .member(2)
                        .cosigners()
                        .getFirst()
                        .cosign(
                                new org.mithaq.tlog.Checkpoint(other.origin(), other.size() + 1, other.root()),
                                TestNode.CLOCK.instant());
                return new WitnessTransport.Answer(
                        200, "", new AddCheckpointResponse(List.of(wrong, lines.get(1))).encode());
            }
            return answer;
        };
        own.grow(3);
        try (Cosigning cosigning = cosigning(own, lying, IMPATIENT)) {
            await("the alarm", () -> own.alarmKinds().contains("not-yet-witnessed"));
            assertThat(cosigning.witnessedSize()).isZero();
            assertThat(cosigning.status().stream()
                            .filter(each -> each.witness().equals(id(1)))
                            .findFirst()
                            .orElseThrow()
                            .lastError()
                            .orElseThrow())
                    .contains("1 of its 2 keys");
        }
    }

    @Test
    void answers_that_are_no_answers_are_failures_of_that_member_alone() {
        WitnessTransport good = transport();
        byte[] noise = "\u0007<html>".getBytes(StandardCharsets.UTF_8);
        WitnessTransport noisy = (witness, body) -> {
            if (!witness.equals(id(4))) {
                return good.send(witness, body);
            }
            return switch (requests.incrementAndGet() % 4) {
                case 0 -> new WitnessTransport.Answer(200, "text/plain", noise);
                case 1 -> new WitnessTransport.Answer(409, "text/plain", "7\n".getBytes(StandardCharsets.UTF_8));
                case 2 -> new WitnessTransport.Answer(409, "text/x.tlog.size", noise);
                default -> new WitnessTransport.Answer(503, "", noise);
            };
        };
        own.grow(3);
        try (Cosigning cosigning = cosigning(own, noisy, QUICK)) {
            await("size 3", () -> cosigning.witnessedSize() == 3);
            for (int size = 4; size < 8; size++) {
                own.grow(1);
                cosigning.logGrew(size);
                int expected = size;
                await("size " + size, () -> cosigning.witnessedSize() == expected);
            }
            assertThat(cosigning.status().stream()
                            .filter(each -> each.witness().equals(id(4)))
                            .findFirst()
                            .orElseThrow()
                            .lastSize())
                    .isZero();
        }
    }

    @Test
    void an_error_of_our_own_while_a_quorum_is_recorded_costs_one_round_and_not_all_that_follow() {
        AtomicInteger errors = new AtomicInteger();
        Turns broken = new Turns() {
            @Override
            public <R> R run(Command<R> command) {
                if (command instanceof CosigningOutcome && errors.getAndIncrement() == 0) {
                    throw new AssertionError("the test told the turn to fail");
                }
                return own.turns.run(command);
            }

            @Override
            public void whenConvenient(Command<?> command) {
                own.turns.whenConvenient(command);
            }
        };
        own.grow(3);
        try (Cosigning cosigning = new Cosigning(
                Witnesses.of(FEDERATION.charter(), own.member.id()),
                Federation.SIGNATURES,
                new Cosigning.OwnSide(own.log, own.checkpoints, broken),
                transport(),
                QUICK)) {
            await("size 3", () -> cosigning.witnessedSize() == 3);
            assertThat(errors.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void a_ledger_that_refuses_for_a_while_costs_only_time() {
        own.grow(3);
        own.ledger.failNextWrite(false);
        try (Cosigning cosigning = cosigning(own, transport(), QUICK)) {
            await("size 3", () -> cosigning.witnessedSize() == 3);
            assertThat(own.ledger
                            .read(tables -> tables.log().witnessedCheckpoint())
                            .orElseThrow()
                            .size())
                    .isEqualTo(3);
        }
    }
}
