// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.Holdings;
import org.mithaq.node.KeyVault;
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

    private boolean opened;

    /// Starts it without asking anybody: reads what is there, opens streams, and completes the recalls that a crash has
    /// left.
    Program(
            CharterState charter,
            Federation.Member self,
            Ledger ledger,
            KeyFile keyFile,
            InstantSource clock,
            SecureRandom random) {
        this(new Home(self, ledger, keyFile), charter, clock, random);
        contacts.openStreams();
        recalls.carryOut();
    }

    /// What a program starts over.
    record Home(Federation.Member self, Ledger ledger, KeyFile keyFile) {}

    /// Starts it as in production: where there is a past, nothing is signed before the others have spoken.
    ///
    /// @param goesOn whether the home is the one that ran last, and no copy that was put back
    static Program asking(Home home, CharterState charter, InstantSource clock, SecureRandom random, boolean goesOn) {
        Program program = new Program(home, charter, clock, random);
        program.contacts.openStreams();
        if (program.starting.begin(goesOn, () -> program.opened = true) == Starting.Phase.OPEN) {
            program.recalls.carryOut();
        }
        return program;
    }

    private Program(Home home, CharterState charter, InstantSource clock, SecureRandom random) {
        Federation.Member self = home.self();
        Ledger ledger = home.ledger();
        KeyFile keyFile = home.keyFile();
        this.self = self;
        this.ledger = ledger;
        this.clock = clock;
        NodeIdentity identity = self.identity();
        vault = new KeyVault(keyFile, SecretBytes.copyOf(self.master()), random);
        core = new Core(ledger, identity, charter, log, clock, random);
        turns = new SameThreadTurns(core);
        Optional<SignedCheckpoint> witnessed = ledger.read(
                        tables -> tables.log().witnessedCheckpoint())
                .map(row -> SignedCheckpoint.parse(row.note()));
        String origin = charter.member(self.id()).orElseThrow().log().origin();
        checkpoints = new OwnCheckpoints(log, origin, self.log(), witnessed);
        signing = new Signing(Federation.SIGNATURES, self.keys(), turns);
        core.onUnsigned(signing.ahead(Runnable::run));
        posting = new Posting(identity, charter, ledger, turns, new Sealing(identity, charter, HPKE, vault, random));
        recalls = new RecallDesk(ledger, vault, turns, posting);
        postbox = new Postbox(ledger, vault, signing, checkpoints, turns, new Rewrapping(charter, HPKE, signing));
        Receiving receiving = new Receiving(identity, charter, Federation.SIGNATURES, HPKE, self.keys(), vault);
        desk = new PeerDesk(
                identity,
                charter,
                Federation.SIGNATURES,
                ledger,
                turns,
                new PeerDesk.Tools(receiving, signing, postbox, recalls, this::nowMicros));
        starting = new Starting(
                identity,
                charter,
                Federation.SIGNATURES,
                ledger,
                turns,
                new Starting.OwnSide(log, checkpoints, nowMicros()));
        contacts = new Contacts(
                identity,
                charter,
                Federation.SIGNATURES,
                ledger,
                turns,
                new Contacts.Own(signing, checkpoints, Optional.of(starting)));
        evidence = new EvidenceDesk(charter, Federation.SIGNATURES, ledger, turns);
        witnessing = new Witnessing(charter, self.id(), Federation.SIGNATURES, self.cosigners(), turns, clock);
        holdings = new Holdings(ledger, vault, signing, checkpoints, turns);
        originating = new Originating(
                identity, charter, ledger, turns, posting, new Originating.Desk(holdings, recalls, random));
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
