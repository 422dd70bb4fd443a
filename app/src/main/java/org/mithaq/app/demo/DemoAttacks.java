// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Numbered;
import org.mithaq.exchange.OrderProof;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Sealer;
import org.mithaq.exchange.Terms;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.TreeHasher;

/// A hostile member of the demo: it has its own real keys, speaks to a running node over mutual TLS, and lies.
public final class DemoAttacks {

    private final NodeRuntime liar;
    private final MemberId victim;
    private final DemoPost post;
    private final SecureRandom random = new SecureRandom();

    /// @param liar the member's stopped node, opened over its store for its keys and its past
    /// @param victim whom it lies to
    /// @param port where the victim's node listens
    public DemoAttacks(NodeRuntime liar, MemberId victim, int port) {
        this.liar = liar;
        this.victim = victim;
        this.post = new DemoPost(liar, port);
    }

    /// Tries each lie, and says what the victim answered.
    ///
    /// @param other another member, for whose mail the liar has
    public List<DemoChecks.Claim> all(MemberId other) {
        Outbox.LineRow line = post.line(victim);
        byte[] honest = post.last(victim, line);
        byte[] foreign = post.last(other, post.line(other));
        return List.of(
                claim(
                        "an honest repetition gets the stored receipt",
                        send(honest),
                        answers -> DemoPost.accepted(answers) ? Optional.empty() : Optional.of("no stored receipt")),
                claim("a forged item is refused at the door", send(forged(honest)), DemoAttacks::refusedAtTheDoor),
                claim(
                        "an item for another recipient is refused at the door",
                        send(foreign),
                        DemoAttacks::refusedAtTheDoor),
                claim(
                        "a re-used sequence number is refused by a signed receipt",
                        send(again(line)),
                        answers -> refusedFinally(answers, "Order 6")),
                claim(
                        "a dispatch after one that was dropped on the way is accepted all the same",
                        send(afterGap(line)),
                        answers -> DemoPost.accepted(answers) ? Optional.empty() : Optional.of("not accepted")));
    }

    private interface Judge {
        Optional<String> fault(Answers answers);
    }

    private static DemoChecks.Claim claim(String claim, Optional<Answers> answers, Judge judge) {
        Optional<String> fault =
                answers.isEmpty() ? Optional.of("no answer of the protocol") : judge.fault(answers.get());
        return new DemoChecks.Claim(claim, fault.stream().toList(), 1);
    }

    private static Optional<String> refusedAtTheDoor(Answers answers) {
        return answers.refusal().isPresent()
                        && !DoorRefusal.parse(answers.refusal().get().payload()).forNow()
                ? Optional.empty()
                : Optional.of("no refusal at the door");
    }

    private static Optional<String> refusedFinally(Answers answers, String clause) {
        return answers.receipts().stream()
                        .map(envelope -> Receipt.parse(envelope.payload()))
                        .anyMatch(receipt -> receipt.status() == Receipt.Status.REFUSED_FINALLY
                                && receipt.clause().equals(clause))
                ? Optional.empty()
                : Optional.of("no receipt that names " + clause);
    }

    /// A real delivery whose header was changed after it was signed.
    private static byte[] forged(byte[] honest) {
        Delivery delivery = Delivery.parse(honest);
        byte[] header = delivery.envelope().payload();
        header[header.length - 1] ^= 1;
        DsseEnvelope changed = new DsseEnvelope(
                PayloadTypes.DISPATCH,
                header,
                delivery.envelope().keyId(),
                delivery.envelope().signature());
        return new Delivery(changed, delivery.record(), delivery.order(), delivery.body(), delivery.log()).toBytes();
    }

    /// Another dispatch, really signed, under the number of the last.
    private byte[] again(Outbox.LineRow line) {
        Outbox.EntryRow last = liar.ledger()
                .read(tables -> tables.outbox()
                        .entry(victim, line.lane(), line.stream(), line.head().sequence()))
                .orElseThrow();
        var entry = OrderProof.parse(last.order()).entry();
        return made(line, new Head(entry.sequence() - 1, entry.previous()));
    }

    /// A dispatch, really signed, two numbers further on.
    private byte[] afterGap(Outbox.LineRow line) {
        byte[] noise = new byte[32];
        random.nextBytes(noise);
        return made(line, new Head(line.head().sequence() + 1, Hash.wrap(noise)));
    }

    private byte[] made(Outbox.LineRow line, Head before) {
        MemberCard to = liar.charter().member(victim).orElseThrow();
        Batch batch = new Batch(
                liar.charter().plenary().id(),
                line.lane(),
                line.lane() == Lane.FLASH ? liar.nowMicros() + 60_000_000L : 0,
                false,
                List.of(new Batch.Content(LeafKind.HANDSHAKE, Terms.standard(), noHandshake())),
                List.of(new Batch.Recipient(
                        victim, to.sealingKey().key(), to.sealingKey().epoch())));
        SealedBatch sealed = new Sealer(
                        HpkeProvider.best(),
                        liar.charter().federation(),
                        liar.self().member())
                .seal(batch, random);
        Numbered numbered = Numbered.number(
                sealed,
                new Numbered.Origin(
                        liar.charter().federation(),
                        liar.charter().epoch(),
                        liar.charter().hash(),
                        liar.self().member(),
                        liar.keyring().signing().number(),
                        liar.self().node()),
                Map.of(victim, new Numbered.Line(line.stream(), before)),
                liar.nowMicros(),
                random);
        DsseEnvelope envelope = Dsse.sign(
                liar.signatures(),
                liar.keyring().signing().key(),
                PayloadTypes.DISPATCH,
                numbered.header().toBytes());
        var order = numbered.orders().get(victim);
        var stanza = sealed.stanzas().get(victim);
        if (order == null || stanza == null) {
            throw new IllegalStateException("numbered for nobody");
        }
        return new Delivery(
                        envelope,
                        numbered.record(),
                        order,
                        new Delivery.Sealed(stanza, sealed.ciphertext()),
                        privateLog(LogEvidence.record(sealed.manifest().logSalt(), numbered.payloadHash())))
                .toBytes();
    }

    /// An answer to an offer that was never made: harmless content.
    private byte[] noHandshake() {
        byte[] channel = new byte[32];
        random.nextBytes(channel);
        return new CanonicalWriter().u8(2).fixed(channel, 32).flag(false).toByteArray();
    }

    /// A log of one record that only the victim is shown: what a liar would do.
    private LogEvidence privateLog(byte[] record) {
        MemoryTree tree = new MemoryTree();
        tree.append(TreeHasher.leafHash(record));
        String origin =
                liar.charter().member(liar.self().member()).orElseThrow().log().origin();
        byte[] note = new NoteSigner(origin, liar.keyring().log(), liar.signatures())
                .sign(new Checkpoint(origin, 1, tree.root()))
                .encode();
        return new LogEvidence(tree.inclusion(0, 1), note);
    }

    private Optional<Answers> send(byte[] delivery) {
        return post.send(victim, delivery);
    }
}
