// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Lane;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.CharterBook;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.CharterStopped;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.Effect;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.Holdings;
import org.mithaq.node.KeyChange;
import org.mithaq.node.KeyVault;
import org.mithaq.node.MediaDesk;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.Originating;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.PeerDesk;
import org.mithaq.node.Postbox;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.RecallDesk;
import org.mithaq.node.Receiving;
import org.mithaq.node.Rewrapping;
import org.mithaq.node.Sealing;
import org.mithaq.node.Signing;
import org.mithaq.node.Starting;
import org.mithaq.node.Trail;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The domain of one node, put together over a ledger and a key file: all but its doors.
public final class NodeRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRuntime.class);

    private final Ledger ledger;
    private final StorageWatch storage = new StorageWatch();
    private final OnlineKeys keys;
    private final NodeIdentity self;
    private final CharterBook charter;
    private final CharterDesk acts;
    private final KeyChange change;
    private final SecureRandom random = new SecureRandom();
    private final SignatureProvider signatures = SignatureProvider.best();
    private final HpkeProvider hpke = HpkeProvider.best();
    private final InstantSource clock = InstantSource.system();
    private final List<Consumer<Effect>> listeners = new CopyOnWriteArrayList<>();
    private final OwnLog log = new OwnLog();
    private final KeyVault vault;
    private final Loop loop;
    private final Signing signing;
    private final OwnCheckpoints checkpoints;
    private final Starting starting;
    private final Contacts contacts;
    private final NodeHome home;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final PatientTurns patient;
    private final Postbox postbox;
    private final RecallDesk recalls;
    private final Posting posting;
    private final Trail trail;

    /// Opens a node over `medium` and `keyFile`, which this closes.
    ///
    /// @throws CommandRefused if keys, card or charter are missing or do not fit together
    public NodeRuntime(NodeConfig config, Ledger medium, KeyFile keyFile) {
        this(config, medium, keyFile, Trail.NONE);
    }

    /// As the other.
    ///
    /// @param trail hears how far each dispatch has come
    public NodeRuntime(NodeConfig config, Ledger medium, KeyFile keyFile, Trail trail) {
        this.trail = trail;
        Ledger ledger = storage.over(medium);
        this.ledger = ledger;
        this.home = new NodeHome(config.home());
        KeySeal seal = new KeySeal(config.keys(), random);
        Keyring keyring = NewMember.keyring(home, seal);
        this.charter = charter(home, ledger, signatures);
        CertifiedCard card = CertifiedCard.parse(signatures, NodeHome.read(home.card(), "make a member first"));
        this.self = new NodeIdentity(card.id(), keyring.node());
        MemberCard own = charter.now()
                .member(self.member())
                .orElseThrow(() -> new CommandRefused(
                        ExitCode.CONFIGURATION,
                        "the charter in this folder does not know this member: it is not admitted yet, or has left"));
        this.keys = new OnlineKeys(home, seal, keyring, charter, card.card(), signatures);
        this.vault = new KeyVault(
                storage.over(keyFile), SecretBytes.copyOf(keyring.vault().revealSecret()), random);
        Core core = new Core(ledger, self, charter, log, clock, random);
        this.loop = new Loop(core, config.limits().commandQueue(), this::publish);
        this.signing = new Signing(signatures, keys.living(), loop);
        core.onUnsigned(signing.ahead(Thread::startVirtualThread));
        this.checkpoints = checkpoints(own);
        this.postbox = new Postbox(ledger, vault, signing, checkpoints, loop, new Rewrapping(charter, hpke, signing));
        this.starting = new Starting(
                self,
                charter,
                signatures,
                ledger,
                loop,
                new Starting.OwnSide(log, checkpoints, Core.micros(clock.instant())));
        this.acts = new CharterDesk(
                self, charter, signatures, ledger, loop, new CharterDesk.Own(signing, log, this::nowMicros));
        this.change = new KeyChange(
                self, signatures, ledger, loop, acts, new KeyChange.Own(log, signing, keys.living(), keys::card));
        this.contacts = new Contacts(
                self, charter, signatures, ledger, loop, new Contacts.Own(signing, checkpoints, Optional.of(starting)));
        this.patient = new PatientTurns(loop, decided, log);
        this.posting =
                new Posting(self, charter, ledger, patient, new Sealing(self, charter, hpke, vault, random), trail);
        this.recalls = new RecallDesk(ledger, vault, patient, posting);
    }

    /// The charter of a home: the acts in its ledger, or the founding act in its folder where there are none yet.
    ///
    /// @throws CommandRefused if there is neither, or an act that cannot be followed
    public static CharterBook charter(NodeHome home, Ledger ledger, SignatureProvider signatures) {
        List<byte[]> stored = ledger.read(tables -> tables.registry().acts());
        if (stored.isEmpty()) {
            byte[] act = NodeHome.read(
                    home.foundingAct(), "this node belongs to no federation yet: mithaq charter adopt ACT");
            Charter.found(signatures, SignedAct.decode(act));
            ledger.write(tables -> tables.registry().addAct(act));
            stored = List.of(act);
        }
        try {
            return new CharterBook(
                    signatures, stored.stream().map(CharterEntry::decode).toList());
        } catch (CharterStopped stopped) {
            throw new CommandRefused(ExitCode.CONFIGURATION, "In this folder " + stopped.getMessage(), stopped);
        }
    }

    private OwnCheckpoints checkpoints(MemberCard own) {
        Optional<SignedCheckpoint> witnessed = ledger.read(
                        tables -> tables.log().witnessedCheckpoint())
                .map(row -> SignedCheckpoint.parse(row.note()));
        return new OwnCheckpoints(log, own.log().origin(), keys::logSigner, witnessed);
    }

    /// Begins to take turns, and opens streams that are missing. Signs, and carries out recalls that a crash has left,
    /// at once where the log is empty; else when the other members have said that it is whole.
    public void start() {
        loop.start();
        contacts.openStreams();
        boolean goesOn = BootMark.renew(home.bootMark(), ledger, random);
        switch (starting.begin(goesOn, () -> aside("opened", this::opened), decided::countDown)) {
            case OPEN -> recalls.carryOut();
            case ASKING, CATCHING_UP -> aside("silence", this::afterSilence);
            case ROLLED_BACK -> LOG.error("this node signs nothing: its own log is not whole; see its alarms");
        }
    }

    private static void aside(String name, Runnable work) {
        Thread.ofVirtual().name("starting-" + name).start(work);
    }

    private void afterSilence() {
        try {
            Thread.sleep(Starting.SILENCE_MAX);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        starting.silence();
    }

    /// What had to wait for signatures.
    private void opened() {
        try {
            recalls.carryOut();
        } catch (RuntimeException failed) {
            LOG.warn("recalls wait for the next start or the next recall", failed);
        }
        publish(new Effect.LogGrew(log.committedSize()));
        for (MemberId member : charter.now().members().keySet()) {
            if (!member.equals(self.member())) {
                for (Lane lane : Lane.values()) {
                    publish(new Effect.Deliver(member, lane));
                }
                publish(new Effect.Answer(member));
            }
        }
    }

    /// What holds signatures back at a start.
    public Starting starting() {
        return starting;
    }

    /// Hears of every effect, on the deciding thread: must not wait.
    public void onEffect(Consumer<Effect> listener) {
        listeners.add(listener);
    }

    private void publish(Effect effect) {
        listeners.forEach(listener -> listener.accept(effect));
    }

    /// What peers ask of this node.
    public PeerDesk peerDesk() {
        Receiving.Own own = new Receiving.Own(keys.living(), vault, Thread::startVirtualThread);
        Receiving receiving = new Receiving(self, charter, signatures, hpke, own);
        return new PeerDesk(
                self,
                charter,
                signatures,
                ledger,
                PatientTurns.forPeers(loop, log),
                new PeerDesk.Tools(receiving, signing, postbox, recalls, this::nowMicros));
    }

    /// Exchange by media.
    public MediaDesk media() {
        return new MediaDesk(
                self, charter, ledger, new MediaDesk.Tools(peerDesk(), contacts, postbox, loop, this::nowMicros));
    }

    /// Asks senders for newer log evidence.
    public EvidenceDesk evidence() {
        return new EvidenceDesk(charter, signatures, ledger, loop);
    }

    /// What two nodes tell each other when they meet.
    public Contacts contacts() {
        return contacts;
    }

    /// This node as a witness.
    public Witnessing witnessing() {
        String name =
                charter.now().member(self.member()).orElseThrow().witness().name();
        return new Witnessing(
                charter,
                self.member(),
                signatures,
                List.of(
                        new Cosigner.Ed25519(name, keyring().witness(), signatures),
                        new Cosigner.MlDsa44(name, keyring().witnessQuantum(), signatures)),
                loop,
                clock);
    }

    /// Reads what is held.
    public Holdings holdings() {
        return new Holdings(ledger, vault, signing, checkpoints, loop);
    }

    /// What a person does with what is held.
    public Originating originating() {
        return new Originating(
                self, charter, ledger, patient, posting, new Originating.Desk(holdings(), recalls, random));
    }

    /// Takes objects from this member's own people and programs.
    public Posting posting() {
        return posting;
    }

    /// Refused input that is kept.
    public QuarantineDesk quarantine() {
        return new QuarantineDesk(ledger, loop, vault);
    }

    /// What lets programs in.
    public AccessTokens tokens() {
        return new AccessTokens(ledger, loop, random);
    }

    /// Copies for peers.
    public Postbox postbox() {
        return postbox;
    }

    /// The deciding thread.
    public Loop loop() {
        return loop;
    }

    /// Who hears how far each dispatch has come.
    public Trail trail() {
        return trail;
    }

    /// What is kept.
    public Ledger ledger() {
        return ledger;
    }

    /// Whether the medium takes what is written.
    public StorageWatch storage() {
        return storage;
    }

    /// The key store.
    public KeyVault vault() {
        return vault;
    }

    /// This node's log.
    public OwnLog log() {
        return log;
    }

    /// This node's checkpoints.
    public OwnCheckpoints checkpoints() {
        return checkpoints;
    }

    /// The charter's state, as it is now.
    public CharterState charter() {
        return charter.now();
    }

    /// The charter, to which acts come.
    public CharterBook book() {
        return charter;
    }

    /// Carries acts, proposals and votes.
    public CharterDesk acts() {
        return acts;
    }

    /// Whose node this is.
    public NodeIdentity self() {
        return self;
    }

    /// The online keys.
    public Keyring keyring() {
        return keys.ring();
    }

    /// The online keys, as they are replaced.
    public OnlineKeys keys() {
        return keys;
    }

    /// What replaces them.
    public KeyChange change() {
        return change;
    }

    /// What verifies signatures.
    public SignatureProvider signatures() {
        return signatures;
    }

    /// The one clock.
    public InstantSource clock() {
        return clock;
    }

    /// The clock, in microseconds since 1970-01-01 UTC.
    public long nowMicros() {
        return Core.micros(clock.instant());
    }

    @Override
    public void close() {
        loop.close();
        ledger.close();
    }
}
