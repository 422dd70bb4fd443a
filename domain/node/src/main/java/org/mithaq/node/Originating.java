// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.policy.Decision;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// What a person of this member does with what is held: recall, relay, acknowledge, and open a bilateral channel.
/// Safe for threads.
public final class Originating {

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final Posting posting;
    private final Desk desk;

    /// What the work is done with.
    ///
    /// @param holdings reads objects and proofs
    /// @param recalls carries this node's own part of a recall out
    /// @param random cryptographic randomness
    public record Desk(Holdings holdings, RecallDesk recalls, SecureRandom random) {}

    /// @param self whose node
    /// @param charter whose channels
    /// @param ledger what is held
    /// @param turns where changes are made
    /// @param posting what sends
    /// @param desk what the rest is done with
    public Originating(
            NodeIdentity self, LivingCharter charter, Ledger ledger, Turns turns, Posting posting, Desk desk) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.posting = posting;
        this.desk = desk;
    }

    /// A request that cannot be carried out, and why.
    public static final class RequestRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RequestRefused(String reason) {
            super(reason);
        }
    }

    /// One leaf of an object that left this node.
    private record Left(ChannelId channel, Hash payloadHash, Hash leafHash) {}

    /// Takes back every leaf of this member's own object that ever left, in every version held (Recall 1).
    ///
    /// When this returns, the recalls are on their way, and this node's own copies are destroyed.
    ///
    /// @param reason for people, at most 1,024 bytes of UTF-8
    /// @return the dispatches that carry the recalls; none where all who had it have left
    /// @throws RequestRefused if this member never shared such an object
    public List<Submit.Posted> recall(String stixId, String reason) {
        List<Submit.Posted> posted = new ArrayList<>();
        List<Left> leaves = ledger.read(tables -> left(tables, stixId));
        if (leaves.isEmpty()) {
            throw new RequestRefused(recalledAt(stixId)
                    .map(at -> "this member has recalled %s already, at %s: mithaq dispatches shows who has declared it"
                            .formatted(stixId, at))
                    .orElse("this member has shared no object " + stixId));
        }
        while (!leaves.isEmpty()) {
            posted.addAll(posting.retracting().recall(retractions(leaves, reason)));
            desk.recalls().carryOut();
            // What was being shared with others meanwhile is taken back as well.
            leaves = ledger.read(tables -> left(tables, stixId));
        }
        turns.run(turn -> {
            byte[] at = new CanonicalWriter(8).u64(turn.nowMicros()).toByteArray();
            turn.tables().registry().putSetting(recalledName(stixId), at);
            return true;
        });
        return posted;
    }

    /// Nothing of a recalled object stays here: whoever asks again has its id, and a hash of that is enough.
    private static String recalledName(String stixId) {
        return "recalled-own:"
                + Hash.of(stixId.getBytes(StandardCharsets.UTF_8)).hex();
    }

    private Optional<Instant> recalledAt(String stixId) {
        return ledger.read(tables -> tables.registry().setting(recalledName(stixId)))
                .map(value -> Core.instant(new CanonicalReader(value).u64("recalled")));
    }

    private List<Retracting.Retraction> retractions(List<Left> leaves, String reason) {
        List<Retracting.Retraction> retractions = new ArrayList<>();
        for (Left leaf : leaves) {
            Set<MemberId> recipients = new TreeSet<>();
            ledger.read(tables -> tables.outbox().entriesOf(leaf.payloadHash()))
                    .forEach(entry -> recipients.add(entry.recipient()));
            retractions.add(new Retracting.Retraction(
                    new Sealing.Posting(leaf.channel(), Lane.PRIORITY, 0, false),
                    new RecallStatement(leaf.payloadHash(), leaf.leafHash(), reason),
                    recipients));
        }
        return retractions;
    }

    private List<Left> left(Ledger.Tables tables, String stixId) {
        List<Left> leaves = new ArrayList<>();
        for (Shelf.ObjectRow row : tables.shelf().objectsOf(stixId, Integer.MAX_VALUE)) {
            boolean own =
                    row.originator().equals(self.member()) && row.channel().isPresent();
            if (own && !row.payloadHash().equals(Hash.ZERO)) {
                leaves.add(new Left(row.channel().get(), row.payloadHash(), row.leafHash()));
            }
        }
        Copies.of(tables, stixId).stream()
                .filter(sent -> !tables.outbox().entriesOf(sent.payloadHash()).isEmpty())
                .forEach(sent -> leaves.add(new Left(
                        posting.channelOf(tables, sent.copy().batch()),
                        sent.payloadHash(),
                        sent.copy().leafHash())));
        leaves.sort(Comparator.comparingLong(leaf -> logIndex(tables, leaf)));
        return leaves.stream().distinct().toList();
    }

    private static long logIndex(Ledger.Tables tables, Left leaf) {
        return tables.outbox()
                .dispatch(leaf.payloadHash())
                .map(Outbox.DispatchRow::logIndex)
                .orElseThrow(() -> new IllegalStateException("a leaf without its dispatch"));
    }

    /// Passes a held object on to some members, with its originator's proof and terms, if policy allows it.
    ///
    /// @param row the object
    /// @param channel in which channel
    /// @param to to whom
    /// @param at the moment of the decision
    /// @throws RequestRefused with the rule, if policy withholds it from one of them; nothing is sent then
    public List<Submit.Posted> relay(Shelf.ObjectRow row, ChannelId channel, Set<MemberId> to, Instant at) {
        return desk.recalls().undisturbed(() -> passOn(row, channel, to, at));
    }

    private List<Submit.Posted> passOn(Shelf.ObjectRow row, ChannelId channel, Set<MemberId> to, Instant at) {
        RelayedObject proof = desk.holdings()
                .proof(row)
                .orElseThrow(() -> new RequestRefused("an object without a proof cannot be passed on"));
        StixObject object = StixReader.read(proof.leaf().content(), JsonLimits.standard())
                .object()
                .orElseThrow(() -> new RequestRefused("not an object that can be read"));
        Channel of =
                charter.now().channel(channel).orElseThrow(() -> new RequestRefused("no channel " + channel.hex()));
        if (!of.mayPost(self.member())) {
            throw new RequestRefused("this member may not post in channel " + channel.hex());
        }
        if (to.isEmpty() || to.contains(self.member()) || to.contains(row.originator())) {
            throw new RequestRefused("an object is passed on to others than this member and its originator");
        }
        Releasing.Addressed addressed = Releasing.in(of, to);
        for (MemberId recipient : to) {
            Decision decision = Releasing.decideRelay(
                    object, row.originator(), proof.leaf().terms(), self.member(), recipient, addressed, at);
            if (decision instanceof Decision.Withhold withheld) {
                throw new RequestRefused("policy withholds %s from %s: %s"
                        .formatted(
                                row.stixId(),
                                recipient.shortForm(),
                                withheld.rule().code()));
            }
        }
        Item item = Item.of(LeafKind.RELAYED, proof.leaf().terms(), proof.toBytes());
        Sealing.Posting how = new Sealing.Posting(channel, Lane.ROUTINE, 0, row.exercise());
        return posting.relay(how, item, row, to);
    }

    /// A person has seen a dispatch: says so to its sender, under this member's key.
    ///
    /// @param payloadHash which dispatch
    /// @param person duty role and opaque id
    /// @throws RequestRefused if no such dispatch came
    public void acknowledge(Hash payloadHash, Receipt.Person person) {
        turns.run(turn -> {
            Inbox.ArrivalRow arrival = turn.tables()
                    .inbox()
                    .arrival(payloadHash)
                    .orElseThrow(() -> new RequestRefused("no dispatch " + payloadHash + " came here"));
            Receipts.Subject subject = new Receipts.Subject(
                    arrival.sender(),
                    new OrderKey(arrival.node(), self.member(), arrival.lane(), arrival.stream()),
                    arrival.sequence(),
                    payloadHash);
            Receipts.Verdict verdict = new Receipts.Verdict(
                    Receipt.Status.ACKNOWLEDGED, "", "", List.of(), Optional.of(person), Receipt.Onward.NONE);
            Receipts.write(turn, subject, verdict);
            Flashes.acknowledged(turn, arrival.sender(), payloadHash);
            turn.effect(new Effect.Answer(arrival.sender()));
            return true;
        });
    }

    /// Offers a bilateral channel to another member.
    ///
    /// @param name what both will call it, at most 200 bytes of UTF-8
    public ChannelId offer(MemberId peer, String name) {
        ChannelHandshake.Offer offer = ChannelHandshake.Offer.make(self.member(), peer, name, desk.random());
        shake(offer, new Registry.BilateralRow(offer.channel(), peer, name, true, false));
        return offer.channel();
    }

    /// Accepts an offer that came here.
    ///
    /// @throws RequestRefused if there is none
    public void accept(ChannelId channel) {
        Registry.BilateralRow row = ledger.read(tables -> tables.registry().bilaterals().stream()
                        .filter(each -> each.id().equals(channel) && !each.proposedHere())
                        .findFirst())
                .orElseThrow(() -> new RequestRefused("no offer of channel " + channel.hex() + " came here"));
        shake(
                new ChannelHandshake.Answer(channel, true),
                new Registry.BilateralRow(channel, row.peer(), row.name(), false, true));
    }

    /// Sends one half of a handshake, and records what it makes of the channel in the same transaction.
    private void shake(ChannelHandshake handshake, Registry.BilateralRow row) {
        if (!posting.isMember(row.peer())) {
            throw new RequestRefused("no member " + row.peer().shortForm());
        }
        Item item = Item.of(LeafKind.HANDSHAKE, Terms.standard(), handshake.toBytes());
        Sealing.Posting how = new Sealing.Posting(handshake.channel(), Lane.PRIORITY, 0, false);
        posting.send(how, List.of(item), Set.of(row.peer()), turn -> Receive.put(turn, row));
    }

    /// Objects kept at home, for sharing by id.
    public List<Shelf.ObjectRow> kept(Set<String> stixIds) {
        return ledger.read(tables -> {
            TreeMap<String, Shelf.ObjectRow> newest = new TreeMap<>();
            for (String id : new HashSet<>(stixIds)) {
                tables.shelf().objectsOf(id, 1_000).stream()
                        .filter(row -> row.originator().equals(self.member()))
                        .forEach(row ->
                                newest.merge(id, row, (a, b) -> a.version().compareTo(b.version()) >= 0 ? a : b));
            }
            return List.copyOf(newest.values());
        });
    }
}
