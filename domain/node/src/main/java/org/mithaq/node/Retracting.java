// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.charter.CharterState;
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
    /// that the other lies in, queued or delivered. Who has left the federation is told nothing any more.
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
            Prepared theirs = new Prepared(sealed(how, proof, recipients), Optional.empty());
            List<Ready> ours = ready(List.of(own));
            turns.run(turn -> {
                Relays.forget(turn, leafHash, passed);
                new Submit(theirs).run(turn);
                return retract(turn, ours);
            });
        }
    }

    /// One leaf that is taken back, how, and from whom.
    record Retraction(Sealing.Posting posting, RecallStatement statement, Set<MemberId> recipients) {}

    /// A retraction and the dispatch that carries it; none where nobody is a member any more who had the leaf.
    private record Ready(RecallStatement statement, List<Prepared.Outgoing> sealed) {}

    /// Sends recalls of this member's own, and notes them for this node itself, all in one transaction: a
    /// crash leaves no leaf of an object behind that nothing can recall any more.
    List<Submit.Posted> recall(List<Retraction> retractions) {
        List<Ready> ready = ready(retractions);
        return turns.run(turn -> retract(turn, ready));
    }

    private List<Ready> ready(List<Retraction> retractions) {
        return retractions.stream()
                .map(each -> new Ready(
                        each.statement(),
                        sealed(
                                each.posting(),
                                Item.of(
                                        LeafKind.RECALL,
                                        Terms.standard(),
                                        each.statement().toBytes()),
                                each.recipients())))
                .toList();
    }

    private List<Prepared.Outgoing> sealed(Sealing.Posting how, Item item, Set<MemberId> recipients) {
        CharterState now = charter.now();
        Set<MemberId> present = new TreeSet<>(recipients);
        present.retainAll(now.members().keySet());
        return present.isEmpty() ? List.of() : sealing.seal(now, how, List.of(item), present, Set.of());
    }

    private List<Submit.Posted> retract(Turn turn, List<Ready> retractions) {
        List<Submit.Posted> all = new ArrayList<>();
        for (Ready each : retractions) {
            List<Submit.Posted> posted = new Submit(new Prepared(each.sealed(), Optional.empty()))
                    .run(turn)
                    .posted();
            if (posted.isEmpty()) {
                Recalls.noteAlone(turn, self.member(), each.statement());
            } else {
                Recalls.noteOwn(
                        turn,
                        self.member(),
                        each.statement(),
                        each.sealed().getFirst().sealed(),
                        posted.getFirst());
            }
            all.addAll(posted);
        }
        return all;
    }
}
