// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.exchange.Terms;
import org.mithaq.node.port.Ledger;

/// Sends recalls: this member's own, and others' to those whom this node passed the leaf on to.
final class Retracting {

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final Sealing sealing;

    Retracting(NodeIdentity self, LivingCharter charter, Ledger ledger, Turns turns, Sealing sealing) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.sealing = sealing;
    }

    /// Passes another originator's recall on to whomever this node relayed the leaf to, and takes back its own leaves
    /// that the other lies in, queued or delivered.
    void passOn(Recalls.Pending recall) {
        Hash leafHash = recall.statement().leafHash();
        List<Relays.Passed> relays =
                recall.originator().equals(self.member()) ? List.of() : ledger.read(t -> Relays.of(t, leafHash));
        for (Relays.Passed passed : relays) {
            Set<MemberId> recipients = new TreeSet<>();
            ledger.read(tables -> tables.outbox().entriesOf(passed.payloadHash()))
                    .forEach(entry -> recipients.add(entry.recipient()));
            Sealing.Posting how = new Sealing.Posting(passed.channel(), Lane.PRIORITY, 0, false);
            Item proof = Item.of(LeafKind.RELAYED, Terms.standard(), recall.proof());
            Retraction own = new Retraction(
                    how,
                    new RecallStatement(
                            passed.payloadHash(),
                            passed.leafHash(),
                            recall.statement().reason()),
                    recipients);
            Prepared theirs = new Prepared(
                    sealing.seal(charter.now(), how, List.of(proof), recipients, Set.of()), Optional.empty());
            List<Prepared.Outgoing> ours = sealed(List.of(own));
            turns.run(turn -> {
                Relays.forget(turn, leafHash, passed);
                new Submit(theirs).run(turn);
                return retract(turn, List.of(own), ours);
            });
        }
    }

    /// One leaf that is taken back, how, and from whom.
    record Retraction(Sealing.Posting posting, RecallStatement statement, Set<MemberId> recipients) {}

    /// Sends recalls of this member's own, and notes them for this node itself, all in one transaction: a
    /// crash leaves no leaf of an object behind that nothing can recall any more.
    List<Submit.Posted> recall(List<Retraction> retractions) {
        List<Prepared.Outgoing> sealed = sealed(retractions);
        return turns.run(turn -> retract(turn, retractions, sealed));
    }

    private List<Prepared.Outgoing> sealed(List<Retraction> retractions) {
        List<Prepared.Outgoing> sealed = new ArrayList<>();
        for (Retraction each : retractions) {
            Item item =
                    Item.of(LeafKind.RECALL, Terms.standard(), each.statement().toBytes());
            sealed.addAll(sealing.seal(charter.now(), each.posting(), List.of(item), each.recipients(), Set.of()));
        }
        return sealed;
    }

    private List<Submit.Posted> retract(Turn turn, List<Retraction> retractions, List<Prepared.Outgoing> sealed) {
        List<Submit.Posted> posted =
                new Submit(new Prepared(sealed, Optional.empty())).run(turn).posted();
        for (int index = 0; index < posted.size(); index++) {
            RecallStatement statement = retractions.get(index).statement();
            Recalls.noteOwn(turn, self.member(), statement, sealed.get(index).sealed(), posted.get(index));
        }
        return posted;
    }
}
