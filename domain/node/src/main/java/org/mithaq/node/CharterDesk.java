// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mithaq.charter.Ballot;
import org.mithaq.charter.CertifiedAct;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Fold;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.StorageFailed;

/// Carries acts, proposals and votes between this node and the other members, and votes for this member (Charter 7 and
/// 11). Safe for threads: one call at a time does its work, and none waits for a peer.
///
/// What people decide is asked here: [#propose] and [#approve]. Everything else follows from the protocol: a lock, a
/// commit, the next round, a certificate, the next state.
public final class CharterDesk {

    private final NodeIdentity self;
    private final CharterBook book;
    private final SignatureProvider signatures;
    private final Ledger ledger;
    private final Turns turns;
    private final Own own;
    private final LogPins pins;
    private final VotingRule rule;
    private final Guests guests;
    private final List<Runnable> changed = new CopyOnWriteArrayList<>();
    private final OwnCardSeen ownCard;
    private Balloting balloting;

    /// This node's own side.
    ///
    /// @param signing signs votes
    /// @param log what pins are held against
    /// @param watch the clock of rounds
    public record Own(Signing signing, OwnLog log, PeerDesk.Watch watch) {}

    /// How it stands with a proposal.
    ///
    /// @param act as it was proposed
    /// @param draft what it would change
    /// @param approved whether this member votes for it
    /// @param prepared how many members have prepared it in some round
    /// @param needed how many have to, in one round
    public record Proposal(SignedAct act, MembershipDraft draft, boolean approved, int prepared, int needed) {}

    /// @param self whose node
    /// @param book the acts that are followed
    /// @param signatures what verifies
    /// @param ledger where all of it is kept
    /// @param turns where it is changed
    /// @param own what signs, and by which rule
    public CharterDesk(
            NodeIdentity self, CharterBook book, SignatureProvider signatures, Ledger ledger, Turns turns, Own own) {
        this.self = self;
        this.book = book;
        this.signatures = signatures;
        this.ledger = ledger;
        this.turns = turns;
        this.own = own;
        this.pins = new LogPins(self.member(), book, ledger, own.log(), turns);
        this.rule = new VotingRule(ledger, turns, pins);
        this.guests = new Guests(book, ledger, turns, own.watch());
        this.ownCard = new OwnCardSeen(self.member(), book);
        this.balloting = opened();
    }

    private Balloting opened() {
        CharterShelf.Voting stored = ledger.read(tables -> CharterShelf.voting(tables, book.now()));
        return new Balloting(self.member(), signatures, book.now(), stored, turns, own.signing());
    }

    /// Calls `listener` whenever there is something to tell the other members, or the state is another: must not wait.
    public void onChange(Runnable listener) {
        changed.add(listener);
    }

    /// Proposes an act to the members, and approves it.
    ///
    /// @param act endorsed by the root of the member that it concerns
    /// @return its payload hash, by which people name it
    /// @throws CharterRejected if it would not fold, or its pins do not hold
    public Hash propose(SignedAct act) {
        synchronized (this) {
            demandThawed();
            MembershipDraft draft = Charter.proposed(signatures, book.now(), act);
            pins.checkOwn(draft);
            balloting.ballot().propose(act);
            turns.run(turn -> {
                CharterShelf.propose(turn, act);
                CharterShelf.approve(turn, act.payloadHash());
                return true;
            });
            balloting.approve(act.payloadHash());
            advance();
        }
        tell();
        return act.payloadHash();
    }

    /// Approves a proposal for this member: it votes for it from now on, as far as its lock allows.
    ///
    /// @throws CharterRejected if there is no such proposal, or its pins do not hold
    public void approve(Hash act) {
        synchronized (this) {
            demandThawed();
            SignedAct proposed = balloting
                    .ballot()
                    .proposal(act)
                    .orElseThrow(() -> new CharterRejected(
                            CharterRejected.Code.MISSING, CharterClause.NEWS, "no proposal " + act.hex()));
            pins.check(balloting.ballot().propose(proposed));
            turns.run(turn -> {
                CharterShelf.approve(turn, act);
                return true;
            });
            balloting.approve(act);
            advance();
        }
        tell();
    }

    private void demandThawed() {
        if (book.isFrozen()) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.FREEZE, "the charter is frozen: see the alarms");
        }
    }

    /// The pins that an act proposed here has to have.
    public LogPins pins() {
        return pins;
    }

    /// What is voted for without asking a person.
    public VotingRule rule() {
        return rule;
    }

    /// Who was invited, and is no member yet.
    public Guests guests() {
        return guests;
    }

    /// The proposals on the present state, in the order in which they came.
    public synchronized List<Proposal> proposals() {
        return balloting.ballot().proposals().stream().map(this::standing).toList();
    }

    private Proposal standing(SignedAct act) {
        return new Proposal(
                act,
                balloting.ballot().propose(act),
                balloting.approved().contains(act.payloadHash()),
                balloting.prepared(act.payloadHash()),
                book.now().certificateQuorum());
    }

    /// Everything that this node has, by name, and of that nothing: a question for what is missing.
    public synchronized CharterNews question() {
        SortedSet<Hash> names = new TreeSet<>();
        all().forEach(item -> names.add(item.name()));
        balloting.ballot().proposals().forEach(act -> names.add(new CharterNews.Proposed(act).name()));
        while (names.size() > CharterNews.HELD_MAX) {
            names.removeFirst();
        }
        return new CharterNews(book.now().federation(), names, List.of());
    }

    /// As [#question], with what `theirs` shows to be missing there, as far as it fits in one message.
    public synchronized CharterNews answer(CharterNews theirs) {
        CharterNews question = question();
        List<CharterNews.Item> items = new ArrayList<>();
        long bytes = (long) Hash.LENGTH_BYTES * question.held().size() + 4_096;
        for (CharterNews.Item item : all()) {
            if (theirs.held().contains(item.name())) {
                continue;
            }
            bytes += item.bytes() + 16;
            if (bytes > CharterNews.BYTES_MAX || items.size() == CharterNews.ITEMS_MAX) {
                break;
            }
            items.add(item);
        }
        return new CharterNews(question.federation(), question.held(), items);
    }

    /// What is handed on: every act, every vote, and the proposals that this member wants decided. Those of others are
    /// for others to hand on, so that one member cannot fill everybody's table.
    private List<CharterNews.Item> all() {
        List<CharterNews.Item> all = new ArrayList<>();
        book.entries().forEach(entry -> all.add(new CharterNews.Decided(entry)));
        balloting.ballot().proposals().stream()
                .filter(act -> balloting.approved().contains(act.payloadHash()))
                .forEach(act -> all.add(new CharterNews.Proposed(act)));
        all.addAll(balloting.votes());
        return all;
    }

    /// Takes what a member hands over.
    ///
    /// @param from the member at the other end of the connection
    /// @return whether any of it was new
    /// @throws CharterRejected if it is of another federation
    public boolean take(MemberId from, CharterNews news) {
        boolean any = false;
        synchronized (this) {
            if (!news.federation().equals(book.now().federation())) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE, CharterClause.NEWS_FORM, "another federation");
            }
            for (CharterNews.Item item : news.items()) {
                any |= take(from, item);
            }
            any |= advance();
            any |= ownCard.seenWith(from, news);
        }
        if (any) {
            tell();
        }
        return any;
    }

    /// The other members that are not known to have the act that made this member's newest card.
    public synchronized List<MemberId> lackingOwnCard() {
        return ownCard.lacking();
    }

    private boolean take(MemberId from, CharterNews.Item item) {
        try {
            return switch (item) {
                case CharterNews.Decided decided -> follow(decided.entry());
                case CharterNews.Proposed proposed -> take(from, proposed.act());
                case CharterNews.Voted voted ->
                    !book.isFrozen() && balloting.take(voted, own.watch().nowMicros());
            };
        } catch (CharterRejected rejected) {
            // Of another state, or not to be judged yet, or worth nothing: what matters comes again (Charter 11.3).
            return false;
        }
    }

    private boolean take(MemberId from, SignedAct act) {
        Ballot ballot = balloting.ballot();
        // What this member's own people propose always finds room.
        boolean full = ballot.proposals().size() >= Ballot.PROPOSALS_MAX - CharterShelf.PROPOSALS_OF_ONE_MAX;
        if (full || book.isFrozen() || ballot.proposal(act.payloadHash()).isPresent()) {
            return false;
        }
        Optional<Boolean> approved = rule.take(from, act, Charter.proposed(signatures, book.now(), act));
        if (approved.isEmpty()) {
            return false;
        }
        ballot.propose(act);
        if (approved.get()) {
            balloting.approve(act.payloadHash());
        }
        return true;
    }

    /// Follows an act that was decided, or that needs no vote, if it is new and folds.
    private boolean follow(CharterEntry entry) {
        if (book.entries().stream().anyMatch(each -> each.payloadHash().equals(entry.payloadHash()))
                || !book.isNear(entry)) {
            return false;
        }
        Fold before = book.fold();
        CharterState former = book.now();
        Fold fold = book.with(entry);
        if (fold instanceof Fold.Stopped stopped) {
            if (entry instanceof CertifiedAct && stopped.clause() == CharterClause.UNKNOWN_TYPE) {
                turns.run(turn -> {
                    turn.alarm(AlarmKind.CHARTER_STOPPED, entry.payloadHash().hex(), stopped.reason(), entry.encode());
                    return true;
                });
            }
            return false;
        }
        CharterState next = fold instanceof Fold.Frozen frozen ? frozen.state() : ((Fold.Standing) fold).state();
        boolean epoch = !next.hash().equals(former.hash());
        try {
            turns.run(turn -> {
                CharterShelf.follow(turn, entry);
                if (epoch || (fold instanceof Fold.Frozen && !(before instanceof Fold.Frozen))) {
                    CharterShelf.close(turn);
                }
                CharterAlarms.raise(turn, former, next, fold, before);
                KeyTimes.note(turn, former, next);
                return true;
            });
        } catch (StorageFailed failed) {
            // It may be there all the same: then it counts, here as at the next start.
            if (ledger.read(tables -> CharterShelf.has(tables, entry))) {
                book.take(entry);
                balloting = opened();
            }
            throw failed;
        }
        book.take(entry);
        // Votes are judged by present keys: a rotation makes the ballot anew too.
        balloting = opened();
        return true;
    }

    /// Follows a rotation of this member's own keys, and tells the others.
    ///
    /// @throws CharterRejected if it does not follow on the present card
    public void rotate(SignedAct act) {
        synchronized (this) {
            if (!follow(act)) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.ROTATE_FORM,
                        "a rotation that is here already, or of another card");
            }
        }
        tell();
    }

    /// Lets time pass: rounds that came to nothing end, and what was held back is done.
    public void tick() {
        boolean any;
        synchronized (this) {
            if (!own.log().isHeld() && ledger.read(CharterShelf::hasUnlogged)) {
                turns.run(turn -> {
                    CharterShelf.logRest(turn);
                    return true;
                });
            }
            if (!book.isFrozen()) {
                rule.look(balloting.ballot(), own.watch().nowMicros()).forEach(balloting::approve);
            }
            any = advance();
        }
        if (any) {
            tell();
        }
    }

    /// Votes and certifies as far as it goes.
    private boolean advance() {
        boolean any = false;
        while (!book.isFrozen() && !own.log().isHeld()) {
            boolean voted = balloting.vote(own.watch().nowMicros());
            Optional<CertifiedAct> decided = balloting.ballot().certified();
            boolean followed = decided.isPresent() && follow(decided.get());
            any = any || voted || followed;
            if (!voted && !followed) {
                break;
            }
        }
        return any;
    }

    private void tell() {
        changed.forEach(Runnable::run);
    }
}
