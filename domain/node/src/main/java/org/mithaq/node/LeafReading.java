// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.ChannelHandshake;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContentRejected;
import org.mithaq.exchange.Door;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.RelayCheck;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.port.Quarantine;
import org.mithaq.policy.Audience;
import org.mithaq.policy.Decision;
import org.mithaq.stix.Defect;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// Says what became of one leaf. A leaf that is refused goes to quarantine and leaves the others alone.
final class LeafReading {

    private final MemberId self;
    private final LivingCharter charter;
    private final RelayCheck relays;
    private final KeyVault vault;

    LeafReading(MemberId self, LivingCharter charter, RelayCheck relays, KeyVault vault) {
        this.self = self;
        this.charter = charter;
        this.relays = relays;
        this.vault = vault;
    }

    /// What became of one leaf: it rests, or recalls, or agrees, or is refused.
    record Result(
            Optional<Shelving.Resting> resting,
            Optional<Receipt.LeafStatus> status,
            Optional<Arriving.Recalled> recalled,
            Optional<ChannelHandshake> handshake,
            Optional<Quarantine.Row> refused,
            Optional<Arriving.Buried> buried) {}

    Result read(Door.Admitted admitted, Door.Opened opened, Leaf leaf, int position) {
        MemberId sender = admitted.header().sender();
        try {
            return switch (leaf.kind()) {
                case OBJECT -> object(leaf, position, new Words(sender, sender), leaf.content(), Optional.empty());
                case RELAYED ->
                    relayed(
                            leaf,
                            position,
                            new Passed(
                                    sender,
                                    opened.manifest().channel(),
                                    admitted.header().timeMicros()));
                case RECALL -> recall(admitted, opened, leaf, position);
                case HANDSHAKE -> handshake(sender, leaf);
            };
        } catch (ContentRejected rejected) {
            return refused(
                    sender, position, rejected.clause().id(), String.valueOf(rejected.getMessage()), leaf.content());
        } catch (MalformedEncoding malformed) {
            Clause clause = Clause.SEAL_PLAINTEXT;
            String reason = "protocol %s: %s".formatted(clause.id(), malformed.getMessage());
            return refused(sender, position, clause.id(), reason, leaf.content());
        }
    }

    /// Whose word an object is, and who sent it here.
    private record Words(MemberId originator, MemberId sender) {

        /// What is said of a refused object beside the sender, who is its source.
        String of() {
            return originator.equals(sender) ? "" : "passed on for " + originator.hex() + ": ";
        }
    }

    private Result object(Leaf leaf, int position, Words words, byte[] bytes, Optional<Shelving.Origin> origin) {
        return switch (StixReader.read(bytes, JsonLimits.standard())) {
            case Reading.Accepted accepted -> rest(leaf, position, words, accepted.accepted(), false, origin);
            case Reading.KeptWithDefects kept -> rest(leaf, position, words, kept.kept(), true, origin);
            case Reading.Refused refused -> {
                Defect first = refused.defects().getFirst();
                yield refused(words.sender(), position, clause(first), words.of() + first.quotation(), bytes);
            }
        };
    }

    /// The clause with the standard that it is of, where that is not another already.
    private static String clause(Defect defect) {
        return defect.clause().startsWith("§") ? "STIX 2.1 " + defect.clause() : defect.clause();
    }

    private Result rest(
            Leaf leaf,
            int position,
            Words words,
            StixObject object,
            boolean defects,
            Optional<Shelving.Origin> origin) {
        MemberId originator = words.originator();
        Hash leafHash = origin.map(Shelving.Origin::leafHash).orElseGet(leaf::hash);
        boolean buried = vault.isBuried(originator.hash(), leafHash);
        if (buried && origin.isEmpty()) {
            // The recall has overtaken the very dispatch that it is about: nothing came back, and nothing is kept.
            return overtaken(position);
        }
        if (buried || comesBack(originator, object)) {
            Clause clause = Clause.RECALL_BACK;
            String reason = "%sprotocol %s: %s".formatted(words.of(), clause.id(), clause.sentence());
            return buried(words.sender(), position, object, reason, origin.isEmpty());
        }
        return new Result(
                Optional.of(
                        new Shelving.Resting(leaf, position, Optional.of(object), originator, defects, false, origin)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// A leaf of this member's own that it had lost; nothing where it was recalled or is no object.
    Optional<Shelving.Resting> own(Leaf leaf, int position) {
        if (leaf.kind() != LeafKind.OBJECT || vault.isBuried(self.hash(), leaf.hash())) {
            return Optional.empty();
        }
        Reading reading = StixReader.read(leaf.content(), JsonLimits.standard());
        boolean defects = reading instanceof Reading.KeptWithDefects;
        return reading.object()
                .filter(object -> !comesBack(self, object))
                .map(object -> new Shelving.Resting(
                        leaf, position, Optional.of(object), self, defects, false, Optional.empty()));
    }

    /// Whether it is in substance what was recalled. The canonical form is made only where anything ever was.
    private boolean comesBack(MemberId originator, StixObject object) {
        return vault.tombstoneCount() > 0
                && vault.isBuried(
                        originator.hash(),
                        object.id().toString(),
                        object.version().key(),
                        object.contentHash());
    }

    private static Result overtaken(int position) {
        return new Result(
                Optional.empty(),
                Optional.of(new Receipt.LeafStatus(position, Receipt.Status.RECALLED, "")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Who passed something on, when it says so, and where.
    private record Passed(MemberId relay, ChannelId channel, long timeMicros) {}

    /// Relay 2: what the originator's terms and the object's markings did not let the relay pass on is not taken.
    private void checkRelease(RelayedObject proof, RelayCheck.Verified verified, Passed passed) {
        Optional<StixObject> object =
                StixReader.read(proof.leaf().content(), JsonLimits.standard()).object();
        if (object.isEmpty()) {
            return;
        }
        // What is no channel of the charter is between the two: only there may anybody but its members post at all.
        Releasing.Addressed addressed = charter.now()
                .channel(passed.channel())
                .map(channel -> Releasing.in(channel, Set.of(self)))
                .orElseGet(() ->
                        new Releasing.Addressed(Audience.Kind.BILATERAL, Set.of(passed.relay(), self), Set.of(self)));
        Decision decision = Releasing.decideRelay(
                object.get(),
                verified.header().sender(),
                proof.leaf().terms(),
                passed.relay(),
                self,
                addressed,
                Core.instant(passed.timeMicros()));
        if (decision instanceof Decision.Withhold withheld) {
            throw new ContentRejected(
                    Clause.RELAY_TERMS,
                    "%s passed on what it might not: %s"
                            .formatted(
                                    passed.relay().shortForm(), withheld.rule().code()));
        }
    }

    private Result relayed(Leaf leaf, int position, Passed passed) {
        MemberId relay = passed.relay();
        if (vault.isBuried(relay.hash(), leaf.hash())) {
            // The relay has taken its own leaf back, because the originator has taken back what lies in it.
            return overtaken(position);
        }
        RelayedObject proof = RelayedObject.parse(leaf.content());
        RelayCheck.Verified verified = relays.verify(proof, charter);
        charter.now()
                .member(verified.header().sender())
                .filter(card -> !CardTimes.covers(card, verified.header().timeMicros()))
                .ifPresent(card -> {
                    throw new ContentRejected(
                            Clause.HEADER_VALIDITY,
                            CardTimes.found(card, verified.header().timeMicros()));
                });
        return switch (proof.leaf().kind()) {
            case OBJECT -> {
                checkRelease(proof, verified, passed);
                Shelving.Origin origin = new Shelving.Origin(
                        verified.header().payloadHash(),
                        proof.position(),
                        proof.leaf().hash(),
                        verified.header().exercise());
                Words words = new Words(verified.header().sender(), relay);
                yield object(leaf, position, words, proof.leaf().content(), Optional.of(origin));
            }
            case RECALL -> recalled(Receiving.recalled(verified, proof));
            case RELAYED, HANDSHAKE ->
                throw new ContentRejected(
                        Clause.RELAY_LEAF, "a leaf of kind " + proof.leaf().kind());
        };
    }

    private Result recall(Door.Admitted admitted, Door.Opened opened, Leaf leaf, int position) {
        RelayedObject proof = new RelayedObject(
                admitted.delivery().envelope(),
                leaf,
                position,
                ObjectTable.of(opened).path(position),
                opened.manifest().logSalt(),
                admitted.delivery().log());
        return recalled(new Arriving.Recalled(
                admitted.header().sender(),
                RecallStatement.parse(leaf.content()),
                proof.toBytes(),
                admitted.payloadHash()));
    }

    private static Result recalled(Arriving.Recalled recalled) {
        return new Result(
                Optional.empty(),
                Optional.empty(),
                Optional.of(recalled),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Result handshake(MemberId sender, Leaf leaf) {
        ChannelHandshake handshake = ChannelHandshake.parse(leaf.content());
        if (handshake instanceof ChannelHandshake.Offer offer
                && !offer.proposer().equals(sender)) {
            throw new ContentRejected(Clause.MANIFEST_CHANNEL, "an offer in the name of another member");
        }
        return new Result(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(handshake),
                Optional.empty(),
                Optional.empty());
    }

    private Result buried(MemberId source, int position, StixObject object, String reason, boolean direct) {
        Quarantine.Row row = QuarantineDesk.sealed(vault, "peer:" + source.hex(), reason, object.bytes());
        Arriving.Buried buried = new Arriving.Buried(
                position, object.id().toString(), object.version().key(), direct, row);
        return new Result(
                Optional.empty(),
                Optional.of(refusal(position, Clause.RECALL_BACK.id())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(buried));
    }

    private static Receipt.LeafStatus refusal(int position, String clause) {
        return new Receipt.LeafStatus(position, Receipt.Status.REFUSED_FINALLY, clipped(clause, 100));
    }

    private Result refused(MemberId source, int position, String clause, String reason, byte[] bytes) {
        Quarantine.Row row = QuarantineDesk.sealed(vault, "peer:" + source.hex(), reason, bytes);
        return new Result(
                Optional.empty(),
                Optional.of(refusal(position, clause)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(row),
                Optional.empty());
    }

    /// At most `max` bytes of UTF-8, cut between characters.
    static String clipped(String text, int max) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > max) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
