// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.Validity;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Core;
import org.mithaq.stix.Tlp;

class CardTimesTest {

    private static final long ERROR = 300_000_000L;

    private final Nodes nodes = new Nodes();
    private final Validity validity =
            Nodes.FEDERATION.charter().member(nodes.id(0)).orElseThrow().validity();
    private final long first = Core.micros(validity.notBefore());
    private final long end = Core.micros(validity.notAfter().plusSeconds(1));

    @BeforeEach
    void meet() {
        nodes.meet(0, 1);
    }

    private Answers deliver(long signedMicros) {
        Liar liar = new Liar(1, nodes.lineTo(0, 1, Lane.ROUTINE).stream(), signedMicros);
        return nodes.deliver(
                0,
                1,
                liar.delivery(signedMicros, Head.NONE, 0, 1, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                        .toBytes());
    }

    private static DoorRefusal refusal(Answers answers) {
        return answers.refusal()
                .map(DsseEnvelope::payload)
                .map(DoorRefusal::parse)
                .orElseThrow();
    }

    private void passUntil(long micros) {
        nodes.pass((micros - nodes.at(1).nowMicros()) / 1_000_000);
    }

    @Test
    void what_was_signed_within_the_validity_is_taken_however_late_it_comes() {
        passUntil(end + Duration.ofDays(20).toMillis() * 1_000);

        assertThat(Nodes.receipt(deliver(end - 1)).status()).isEqualTo(Receipt.Status.ACCEPTED);
    }

    @Test
    void clocks_may_differ_by_five_minutes_at_either_end_and_no_more() {
        passUntil(end + Duration.ofDays(1).toMillis() * 1_000);

        assertThat(refusal(deliver(first - ERROR - 1)).clause()).isEqualTo(Clause.HEADER_VALIDITY.id());
        assertThat(refusal(deliver(end + ERROR)).clause()).isEqualTo(Clause.HEADER_VALIDITY.id());
        assertThat(refusal(deliver(end + ERROR)).forNow()).isFalse();
        assertThat(nodes.alarms(1)).containsExactly("door");
        assertThat(deliver(first - ERROR).refusal()).isEmpty();
    }

    @Test
    void the_last_microsecond_of_the_allowance_counts() {
        passUntil(end + Duration.ofDays(1).toMillis() * 1_000);

        assertThat(deliver(end + ERROR - 1).refusal()).isEmpty();
    }

    @Test
    void what_is_ahead_of_this_clock_is_refused_for_now_and_good_later() {
        long ahead = nodes.at(1).nowMicros() + ERROR + 1;

        DoorRefusal early = refusal(deliver(ahead));
        nodes.pass(1);

        assertThat(early.clause()).isEqualTo(Clause.HEADER_FUTURE.id());
        assertThat(early.forNow()).isTrue();
        assertThat(nodes.alarms(1)).isEmpty();
        assertThat(deliver(ahead).receipts()).hasSize(1);
    }

    @Test
    void a_greeting_outside_the_validity_is_refused() {
        byte[] expired = nodes.at(0).contacts.greet(nodes.id(1), end + ERROR).toBytes();
        byte[] allowed =
                nodes.at(0).contacts.greet(nodes.id(1), end + ERROR - 1).toBytes();

        assertThatThrownBy(() -> nodes.at(1).contacts.hear(nodes.id(0), expired))
                .isInstanceOfSatisfying(
                        DoorRejected.class,
                        rejected -> assertThat(rejected.clause()).isEqualTo(Clause.CONTACT_VALIDITY));
        assertThat(Optional.of(nodes.at(1).contacts.hear(nodes.id(0), allowed))).isPresent();
    }

    private void assertClause(Clause clause, ThrowingCallable refused) {
        assertThatThrownBy(refused)
                .isInstanceOfSatisfying(
                        DoorRejected.class,
                        rejected -> assertThat(rejected.clause()).isEqualTo(clause));
    }

    @Test
    void a_greeting_over_a_connection_is_within_five_minutes_of_this_clock_either_way() {
        long now = nodes.at(1).nowMicros();
        for (long apart : new long[] {-ERROR, 0, ERROR}) {
            byte[] greeting =
                    nodes.at(0).contacts.greet(nodes.id(1), now + apart).toBytes();
            assertThat(nodes.at(1)
                            .contacts
                            .hear(nodes.id(0), greeting, now)
                            .statement()
                            .timeMicros())
                    .isEqualTo(now + apart);
        }
        for (long apart : new long[] {-ERROR - 1, ERROR + 1}) {
            byte[] greeting =
                    nodes.at(0).contacts.greet(nodes.id(1), now + apart).toBytes();
            assertClause(Clause.CONTACT_CLOCK, () -> nodes.at(1).contacts.hear(nodes.id(0), greeting, now));
            // On a medium it may be old.
            assertThat(Optional.of(nodes.at(1).contacts.hear(nodes.id(0), greeting)))
                    .isPresent();
        }
    }

    @Test
    void a_member_whose_card_has_ended_by_this_clock_goes_on_by_no_clock_of_its_own() {
        byte[] setBack = nodes.at(0).contacts.greet(nodes.id(1), end - 1).toBytes();
        long now = end + ERROR;

        assertClause(Clause.CONTACT_CARD, () -> nodes.at(1).contacts.demandCurrent(nodes.id(0), now));
        assertClause(Clause.CONTACT_CARD, () -> nodes.at(1).contacts.demandCurrent(nodes.id(0), first - ERROR - 1));
        assertClause(Clause.CONTACT_CLOCK, () -> nodes.at(1).contacts.hear(nodes.id(0), setBack, now + 1));
        nodes.at(1).contacts.demandCurrent(nodes.id(0), now - 1);
    }
}
