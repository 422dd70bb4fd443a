// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.CharterBook;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.Holdings;
import org.mithaq.node.KeyChange;
import org.mithaq.node.KeyVault;
import org.mithaq.node.LivingKeys;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.Originating;
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
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.NoteSigner;
import org.mithaq.tlog.SignedCheckpoint;

/// One run of a node's program, from its start to its crash: the domain's objects, wired as in production, over a
/// ledger and a key file that outlive it.
final class Program {

    static final HpkeProvider HPKE = HpkeProvider.best();

    final Federation.Member self;
    final Ledger ledger;
    final InstantSource clock;
    final KeyVault vault;
    final OwnLog log = new OwnLog();
    final Core core;
    final SameThreadTurns turns;
    final OwnCheckpoints checkpoints;
    final Signing signing;
    final Postbox postbox;
    final PeerDesk desk;
    final Starting starting;
    final Contacts contacts;
    final EvidenceDesk evidence;
    final Witnessing witnessing;
    final Posting posting;
    final Holdings holdings;
    final Originating originating;
    final RecallDesk recalls;
    final CharterBook book;
    final CharterDesk acts;
    final KeyChange change;
    final LivingKeys living;
    final OnlineRing ring;

    private boolean opened;
    private boolean news;

    /// Starts it without asking anybody: reads what is there, opens streams, and completes the recalls that a crash has
    /// left.
    Program(
            Federation federation,
            Federation.Member self,
            Ledger ledger,
            KeyFile keyFile,
            InstantSource clock,
            SecureRandom random) {
        this(new Home(self, ledger, keyFile, new OnlineRing(self.index())), federation, clock, random);
        contacts.openStreams();
        recalls.carryOut();
    }

    /// What a program starts over.
    record Home(Federation.Member self, Ledger ledger, KeyFile keyFile, OnlineRing ring) {}

    /// The acts in a home say that its member is none any more: no program starts over it.
    static final class HasLeft extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /// Starts it as in production: where there is a past, nothing is signed before the others have spoken.
    ///
    /// @param goesOn whether the home is the one that ran last, and no copy that was put back
    /// @throws HasLeft if the member is none any more
    static Program asking(Home home, Federation federation, InstantSource clock, SecureRandom random, boolean goesOn) {
        Program program = new Program(home, federation, clock, random);
        program.contacts.openStreams();
        if (program.starting.begin(goesOn, () -> program.opened = true) == Starting.Phase.OPEN) {
            program.recalls.carryOut();
        }
        return program;
    }

    private Program(Home home, Federation federation, InstantSource clock, SecureRandom random) {
        this.self = home.self();
        this.ledger = home.ledger();
        this.clock = clock;
        this.ring = home.ring();
        NodeIdentity identity = self.identity();
        book = new CharterBook(Federation.SIGNATURES, acts(ledger, federation));
        if (book.now().member(self.id()).isEmpty()) {
            throw new HasLeft();
        }
        vault = new KeyVault(home.keyFile(), SecretBytes.copyOf(self.master()), random);
        core = new Core(ledger, identity, book, log, clock, random);
        turns = new SameThreadTurns(core);
        Optional<SignedCheckpoint> witnessed = ledger.read(
                        tables -> tables.log().witnessedCheckpoint())
                .map(row -> SignedCheckpoint.parse(row.note()));
        checkpoints = new OwnCheckpoints(log, MemberKeys.origin(self.index()), this::logSigner, witnessed);
        living = LivingKeys.of(ring.keys(), book, self.id());
        signing = new Signing(Federation.SIGNATURES, living, turns);
        core.onUnsigned(signing.ahead(Runnable::run));
        acts = charterDesk(identity, new CharterDesk.Own(signing, log, this::nowMicros));
        acts.onChange(() -> news = true);
        change = keyChange(identity, new KeyChange.Own(log, signing, living, () -> card().orElseThrow()));
        posting = new Posting(identity, book, ledger, turns, new Sealing(identity, book, HPKE, vault, random));
        recalls = new RecallDesk(ledger, vault, turns, posting);
        postbox = new Postbox(ledger, vault, signing, checkpoints, turns, new Rewrapping(book, HPKE, signing));
        Receiving.Own own = new Receiving.Own(living, vault, Runnable::run);
        Receiving receiving = new Receiving(identity, book, Federation.SIGNATURES, HPKE, own);
        desk = new PeerDesk(
                identity,
                book,
                Federation.SIGNATURES,
                ledger,
                turns,
                new PeerDesk.Tools(receiving, signing, postbox, recalls, this::nowMicros));
        starting = new Starting(
                identity,
                book,
                Federation.SIGNATURES,
                ledger,
                turns,
                new Starting.OwnSide(log, checkpoints, nowMicros()));
        contacts = new Contacts(
                identity,
                book,
                Federation.SIGNATURES,
                ledger,
                turns,
                new Contacts.Own(signing, checkpoints, Optional.of(starting)));
        evidence = new EvidenceDesk(book, Federation.SIGNATURES, ledger, turns);
        witnessing = new Witnessing(book, self.id(), Federation.SIGNATURES, self.cosigners(), turns, clock);
        holdings = new Holdings(ledger, vault, signing, checkpoints, turns);
        originating = new Originating(
                identity, book, ledger, turns, posting, new Originating.Desk(holdings, recalls, random));
    }

    private CharterDesk charterDesk(NodeIdentity identity, CharterDesk.Own own) {
        return new CharterDesk(identity, book, Federation.SIGNATURES, ledger, turns, own);
    }

    private KeyChange keyChange(NodeIdentity identity, KeyChange.Own own) {
        return new KeyChange(identity, Federation.SIGNATURES, ledger, turns, acts, own);
    }

    /// The acts in a ledger, or the founding one where there are none yet.
    private static List<CharterEntry> acts(Ledger ledger, Federation federation) {
        List<byte[]> stored = ledger.read(tables -> tables.registry().acts());
        if (stored.isEmpty()) {
            byte[] act = federation.founding().encode();
            ledger.write(tables -> tables.registry().addAct(act));
            return List.of(federation.founding());
        }
        return stored.stream().map(CharterEntry::decode).toList();
    }

    /// The present signing key.
    CompositePrivateKey signing() {
        int epoch = card().map(card -> card.signingKey().epoch()).orElse(1);
        return MemberKeys.signing(self.index(), epoch);
    }

    /// What signs checkpoints now.
    NoteSigner logSigner() {
        return card().map(ring::log).or(ring::lastLog).orElseThrow();
    }

    /// This member's present card; empty when it is no member any more.
    Optional<MemberCard> card() {
        return book.now().member(self.id());
    }

    /// How often a member's card was replaced, as this node knows it; 0 where it knows no such member.
    int serial(MemberId member) {
        return book.now().member(member).map(MemberCard::serial).orElse(0);
    }

    /// What is done each second about the charter and the keys.
    void tick() {
        acts.tick();
        change.abandonLate(nowMicros());
        Optional<MemberCard> card = card().filter(ring::hasMoreThan);
        if (card.isEmpty() || change.isUnderWay()) {
            return;
        }
        boolean signs = !change.signsBy(ring.spareSigning(card.get()));
        boolean seals = change.mayDestroy(CompromisedKey.SEALING, nowMicros());
        ring.destroy(card.get(), signs, seals);
        change.left(ring.keys());
    }

    /// Whether there is news of the charter that nobody was told of.
    boolean awaitsNews() {
        return news;
    }

    /// Whether there was news of the charter since the last call: opens streams to whoever has come.
    boolean hasNews() {
        boolean had = news;
        news = false;
        if (had && card().isPresent()) {
            contacts.openStreams();
        }
        return had;
    }

    /// Does what had to wait for signatures, once.
    void whenOpened() {
        if (opened) {
            opened = false;
            recalls.carryOut();
        }
    }

    /// Whether it signs.
    boolean signs() {
        return starting.phase() == Starting.Phase.OPEN;
    }

    long nowMicros() {
        return Core.micros(clock.instant());
    }
}
