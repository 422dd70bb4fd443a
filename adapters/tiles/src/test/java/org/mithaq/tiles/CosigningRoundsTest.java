// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.node.OwnLog;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;

class CosigningRoundsTest {

    private static final Federation FEDERATION = Federation.five();
    private static final Cosigning.Times TIMES =
            new Cosigning.Times(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(5));
    private static final WitnessClient.Outcome FAILED = new WitnessClient.Outcome.Failed("no answer");

    private final List<CosigningRounds.Seat> seats = new ArrayList<>();
    private final CosigningRounds rounds;

    CosigningRoundsTest() {
        for (int number = 1; number < 5; number++) {
            Federation.Member member = FEDERATION.member(number);
            seats.add(new CosigningRounds.Seat(
                    member.id(),
                    new WitnessClient(
                            member.card(),
                            Federation.SIGNATURES,
                            (witness, body) -> {
                                throw new WitnessUnreachable("nobody asks here");
                            },
                            new OwnLog())));
        }
        rounds = new CosigningRounds(3, TIMES, seats);
    }

    private static long at(double seconds) {
        return (long) (seconds * 1e9);
    }

    private static SignedCheckpoint checkpoint(long size) {
        Federation.Member owner = FEDERATION.member(0);
        return owner.log().sign(new Checkpoint(owner.origin(), size, Hash.wrap(TestNode.record("root " + size))));
    }

    private static WitnessClient.Outcome cosigned(int number, SignedCheckpoint checkpoint) {
        return new WitnessClient.Outcome.Cosigned(FEDERATION.member(number).cosigners().stream()
                .map(each -> each.cosign(checkpoint.checkpoint(), TestNode.CLOCK.instant()))
                .toList());
    }

    private boolean begins(double seconds) {
        return rounds.task(at(seconds))
                .filter(task -> task instanceof CosigningRounds.Task.Begin)
                .isPresent();
    }

    private boolean alarms(double seconds) {
        return rounds.task(at(seconds))
                .filter(task -> task instanceof CosigningRounds.Task.Alarm)
                .isPresent();
    }

    private void cosign(int number, SignedCheckpoint checkpoint, double seconds) {
        assertThat(rounds.answered(seats.get(number - 1), checkpoint, cosigned(number, checkpoint), at(seconds)))
                .isEmpty();
    }

    private void keep(long committedSize) {
        rounds.kept(rounds.complete().orElseThrow(), true, committedSize);
    }

    @Test
    void an_idle_log_is_asked_for_at_once_and_a_busy_one_once_in_an_interval() {
        assertThat(begins(0)).isFalse();
        rounds.grew(5, at(100));
        assertThat(begins(100)).isTrue();
        SignedCheckpoint five = checkpoint(5);
        assertThat(rounds.begin(five, at(100))).hasSize(4);
        rounds.grew(6, at(100.1));
        for (int number = 1; number <= 3; number++) {
            cosign(number, five, 100.2);
        }
        keep(6);
        assertThat(rounds.witnessedSize()).isEqualTo(5);
        assertThat(begins(100.9)).isFalse();
        assertThat(begins(101)).isTrue();
    }

    @Test
    void the_lines_of_the_first_quorum_are_given_out_once() {
        rounds.grew(5, 0);
        SignedCheckpoint five = checkpoint(5);
        rounds.begin(five, 0);
        cosign(4, five, 0.1);
        cosign(2, five, 0.1);
        assertThat(rounds.complete()).isEmpty();
        cosign(1, five, 0.1);
        cosign(3, five, 0.1);
        CosigningRounds.Complete complete = rounds.complete().orElseThrow();
        assertThat(complete.lines())
                .extracting(NoteSignature::name)
                .containsOnly("m4.example/witness", "m2.example/witness", "m1.example/witness")
                .hasSize(6);
        assertThat(rounds.complete()).isEmpty();
        rounds.kept(complete, false, 5);
        assertThat(rounds.complete()).isPresent();
    }

    @Test
    void a_pause_doubles_up_to_its_bound_and_contact_ends_it() {
        rounds.grew(5, 0);
        SignedCheckpoint five = checkpoint(5);
        double now = 0;
        for (double pause : new double[] {1, 2, 4, 5, 5}) {
            List<CosigningRounds.Seat> asked = rounds.begin(five, at(now));
            assertThat(asked).hasSize(4);
            for (CosigningRounds.Seat seat : asked) {
                assertThat(rounds.answered(seat, five, FAILED, at(now))).isEmpty();
            }
            assertThat(begins(now + pause - 0.01)).isFalse();
            assertThat(begins(now + pause)).isTrue();
            now += pause;
        }
        assertThat(rounds.status())
                .allSatisfy(status -> assertThat(status.lastError()).contains("no answer"))
                .allSatisfy(status -> assertThat(status.failures()).isEqualTo(5));
        rounds.begin(five, at(now));
        for (CosigningRounds.Seat seat : seats) {
            rounds.answered(seat, five, FAILED, at(now));
        }
        assertThat(begins(now + 1)).isFalse();
        rounds.contact(FEDERATION.member(2).id());
        assertThat(begins(now + 1)).isTrue();
        assertThat(rounds.begin(five, at(now + 1))).containsExactly(seats.get(1));
    }

    @Test
    void an_alarm_is_raised_once_when_nothing_was_witnessed_until_the_deadline() {
        rounds.grew(5, at(10));
        SignedCheckpoint five = checkpoint(5);
        rounds.begin(five, at(10));
        cosign(1, five, 10.1);
        assertThat(alarms(39.9)).isFalse();
        assertThat(rounds.task(at(40))).contains(new CosigningRounds.Task.Alarm(1));
        assertThat(alarms(40)).isFalse();
        cosign(2, five, 41);
        cosign(3, five, 41);
        keep(5);
        assertThat(alarms(500)).isFalse();
        rounds.grew(6, at(500));
        assertThat(alarms(529.9)).isFalse();
        assertThat(alarms(530)).isTrue();
    }

    @Test
    void growth_that_is_witnessed_every_second_never_becomes_late() {
        for (int second = 1; second < 100; second++) {
            rounds.grew(second, at(second));
            assertThat(begins(second)).isTrue();
            SignedCheckpoint newest = checkpoint(second);
            rounds.begin(newest, at(second));
            rounds.grew(second + 1, at(second + 0.1));
            for (int number = 1; number <= 4; number++) {
                cosign(number, newest, second + 0.2);
            }
            keep(second + 1);
        }
        assertThat(rounds.witnessedSize()).isEqualTo(99);
    }

    @Test
    void a_slow_witness_is_asked_for_the_newest_when_its_answer_is_here() {
        rounds.grew(5, 0);
        SignedCheckpoint five = checkpoint(5);
        rounds.begin(five, 0);
        for (int number = 1; number <= 3; number++) {
            cosign(number, five, 0.1);
        }
        keep(9);
        SignedCheckpoint nine = checkpoint(9);
        assertThat(rounds.begin(nine, at(1))).hasSize(3).doesNotContain(seats.get(3));
        Optional<SignedCheckpoint> next = rounds.answered(seats.get(3), five, cosigned(4, five), at(1.5));
        assertThat(next).contains(nine);
        cosign(4, nine, 1.6);
        cosign(1, nine, 1.6);
        cosign(2, nine, 1.6);
        keep(9);
        assertThat(rounds.witnessedSize()).isEqualTo(9);
    }
}
