// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mithaq.charter.Certificate;
import org.mithaq.charter.CertifiedAct;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.Preparation;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SignedVote;
import org.mithaq.charter.Validity;
import org.mithaq.charter.VotingLock;
import org.mithaq.charter.VotingRecord;
import org.mithaq.charter.VotingStep;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.CharterBook;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.KeyChange;
import org.mithaq.node.KeyVault;
import org.mithaq.node.LivingKeys;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.NodeKeys;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.PeerDesk;
import org.mithaq.node.Postbox;
import org.mithaq.node.Posting;
import org.mithaq.node.RecallDesk;
import org.mithaq.node.Receiving;
import org.mithaq.node.Rewrapping;
import org.mithaq.node.Sealing;
import org.mithaq.node.Signing;
import org.mithaq.node.Starting;
import org.mithaq.node.port.Alarms;
import org.mithaq.stix.Tlp;
import org.mithaq.tlog.NoteSigner;

/// Members whose charter changes while they run: the domain's own objects over ledgers in memory; a test carries what
/// they say.
final class CharterNodes {

    static final SignatureProvider SIGNATURES = TestFederation.SIGNATURES;

    private static final HpkeProvider HPKE = HpkeProvider.best();

    /// Four founders; the member of this index is none.
    static final int NEWCOMER = 4;

    private static final TestFederation FEDERATION = TestFederation.founded(IntStream.range(0, NEWCOMER)
            .mapToObj(TestFederation.Seat::unconnected)
            .toList());

    final TestFederation federation = FEDERATION;
    private final List<Station> stations = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    CharterNodes() {
        for (int member = 0; member < NEWCOMER; member++) {
            stations.add(new Station(member, new MemoryLedger(), List.of(federation.founding())));
        }
    }

    /// One run of one member's program.
    final class Station {
        final int member;
        final MemoryLedger ledger;
        final CharterBook book;
        final SameThreadTurns turns;
        final CharterDesk desk;
        final Contacts contacts;
        final Starting starting;
        final Posting posting;
        final Postbox postbox;
        final PeerDesk door;
        final OwnLog log = new OwnLog();
        final KeyChange change;
        private final LivingKeys living;

        Station(int member, MemoryLedger ledger, List<? extends CharterEntry> founding) {
            this.member = member;
            this.ledger = ledger;
            List<CharterEntry> acts = new ArrayList<>(founding);
            ledger.read(tables -> tables.registry().acts()).forEach(each -> acts.add(CharterEntry.decode(each)));
            book = new CharterBook(SIGNATURES, acts);
            SecureRandom random = new SecureRandom();
            NodeIdentity self = new NodeIdentity(
                    TestFederation.card(member).id(),
                    TestFederation.card(member).nodes().getFirst().id());
            turns = new SameThreadTurns(new Core(ledger, self, book, log, () -> now, random));
            living = LivingKeys.of(TestFederation.keys(member), book, self.member());
            Signing signing = new Signing(SIGNATURES, living, turns);
            desk = new CharterDesk(
                    self, book, SIGNATURES, ledger, turns, new CharterDesk.Own(signing, log, () -> Core.micros(now)));
            OwnCheckpoints checkpoints =
                    new OwnCheckpoints(log, TestFederation.origin(member), this::logSigner, Optional.empty());
            change = new KeyChange(
                    self,
                    SIGNATURES,
                    ledger,
                    turns,
                    desk,
                    new KeyChange.Own(
                            log,
                            signing,
                            living,
                            () -> book.now().member(self.member()).orElseThrow()));
            starting = new Starting(
                    self, book, SIGNATURES, ledger, turns, new Starting.OwnSide(log, checkpoints, Core.micros(now)));
            contacts = new Contacts(
                    self,
                    book,
                    SIGNATURES,
                    ledger,
                    turns,
                    new Contacts.Own(signing, checkpoints, Optional.of(starting)));
            KeyVault vault = new KeyVault(
                    new MemoryKeyFile(), SecretBytes.handOver(TestFederation.seed(member, "master")), random);
            posting = new Posting(self, book, ledger, turns, new Sealing(self, book, HPKE, vault, random));
            postbox = new Postbox(ledger, vault, signing, checkpoints, turns, new Rewrapping(book, HPKE, signing));
            door = new PeerDesk(
                    self,
                    book,
                    SIGNATURES,
                    ledger,
                    turns,
                    new PeerDesk.Tools(
                            new Receiving(
                                    self, book, SIGNATURES, HPKE, new Receiving.Own(living, vault, Runnable::run)),
                            signing,
                            postbox,
                            new RecallDesk(ledger, vault, turns, posting),
                            () -> Core.micros(now)));
            if (book.now().member(self.member()).isPresent()) {
                contacts.openStreams();
            }
        }

        private NoteSigner logSigner() {
            NoteSigner first = TestFederation.logSigner(member);
            return book.now()
                            .member(TestFederation.card(member).id())
                            .filter(card -> !card.log()
                                    .verifierKeys()
                                    .contains(first.verifierKey().vkey()))
                            .isPresent()
                    ? NewKeys.log(member)
                    : first;
        }

        /// The keys that live.
        NodeKeys keys() {
            return living.keys();
        }
    }

    long nowMicros() {
        return Core.micros(now);
    }

    /// Everybody greets everybody.
    void meetAll() {
        for (int one = 0; one < stations.size(); one++) {
            for (int other = 0; other < stations.size(); other++) {
                if (one != other) {
                    meet(one, other);
                }
            }
        }
    }

    Station at(int member) {
        return stations.get(member);
    }

    /// The process ends and begins again over the same ledger.
    Station restart(int member) {
        return restartOver(member, at(member).ledger);
    }

    /// It begins again over another ledger, as from a copy.
    Station restartOver(int member, MemoryLedger ledger) {
        stations.set(member, new Station(member, ledger, List.of(federation.founding())));
        return at(member);
    }

    /// The newcomer starts, with the acts that somebody gave it.
    Station join(int from) {
        Station newcomer =
                new Station(NEWCOMER, new MemoryLedger(), at(from).book.entries());
        stations.add(newcomer);
        return newcomer;
    }

    void pass(long seconds) {
        now = now.plusSeconds(seconds);
        stations.forEach(each -> each.desk.tick());
    }

    /// `one` calls `other`, and both tell each other until nothing is new.
    void talk(int one, int other) {
        CharterNews ours = at(one).desk.question();
        for (int message = 0; message < 32; message++) {
            byte[] asked = ours.toBytes();
            at(other).desk.take(TestFederation.card(one).id(), CharterNews.parse(asked));
            byte[] answered = at(other).desk.answer(CharterNews.parse(asked)).toBytes();
            boolean learnt = at(one).desk.take(TestFederation.card(other).id(), CharterNews.parse(answered));
            CharterNews next = at(one).desk.answer(CharterNews.parse(answered));
            if (!learnt && next.items().equals(ours.items())) {
                return;
            }
            ours = next;
        }
        throw new AssertionError("two members talk without an end");
    }

    /// All of these talk with each other, twice.
    void talk(Set<Integer> members) {
        for (int times = 0; times < 3; times++) {
            members.forEach(one -> members.stream().filter(other -> other > one).forEach(other -> talk(one, other)));
        }
    }

    /// The act by which `member` leaves, endorsed by its root.
    SignedAct leave(int member, int proposer) {
        return endorsed(
                member,
                proposer,
                new MembershipDraft.Leave(
                        TestFederation.card(member).id(),
                        at(proposer).desk.pins().present()));
    }

    /// The act by which the newcomer is admitted, endorsed by its root.
    SignedAct admit(int proposer) {
        CertifiedCard card =
                CertifiedCard.certify(SIGNATURES, TestFederation.root(NEWCOMER), TestFederation.card(NEWCOMER));
        var pins = new TreeMap<>(at(proposer).desk.pins().present());
        pins.put(card.id(), LogPin.EMPTY);
        return endorsed(NEWCOMER, proposer, new MembershipDraft.Admit(card, new TreeSet<>(), pins));
    }

    private SignedAct endorsed(int member, int proposer, MembershipDraft draft) {
        CharterState parent = at(proposer).book.now();
        byte[] payload = draft.act(parent, 0).payload();
        return new SignedAct(
                payload, List.of(MembershipDraft.endorse(SIGNATURES, parent, payload, TestFederation.root(member))));
    }

    /// The act by which a member's root gives its card a later end.
    SignedAct renewal(int member, int days) {
        return renewal(member, member, days);
    }

    /// As the other, as the member `at` knows the card.
    SignedAct renewal(int at, int member, int days) {
        CharterState state = at(at).book.now();
        CertifiedCard before =
                state.certifiedCard(TestFederation.card(member).id()).orElseThrow();
        MemberCard card = before.card();
        MemberCard renewed = new MemberCard(
                card.id(),
                card.rootKey(),
                card.names(),
                card.kind(),
                card.contacts(),
                card.nodes(),
                card.signingKey(),
                card.sealingKey(),
                card.log(),
                card.witness(),
                new Validity(
                        card.validity().notBefore(), card.validity().notAfter().plus(Duration.ofDays(days))),
                card.serial() + 1);
        CertifiedCard certified = CertifiedCard.certify(SIGNATURES, TestFederation.root(member), renewed);
        return new Rotation(state.federation(), before.payloadHash(), certified, Set.of(), LogPin.EMPTY)
                .sign(
                        SIGNATURES,
                        card,
                        TestFederation.root(member),
                        TestFederation.keys(member).signing());
    }

    /// A vote of a member that keeps to no rule.
    SignedVote vote(int member, CharterState parent, Hash act, int round, boolean commit) {
        VotingRecord record = VotingRecord.on(parent);
        VotingStep step = commit ? record.commit(new VotingLock(round, act)) : record.prepare(round, act);
        return SignedVote.sign(
                SIGNATURES,
                ((VotingStep.Sign) step).toStore(),
                TestFederation.card(member).id(),
                TestFederation.keys(member).signing());
    }

    /// A certificate by which these members decide `act` in round 0, whatever else they have signed.
    CertifiedAct certified(SignedAct act, CharterState parent, int... members) {
        List<SignedVote> prepared = new ArrayList<>();
        List<SignedVote> committed = new ArrayList<>();
        for (int member : members) {
            prepared.add(vote(member, parent, act.payloadHash(), 0, false));
            committed.add(vote(member, parent, act.payloadHash(), 0, true));
        }
        return new CertifiedAct(act, new Certificate(committed, List.of(new Preparation(prepared))));
    }

    void meet(int from, int to) {
        at(to).contacts
                .hear(
                        TestFederation.card(from).id(),
                        at(from).contacts
                                .greet(TestFederation.card(to).id(), Core.micros(now))
                                .toBytes());
    }

    /// `member` posts one object to the plenary.
    void post(int member) {
        at(member)
                .posting
                .share(
                        new Sealing.Posting(at(member).book.now().plenary().id(), Lane.ROUTINE, 0, false),
                        List.of(Nodes.item(Nodes.freshId(), 1, Tlp.GREEN)),
                        Set.of(),
                        id -> Optional.empty(),
                        now);
    }

    /// The copies that wait for `to` at `from`.
    List<byte[]> copies(int from, int to) {
        StreamId stream = at(from).ledger
                .read(tables -> tables.outbox().lines().stream()
                        .filter(row ->
                                row.recipient().equals(TestFederation.card(to).id()) && row.lane() == Lane.ROUTINE)
                        .findFirst()
                        .orElseThrow()
                        .stream());
        return at(from).postbox.next(TestFederation.card(to).id(), Lane.ROUTINE, stream, 0, 100).stream()
                .map(Postbox.Ready::bytes)
                .toList();
    }

    /// `to` takes a copy.
    Answers deliver(int from, int to, byte[] copy) {
        return at(to).door.deliver(TestFederation.card(from).id(), copy);
    }

    /// Kinds of alarms, in order.
    List<String> alarms(int member) {
        return at(member)
                .ledger
                .read(tables -> tables.alarms().all().stream()
                        .map(Alarms.Row::kind)
                        .sorted()
                        .toList());
    }
}
