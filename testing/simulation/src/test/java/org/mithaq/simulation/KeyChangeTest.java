// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.SignedAct;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.KeyChange;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Starting;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.tlog.Checkpoint;

/// Keys replaced while members exchange: member 1 replaces its own, and 0 and 2 look on.
class KeyChangeTest {

    private static final Set<CompromisedKey> ALL =
            Set.of(CompromisedKey.SIGNING, CompromisedKey.SEALING, CompromisedKey.LOG);

    private final CharterNodes nodes = new CharterNodes();

    private static Receipt receipt(Answers answers) {
        assertThat(answers.refusal()).isEmpty();
        return Receipt.parse(answers.receipts().getFirst().payload());
    }

    private static DoorRefusal refusal(Answers answers) {
        assertThat(answers.receipts()).isEmpty();
        return DoorRefusal.parse(answers.refusal().orElseThrow().payload());
    }

    private void meetAll() {
        nodes.meetAll();
    }

    private void replace(Set<CompromisedKey> kinds, Set<CompromisedKey> compromised) {
        NewKeys fresh = NewKeys.of(nodes.at(1).book.now(), 1, kinds, compromised);
        KeyChange change = nodes.at(1).change;
        LogPin pin = change.begin(nodes.nowMicros());
        change.complete(fresh.act(pin), fresh.all(nodes.at(1).keys()), nodes.nowMicros());
    }

    @Test
    void mail_that_was_numbered_for_a_replaced_sealing_key_arrives_re_wrapped_and_once() {
        meetAll();
        nodes.post(0);
        byte[] before = nodes.copies(0, 1).getFirst();
        replace(ALL, Set.of());
        nodes.talk(1, 0);
        byte[] after = nodes.copies(0, 1).getFirst();
        assertThat(Delivery.parse(before).body()).isInstanceOf(Delivery.Sealed.class);
        assertThat(Delivery.parse(after).body()).isInstanceOf(Delivery.Rewrapped.class);

        Answers answers = nodes.deliver(0, 1, after);
        assertThat(receipt(answers).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.at(0).door.settle(TestFederation.card(1).id(), answers))
                .isEmpty();
        assertThat(nodes.copies(0, 1)).isEmpty();
        assertThat(receipt(nodes.deliver(0, 1, before)).number())
                .isEqualTo(receipt(answers).number());
        assertThat(nodes.alarms(0)).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void mail_for_a_destroyed_sealing_key_is_refused_for_now_until_it_comes_re_wrapped() {
        meetAll();
        nodes.post(0);
        byte[] before = nodes.copies(0, 1).getFirst();
        replace(ALL, Set.of());
        assertThat(nodes.at(1).change.mayDestroy(CompromisedKey.SEALING, nodes.nowMicros()))
                .isFalse();
        nodes.at(1).change.left(NewKeys.without(nodes.at(1).keys(), 1));

        DoorRefusal refusal = refusal(nodes.deliver(0, 1, before));
        assertThat(refusal.clause()).isEqualTo("Rewrap 3");
        assertThat(refusal.forNow()).isTrue();
        nodes.talk(1, 0);
        assertThat(receipt(nodes.deliver(0, 1, nodes.copies(0, 1).getFirst())).status())
                .isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void a_replaced_key_may_be_destroyed_when_all_others_have_the_act_or_after_thirty_days() {
        replace(ALL, Set.of());
        KeyChange change = nodes.at(1).change;
        assertThat(change.lacking()).hasSize(3);
        nodes.talk(1, 0);
        nodes.talk(1, 2);
        assertThat(change.lacking()).containsExactly(TestFederation.card(3).id());
        assertThat(change.mayDestroy(CompromisedKey.SEALING, nodes.nowMicros())).isFalse();
        long late = nodes.nowMicros() + KeyChange.OVERLAP_MAX.toMillis() * 1_000;
        assertThat(change.mayDestroy(CompromisedKey.SEALING, late)).isFalse();
        assertThat(change.mayDestroy(CompromisedKey.SEALING, late + 1_000_000)).isTrue();
        nodes.talk(1, 3);
        assertThat(change.mayDestroy(CompromisedKey.SEALING, nodes.nowMicros())).isTrue();
    }

    @Test
    void what_was_numbered_before_counts_after_and_what_is_numbered_after_is_signed_by_the_new_key() {
        meetAll();
        nodes.post(1);
        byte[] old = nodes.copies(1, 0).getFirst();
        replace(ALL, Set.of());
        nodes.post(1);
        nodes.talk(1, 0);
        assertThat(receipt(nodes.deliver(1, 0, old)).status()).isEqualTo(Receipt.Status.ACCEPTED);
        List<byte[]> copies = nodes.copies(1, 0);
        assertThat(copies).hasSize(2);
        assertThat(Delivery.parse(copies.get(1)).envelope().keyId())
                .isNotEqualTo(Delivery.parse(copies.get(0)).envelope().keyId());
        assertThat(receipt(nodes.deliver(1, 0, copies.get(1))).status()).isEqualTo(Receipt.Status.ACCEPTED);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    /// Charter 11.5: nothing honest is refused for good, or raises anything, because an act has not come yet.
    @ParameterizedTest
    @EnumSource(names = {"SIGNING", "LOG"})
    void what_is_signed_by_a_key_that_is_not_known_yet_is_refused_for_now_and_taken_when_it_is(CompromisedKey kind) {
        meetAll();
        replace(Set.of(kind), Set.of());
        nodes.post(1);
        byte[] copy = nodes.copies(1, 0).getFirst();

        assertThat(refusal(nodes.deliver(1, 0, copy)).forNow()).isTrue();
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.talk(1, 0);
        assertThat(receipt(nodes.deliver(1, 0, copy)).status()).isEqualTo(Receipt.Status.ACCEPTED);
    }

    @Test
    void a_receipt_of_before_is_signed_anew_and_settles_after() {
        meetAll();
        nodes.post(0);
        byte[] copy = nodes.copies(0, 1).getFirst();
        Answers before = nodes.deliver(0, 1, copy);
        boolean stored = nodes.at(1).turns.run(turn -> true);
        assertThat(stored).isTrue();
        replace(ALL, ALL);
        Answers again = nodes.deliver(0, 1, copy);
        assertThat(receipt(again)).isEqualTo(receipt(before));
        assertThat(again.receipts().getFirst().keyId())
                .isNotEqualTo(before.receipts().getFirst().keyId());

        // Of a member that is ahead nothing is settled, and nothing is raised.
        nodes.at(0).door.settle(TestFederation.card(1).id(), again);
        assertThat(nodes.copies(0, 1)).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.talk(1, 0);
        // The key that others may hold settles nothing any more.
        nodes.at(0).door.settle(TestFederation.card(1).id(), before);
        assertThat(nodes.copies(0, 1)).hasSize(1);
        nodes.at(0).door.settle(TestFederation.card(1).id(), again);
        assertThat(nodes.copies(0, 1)).isEmpty();
        assertThat(nodes.alarms(0)).containsExactlyInAnyOrder("door", "key-compromised");
    }

    @Test
    void a_compromise_is_an_alarm_at_every_member_and_what_is_signed_by_the_stolen_key_is_refused() {
        meetAll();
        replace(Set.of(CompromisedKey.SIGNING), Set.of(CompromisedKey.SIGNING));
        nodes.talk(1, 0);
        assertThat(nodes.alarms(0)).containsExactly("key-compromised");
        assertThat(nodes.alarms(1)).containsExactly("key-compromised");

        // A thief goes on under the former key.
        CharterNodes thief = new CharterNodes();
        thief.meetAll();
        thief.post(1);
        DoorRefusal refusal = refusal(nodes.deliver(1, 0, thief.copies(1, 0).getFirst()));
        assertThat(refusal.clause()).isIn("Header 4", "Log 1");
        assertThat(refusal.forNow()).isFalse();
    }

    @Test
    void what_a_thief_of_the_log_key_has_shown_a_member_does_not_part_it_from_the_owner() {
        meetAll();
        nodes.post(1);
        String origin = TestFederation.origin(1);
        byte[] stolen = TestFederation.logSigner(1)
                .sign(new Checkpoint(origin, 1_000, Hash.of(new byte[1])))
                .encode();
        nodes.at(0).ledger.write(tables -> tables.registry().putSetting("newest-shown:" + origin, stolen));
        replace(Set.of(CompromisedKey.LOG), Set.of(CompromisedKey.LOG));
        nodes.talk(1, 0);

        nodes.meet(0, 1);

        assertThat(nodes.at(1).starting.phase()).isEqualTo(Starting.Phase.OPEN);
        nodes.post(1);
        assertThat(nodes.alarms(1)).containsExactly("key-compromised");
    }

    @Test
    void nothing_is_logged_between_the_pin_and_the_act_and_a_change_that_is_left_ends() {
        KeyChange change = nodes.at(1).change;
        change.begin(nodes.nowMicros());
        assertThatThrownBy(() -> nodes.post(1)).isInstanceOf(SigningHeld.class);
        assertThatThrownBy(() -> change.begin(nodes.nowMicros())).isInstanceOf(SigningHeld.class);
        change.abandonLate(nodes.nowMicros() + KeyChange.HOLD_MAX.toMillis() * 1_000 + 1);
        meetAll();
        nodes.post(1);
        assertThat(nodes.copies(1, 0)).hasSize(1);
    }

    @Test
    void a_change_whose_write_was_refused_and_is_there_all_the_same_counts_once_and_forks_nothing() {
        meetAll();
        NewKeys fresh = NewKeys.of(nodes.at(1).book.now(), 1, ALL, Set.of());
        KeyChange change = nodes.at(1).change;
        SignedAct act = fresh.act(change.begin(nodes.nowMicros()));
        nodes.at(1).ledger.failNextWrite(true);
        assertThatThrownBy(() -> change.complete(act, fresh.all(nodes.at(1).keys()), nodes.nowMicros()))
                .isInstanceOf(StorageFailed.class);

        assertThat(serial(1)).isEqualTo(2);
        nodes.post(1);
        nodes.talk(0, 1);
        assertThat(receipt(nodes.deliver(1, 0, nodes.copies(1, 0).getFirst())).status())
                .isEqualTo(Receipt.Status.ACCEPTED);
        nodes.restart(1);
        assertThat(serial(1)).isEqualTo(2);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void an_act_that_came_while_the_disk_refused_and_kept_it_is_followed_once() {
        replace(ALL, Set.of());
        nodes.at(0).ledger.failNextWrite(true);
        assertThatThrownBy(() -> nodes.talk(0, 1)).isInstanceOf(StorageFailed.class);
        nodes.talk(0, 1);
        nodes.restart(0);
        nodes.talk(0, 1);

        assertThat(nodes.at(0)
                        .ledger
                        .<List<byte[]>>read(tables -> tables.registry().acts()))
                .hasSize(1);
        assertThat(nodes.at(0).log.committedSize()).isEqualTo(1);
        assertThat(serial(0)).isEqualTo(2);
    }

    /// Of member 1's card, as `member` knows it.
    private int serial(int member) {
        return nodes.at(member)
                .book
                .now()
                .member(TestFederation.card(1).id())
                .orElseThrow()
                .serial();
    }

    @Test
    void an_act_with_another_pin_or_without_its_beginning_changes_nothing() {
        NewKeys fresh = NewKeys.of(nodes.at(1).book.now(), 1, ALL, Set.of());
        KeyChange change = nodes.at(1).change;
        SignedAct early = fresh.act(change.begin(nodes.nowMicros()));
        change.abandon();
        assertThatThrownBy(() -> change.complete(early, fresh.all(nodes.at(1).keys()), nodes.nowMicros()))
                .isInstanceOf(CharterRejected.class)
                .hasMessageContaining("no change of keys");
        nodes.post(1);
        change.begin(nodes.nowMicros());
        assertThatThrownBy(() -> change.complete(early, fresh.all(nodes.at(1).keys()), nodes.nowMicros()))
                .isInstanceOf(CharterRejected.class)
                .hasMessageContaining("another pin");
        assertThatThrownBy(() -> change.renew(early)).isInstanceOf(CharterRejected.class);
        nodes.post(1);
        assertThat(serial(1)).isEqualTo(1);
    }
}
