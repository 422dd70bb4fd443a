// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.NodeId;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.TlsPin;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Numbered;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Sealer;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.Core;
import org.mithaq.stix.Tlp;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// A member that rotates in the node id of another (Charter 9.8): its numbers are not taken for those of that node.
class NodeIdTest {

    private static final int LIAR = 3;
    private static final NodeId VICTIM =
            TestFederation.card(0).nodes().getFirst().id();
    private static final MemberId LIAR_ID = TestFederation.card(LIAR).id();
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final CharterNodes nodes = new CharterNodes();

    @BeforeEach
    void the_liar_takes_the_id_of_a_node_of_another() {
        nodes.meet(0, 1);
        nodes.meet(0, LIAR);
        SignedAct taking = taking();
        for (int member = 0; member < 4; member++) {
            nodes.at(member).desk.rotate(taking);
        }
    }

    private SignedAct taking() {
        CharterState state = nodes.at(LIAR).book.now();
        CertifiedCard before = state.certifiedCard(LIAR_ID).orElseThrow();
        MemberCard card = before.card();
        MemberNode taken =
                new MemberNode(VICTIM, List.of(), List.of(new TlsPin(Hash.wrap(TestFederation.seed(LIAR, "pin")))));
        MemberCard next = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                List.of(card.nodes().getFirst(), taken),
                card.signingKey(),
                card.sealingKey(),
                card.log(),
                card.witness(),
                card.validity(),
                card.serial() + 1);
        CertifiedCard certified = CertifiedCard.certify(CharterNodes.SIGNATURES, TestFederation.root(LIAR), next);
        return new Rotation(state.federation(), before.payloadHash(), certified, Set.of(), LogPin.EMPTY)
                .sign(
                        CharterNodes.SIGNATURES,
                        card,
                        TestFederation.root(LIAR),
                        TestFederation.keys(LIAR).signing());
    }

    /// The liar's dispatch under number 1 of the line of the other's node.
    private byte[] forged() {
        StreamId stream = nodes.at(LIAR)
                .ledger
                .read(tables -> tables.inbox().lines().stream()
                        .filter(line -> line.node().equals(VICTIM))
                        .findFirst()
                        .orElseThrow()
                        .stream());
        CharterState charter = nodes.at(1).book.now();
        MemberId to = TestFederation.card(1).id();
        var key = charter.member(to).orElseThrow().sealingKey();
        Batch batch = new Batch(
                charter.plenary().id(),
                Lane.ROUTINE,
                0,
                false,
                List.of(Nodes.item(Nodes.freshId(), 1, Tlp.GREEN).content()),
                List.of(new Batch.Recipient(to, key.key(), key.epoch())));
        SealedBatch sealed =
                new Sealer(HpkeProvider.best(), charter.federation(), LIAR_ID).seal(batch, new SecureRandom());
        Numbered numbered = Numbered.number(
                sealed,
                new Numbered.Origin(charter.federation(), charter.epoch(), charter.hash(), LIAR_ID, 1, VICTIM),
                Map.of(to, new Numbered.Line(stream, Head.NONE)),
                Core.micros(NOW),
                new SecureRandom());
        MemoryTree log = new MemoryTree();
        long index = log.append(
                TreeHasher.leafHash(LogEvidence.record(sealed.manifest().logSalt(), numbered.payloadHash())));
        return new Delivery(
                        Dsse.sign(
                                CharterNodes.SIGNATURES,
                                TestFederation.keys(LIAR).signing(),
                                PayloadTypes.DISPATCH,
                                numbered.header().toBytes()),
                        numbered.record(),
                        Objects.requireNonNull(numbered.orders().get(to)),
                        new Delivery.Sealed(
                                Objects.requireNonNull(sealed.stanzas().get(to)), sealed.ciphertext()),
                        new LogEvidence(
                                log.inclusion(index, log.size()),
                                TestFederation.logSigner(LIAR)
                                        .sign(new Checkpoint(TestFederation.origin(LIAR), log.size(), log.root()))
                                        .encode()))
                .toBytes();
    }

    @Test
    void a_dispatch_under_the_node_id_of_another_is_refused_at_the_door_and_uses_up_no_number() {
        Answers lied = nodes.deliver(LIAR, 1, forged());

        assertThat(lied.receipts()).isEmpty();
        assertThat(DoorRefusal.parse(lied.refusal().orElseThrow().payload()).clause())
                .isEqualTo(Clause.ORDER_NODE.id());
        nodes.post(0);
        Answers honest = nodes.deliver(0, 1, nodes.copies(0, 1).getFirst());
        assertThat(honest.receipts())
                .singleElement()
                .satisfies(receipt ->
                        assertThat(Receipt.parse(receipt.payload()).status()).isEqualTo(Receipt.Status.ACCEPTED));
        nodes.at(0).door.settle(TestFederation.card(1).id(), honest);
        assertThat(nodes.copies(0, 1)).isEmpty();
        assertThat(nodes.alarms(1)).containsExactly("door");
    }

    @Test
    void a_greeting_of_the_node_of_another_is_refused_and_opens_no_stream_in_its_name() {
        MemberId to = TestFederation.card(1).id();
        Greeting own = nodes.at(LIAR).contacts.greet(to, Core.micros(NOW));
        ContactStatement said = ContactStatement.parse(own.statement().payload());
        ContactStatement lying = new ContactStatement(
                said.suite(),
                said.federation(),
                said.epoch(),
                said.stateHash(),
                said.sender(),
                VICTIM,
                said.recipient(),
                said.timeMicros(),
                said.sealingEpoch(),
                said.sent(),
                said.received(),
                said.checkpoints());
        byte[] greeting = new Greeting(
                        Dsse.sign(
                                CharterNodes.SIGNATURES,
                                TestFederation.keys(LIAR).signing(),
                                PayloadTypes.CONTACT,
                                lying.toBytes()),
                        List.of())
                .toBytes();

        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> nodes.at(1).contacts.hear(LIAR_ID, greeting));
        nodes.meet(LIAR, 1);
        nodes.meet(0, 1);
    }
}
