// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mithaq.exchange.Dispatched.SENDER;
import static org.mithaq.exchange.Dispatched.standard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;

/// What stops a delivery at the door, one change at a time.
class AdmissionTest {

    private static final int FEDERATION = 3;
    private static final int EPOCH_LAST = 42;
    private static final int STATE_HASH = 43;
    private static final int SENDER_ID = 75;
    private static final int SIGNING_EPOCH_LAST = 110;
    private static final int OBJECT_ROOT = 152;

    private static DoorRejected refused(Clause clause, Delivery delivery) {
        return refused(clause, delivery, 1);
    }

    private static DoorRejected refused(Clause clause, Delivery delivery, int member) {
        DoorRejected[] caught = new DoorRejected[1];
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> Dispatched.admit(delivery, member))
                .satisfies(rejected -> {
                    assertThat(rejected.clause()).as(rejected.getMessage()).isEqualTo(clause);
                    assertThat(rejected).hasMessageContaining(clause.id()).hasMessageContaining(clause.sentence());
                    caught[0] = rejected;
                });
        return caught[0];
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    private static Dispatched payloadInSameSignature(byte[] payload) {
        Dispatched dispatched = standard();
        DsseEnvelope envelope = dispatched.envelope();
        return dispatched.in(new DsseEnvelope(PayloadTypes.DISPATCH, payload, envelope.keyId(), envelope.signature()));
    }

    @Test
    void what_was_sent_is_admitted_by_every_recipient_after_a_journey_in_bytes() {
        Dispatched dispatched = standard();
        for (int member = 1; member <= 3; member++) {
            Delivery delivery = Delivery.parse(dispatched.delivery(member).toBytes());
            Door.Admitted admitted = Dispatched.admit(delivery, member);
            assertThat(admitted.header()).isEqualTo(dispatched.numbered().header());
            assertThat(admitted.payloadHash()).isEqualTo(dispatched.numbered().payloadHash());
            assertThat(admitted.sender().id()).isEqualTo(Federation.id(SENDER));
            assertThat(delivery.order().entry().sequence()).isEqualTo(7);
        }
    }

    @Test
    void no_changed_byte_of_a_header_goes_unnoticed() {
        byte[] payload = standard().envelope().payload();
        for (int at = 0; at < payload.length; at++) {
            Delivery delivery = payloadInSameSignature(changed(payload, at)).delivery(1);
            assertThatExceptionOfType(DoorRejected.class)
                    .as("byte " + at)
                    .isThrownBy(() -> Dispatched.admit(delivery, 1));
        }
        refused(
                Clause.HEADER_SIGNATURE,
                payloadInSameSignature(changed(payload, OBJECT_ROOT)).delivery(1));
    }

    @Test
    void a_header_of_another_version_or_length_is_no_header() {
        byte[] payload = standard().envelope().payload();
        refused(Clause.ENCODING, payloadInSameSignature(changed(payload, 0)).delivery(1));
        refused(
                Clause.ENCODING,
                payloadInSameSignature(Arrays.copyOf(payload, payload.length - 1))
                        .delivery(1));
        refused(
                Clause.ENCODING,
                payloadInSameSignature(Arrays.copyOf(payload, payload.length + 1))
                        .delivery(1));
    }

    @Test
    void a_header_of_another_federation() {
        refused(
                Clause.HEADER_FEDERATION,
                standard().withHeaderByte(FEDERATION, 1).delivery(1));
    }

    @Test
    void an_epoch_or_state_that_is_unknown_here_may_be_known_later() {
        assertThat(refused(
                                Clause.HEADER_CHARTER,
                                standard().withHeaderByte(EPOCH_LAST, 3).delivery(1))
                        .forNow())
                .isTrue();
        assertThat(refused(
                                Clause.HEADER_CHARTER,
                                standard().withHeaderByte(STATE_HASH, 1).delivery(1))
                        .forNow())
                .isTrue();
    }

    @Test
    void a_sender_that_is_no_member() {
        assertThat(refused(
                                Clause.HEADER_SENDER,
                                standard().withHeaderByte(SENDER_ID, 1).delivery(1))
                        .forNow())
                .isFalse();
    }

    @Test
    void a_member_s_own_dispatch_that_comes_back_to_it() {
        refused(Clause.HEADER_SENDER, standard().delivery(1), SENDER);
    }

    @Test
    void a_signing_epoch_that_is_not_the_sender_s_and_one_that_may_be_known_later() {
        assertThat(refused(
                                Clause.HEADER_SIGNATURE,
                                standard().withHeaderByte(SIGNING_EPOCH_LAST, 1).delivery(1))
                        .forNow())
                .isFalse();
        assertThat(refused(
                                Clause.HEADER_SIGNATURE,
                                standard().withHeaderByte(SIGNING_EPOCH_LAST, 2).delivery(1))
                        .forNow())
                .isTrue();
    }

    @Test
    void a_signature_by_another_member_or_over_another_kind_of_message() {
        Dispatched dispatched = standard();
        byte[] payload = dispatched.envelope().payload();
        refused(
                Clause.HEADER_SIGNATURE,
                dispatched
                        .in(Federation.sign(2, PayloadTypes.DISPATCH, payload))
                        .delivery(1));
        DsseEnvelope receipt = Federation.sign(SENDER, PayloadTypes.RECEIPT, payload);
        refused(Clause.HEADER_SIGNATURE, dispatched.in(receipt).delivery(1));
        DsseEnvelope relabelled =
                new DsseEnvelope(PayloadTypes.DISPATCH, payload, receipt.keyId(), receipt.signature());
        refused(Clause.HEADER_SIGNATURE, dispatched.in(relabelled).delivery(1));
    }

    @Test
    void a_changed_signature_or_key_id() {
        Dispatched dispatched = standard();
        DsseEnvelope envelope = dispatched.envelope();
        for (int at : new int[] {0, 3_308, 3_309, 3_372}) {
            refused(
                    Clause.HEADER_SIGNATURE,
                    dispatched
                            .in(new DsseEnvelope(
                                    PayloadTypes.DISPATCH,
                                    envelope.payload(),
                                    envelope.keyId(),
                                    changed(envelope.signature(), at)))
                            .delivery(1));
        }
        refused(
                Clause.HEADER_SIGNATURE,
                dispatched
                        .in(new DsseEnvelope(
                                PayloadTypes.DISPATCH, envelope.payload(), Hash.ZERO, envelope.signature()))
                        .delivery(1));
    }

    @Test
    void a_changed_delivery_record() {
        Dispatched dispatched = standard();
        DeliveryRecord record = dispatched.numbered().record();
        byte[] bytes = record.toBytes();
        for (int at : new int[] {0, 32, 67, 68}) {
            DeliveryRecord other = DeliveryRecord.parse(changed(bytes, at));
            refused(
                    Clause.DELIVERY_RECORD,
                    dispatched.delivery(
                            other,
                            dispatched.order(1),
                            dispatched.stanza(1),
                            dispatched.sealed().ciphertext()));
        }
    }

    @Test
    void a_ciphertext_that_was_changed_or_cut_or_made_longer() {
        Dispatched dispatched = standard();
        byte[] ciphertext = dispatched.sealed().ciphertext();
        for (byte[] other : List.of(
                changed(ciphertext, 0),
                changed(ciphertext, ciphertext.length - 1),
                Arrays.copyOf(ciphertext, ciphertext.length - 1),
                Arrays.copyOf(ciphertext, ciphertext.length + 1),
                new byte[0])) {
            refused(
                    Clause.DELIVERY_CIPHERTEXT,
                    dispatched.delivery(
                            dispatched.numbered().record(), dispatched.order(1), dispatched.stanza(1), other));
        }
    }

    @Test
    void a_length_in_the_delivery_record_that_is_not_the_ciphertext_s() {
        SealedBatch sealed = standard().sealed();
        SealedBatch lying = new SealedBatch(
                sealed.id(),
                sealed.exercise(),
                sealed.manifest(),
                sealed.leaves(),
                sealed.leafPositions(),
                sealed.objectRoot(),
                sealed.contentKey(),
                sealed.ciphertext(),
                sealed.ciphertextHash(),
                sealed.plaintextBytes() * 2,
                sealed.stanzas());
        refused(Clause.DELIVERY_CIPHERTEXT, Dispatched.of(lying).delivery(1));
    }

    private static Delivery ordered(Dispatched dispatched, OrderProof order) {
        return dispatched.delivery(
                dispatched.numbered().record(),
                order,
                dispatched.stanza(1),
                dispatched.sealed().ciphertext());
    }

    @Test
    void an_order_path_or_position_or_entry_that_was_changed() {
        Dispatched dispatched = standard();
        OrderProof order = dispatched.order(1);
        OrderEntry entry = order.entry();
        for (int level = 0; level < Limits.TREE_DEPTH; level++) {
            List<Hash> path = new ArrayList<>(order.path());
            path.set(level, Hash.ZERO);
            refused(Clause.ORDER_PATH, ordered(dispatched, new OrderProof(entry, order.position(), path)));
        }
        refused(Clause.ORDER_PATH, ordered(dispatched, new OrderProof(entry, order.position() ^ 1, order.path())));
        List<Hash> reversed = new ArrayList<>(order.path());
        Collections.reverse(reversed);
        refused(Clause.ORDER_PATH, ordered(dispatched, new OrderProof(entry, order.position(), reversed)));
        OrderKey flash = new OrderKey(entry.key().node(), entry.key().recipient(), Lane.FLASH, entry.key().stream());
        for (OrderEntry other : List.of(
                new OrderEntry(Hash.ZERO, entry.key(), 7, entry.previous(), entry.stanzaHash()),
                new OrderEntry(entry.salt(), flash, 7, entry.previous(), entry.stanzaHash()),
                new OrderEntry(entry.salt(), entry.key(), 8, entry.previous(), entry.stanzaHash()),
                new OrderEntry(entry.salt(), entry.key(), 7, entry.stanzaHash(), entry.stanzaHash()),
                new OrderEntry(entry.salt(), entry.key(), 7, entry.previous(), entry.previous()))) {
            refused(Clause.ORDER_PATH, ordered(dispatched, new OrderProof(other, order.position(), order.path())));
        }
    }

    @Test
    void another_recipient_s_proof() {
        Dispatched dispatched = standard();
        refused(Clause.ORDER_RECIPIENT, dispatched.delivery(2), 1);
        refused(Clause.ORDER_RECIPIENT, dispatched.delivery(1), 4);
    }

    @Test
    void a_node_that_is_not_the_sender_s() {
        SealedBatch sealed = standard().sealed();
        Numbered.Origin own = Dispatched.origin();
        Numbered.Origin foreign = new Numbered.Origin(
                own.federation(), own.epoch(), own.stateHash(), own.sender(), own.signingEpoch(), Federation.node(2));
        refused(
                Clause.ORDER_NODE,
                Dispatched.sign(sealed, Dispatched.number(sealed, foreign)).delivery(1));
    }

    @Test
    void a_re_wrapped_stanza_that_the_sender_did_not_sign_for_this_dispatch_and_recipient() {
        Dispatched dispatched = standard();
        Delivery good = dispatched.rewrapped(1, Federation.sealing(4), 2);
        assertThat(Dispatched.admit(good, 1).payloadHash())
                .isEqualTo(dispatched.envelope().payloadHash());
        Rewrap rewrap = Rewrap.parse(((Delivery.Rewrapped) good.body()).rewrap().payload());
        for (Rewrap other : List.of(
                to(rewrap, Federation.id(2), rewrap.payloadHash()),
                to(rewrap, rewrap.recipient(), Federation.hash("another dispatch")))) {
            refused(
                    Clause.REWRAP_SIGNED,
                    dispatched.rewrapped(1, Federation.sign(0, PayloadTypes.REWRAP, other.toBytes())));
        }
        DsseEnvelope signed = Federation.sign(0, PayloadTypes.REWRAP, rewrap.toBytes());
        byte[] damaged = signed.signature();
        damaged[100] ^= 1;
        refused(
                Clause.REWRAP_SIGNED,
                dispatched.rewrapped(
                        1, new DsseEnvelope(PayloadTypes.REWRAP, rewrap.toBytes(), signed.keyId(), damaged)));
        refused(
                Clause.ENCODING,
                dispatched.rewrapped(1, Federation.sign(0, PayloadTypes.REWRAP, new byte[Rewrap.LENGTH_BYTES])));
        // Another key may be one that is not known here yet.
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> Dispatched.admit(
                        dispatched.rewrapped(1, Federation.sign(2, PayloadTypes.REWRAP, rewrap.toBytes())), 1))
                .satisfies(rejected -> {
                    assertThat(rejected.clause()).isEqualTo(Clause.REWRAP_SIGNED);
                    assertThat(rejected.forNow()).isTrue();
                });
    }

    private static Rewrap to(Rewrap rewrap, MemberId recipient, Hash payloadHash) {
        return new Rewrap(
                rewrap.suite(),
                rewrap.federation(),
                rewrap.sender(),
                recipient,
                payloadHash,
                rewrap.sealingEpoch(),
                rewrap.stanza());
    }

    @Test
    void a_stanza_that_was_swapped_or_changed() {
        Dispatched dispatched = standard();
        for (byte[] stanza :
                List.of(dispatched.stanza(2), changed(dispatched.stanza(1), 0), new byte[HpkeProvider.STANZA_BYTES])) {
            refused(
                    Clause.ORDER_STANZA,
                    dispatched.delivery(
                            dispatched.numbered().record(),
                            dispatched.order(1),
                            stanza,
                            dispatched.sealed().ciphertext()));
        }
    }

    @Test
    void a_withdrawn_delivery_is_admitted_by_header_and_number_alone() {
        Dispatched dispatched = standard();
        Delivery withdrawn = new Delivery(
                dispatched.envelope(),
                dispatched.numbered().record(),
                dispatched.order(1),
                new Delivery.Withdrawn(List.of(dispatched.relayed(0))),
                dispatched.log());
        assertThat(Dispatched.admit(Delivery.parse(withdrawn.toBytes()), 1).payloadHash())
                .isEqualTo(dispatched.numbered().payloadHash());
        refused(Clause.ORDER_RECIPIENT, withdrawn, 2);
    }
}
