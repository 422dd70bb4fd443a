// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.SignedCheckpoint;

/// Keeps a node from signing until it knows that its own past is whole (protocol, Starting). A restored backup makes an
/// honest node a liar, and cannot be seen from within: the other members say what they have of it, with what it once
/// signed itself, so that answering takes no new signature and all may start at once.
///
/// A home that goes on and is shown a later past stops: it may be a copy that runs beside its original. One that
/// is known to have been put back gets the records that it lacks, opens new streams, and signs. Greetings go on
/// meanwhile: they promise nothing. Safe for threads.
public final class Starting {

    /// How long the others may be silent before a node goes on whose past nothing puts in doubt.
    public static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private static final String SETTING = "own-log-rolled-back";
    private static final String PUT_BACK = "put-back";
    private static final byte[] RECORDED = {1};

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final OwnLog log;
    private final OwnCheckpoints checkpoints;
    private final SignatureProvider signatures;
    private final LogCheck logs;
    private final long freshMicros;
    private final Set<MemberId> clean = new HashSet<>();
    private final Map<MemberId, StreamOpening.LaneHead> claiming = new HashMap<>();
    private final Map<MemberId, StreamOpening.LaneHead> unproved = new HashMap<>();
    private Runnable opened = () -> {};
    private Runnable decided = () -> {};
    private Phase phase = Phase.OPEN;
    private boolean trusted = true;
    private boolean silent;
    private boolean putBack;
    private final Regaining regaining = new Regaining();

    /// Whether a node signs.
    public enum Phase {
        /// Not yet: it asks the others.
        ASKING,
        /// Not yet: it was put back from a copy, and gets from the others the records that it lacks.
        CATCHING_UP,
        /// It signs.
        OPEN,
        /// Not any more: others hold more of its log than is here.
        ROLLED_BACK
    }

    /// This node's log, and its clock at this start.
    public record OwnSide(OwnLog log, OwnCheckpoints checkpoints, long startedMicros) {}

    /// @param self whose node
    /// @param charter how many members there are, and by which key this one's log is known
    /// @param signatures what verifies that this node once signed what it is shown
    /// @param ledger the numbers that it gave
    /// @param turns where alarms are raised
    /// @param own what is held back meanwhile
    public Starting(
            NodeIdentity self,
            LivingCharter charter,
            SignatureProvider signatures,
            Ledger ledger,
            Turns turns,
            OwnSide own) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.log = own.log();
        this.checkpoints = own.checkpoints();
        this.signatures = signatures;
        this.logs = new LogCheck(signatures);
        this.freshMicros = own.startedMicros() - CardTimes.CLOCK_ERROR_MICROS;
    }

    /// Notes, with the transaction that begins this start, that the ledger was put back: whatever ends this
    /// program before its past is whole again, the next start knows.
    public static void notePutBack(Ledger.Tables tables) {
        tables.registry().putSetting(PUT_BACK, RECORDED);
    }

    /// Begins to hold signatures back, unless this home goes on with an empty log: what was never signed cannot be
    /// contradicted, and only a home that was put back can have forgotten that it signed.
    ///
    /// @param goesOn whether this home is known to be the one that ran last, and no copy that was put back
    /// @param opened called once, when signing begins after it was held; must not wait
    /// @return whether the node signs
    public Phase begin(boolean goesOn, Runnable opened) {
        return begin(goesOn, opened, () -> {});
    }

    /// As the other.
    ///
    /// @param decided called when it is known whether the node signs, before `opened`; must not wait
    public Phase begin(boolean goesOn, Runnable opened, Runnable decided) {
        boolean recorded =
                ledger.read(tables -> tables.registry().setting(SETTING)).isPresent();
        boolean noted =
                ledger.read(tables -> tables.registry().setting(PUT_BACK)).isPresent();
        synchronized (this) {
            this.opened = opened;
            this.decided = decided;
            putBack = noted || !goesOn;
            trusted = !putBack && !recorded;
            if (log.committedSize() > 0 || recorded || putBack) {
                phase = Phase.ASKING;
                log.hold("this node signs nothing yet: it asks the other members whether its own log is whole");
            }
        }
        if (phase() == Phase.OPEN) {
            decided.run();
        } else if (!goesOn && !noted) {
            // The next start is to doubt it as well: only the others' answers end that.
            turns.run(turn -> {
                notePutBack(turn.tables());
                return true;
            });
        }
        Optional<SignedCheckpoint> lost = checkpoints.witnessed().filter(_ -> !checkpoints.holdsWitnessed());
        if (lost.isPresent() && putBack && lost.get().checkpoint().size() > log.committedSize()) {
            catchUp(lost.get());
        } else if (lost.isPresent()) {
            rollBack("the ledger does not hold what the others have witnessed of this node's log", new byte[0]);
        }
        return phase();
    }

    /// Whether the node signs.
    public synchronized Phase phase() {
        return phase;
    }

    /// Members that have said that they hold nothing newer than is here.
    public synchronized int answered() {
        return clean.size();
    }

    /// How many of them are enough to be sure: among them is an honest one of every quorum that ever cosigned.
    public int needed() {
        int others = charter.now().members().size() - 1;
        return others - charter.now().witnessQuorum() + liars() + 1;
    }

    private int liars() {
        return (charter.now().members().size() - 2) / 3;
    }

    /// Whether this node was put back from a copy and does not know its past yet.
    synchronized boolean isUnsure() {
        return putBack && phase != Phase.OPEN;
    }

    /// Nobody has said anything more for [#SILENCE_MAX]: a home that goes on from where it was signs. A copy that was
    /// put back waits for answers, however long it takes. Whoever has claimed something meanwhile has not shown
    /// it.
    public void silence() {
        boolean signsNow;
        synchronized (this) {
            silent = true;
            signsNow = phase == Phase.ASKING && !putBack && (isAnswered() || (trusted && claiming.isEmpty()));
        }
        if (signsNow) {
            open();
        } else {
            goOnIfWhole();
        }
    }

    private boolean isAnswered() {
        return clean.size() >= needed() && (silent || claiming.isEmpty());
    }

    /// Compares what a member has of this node's log and numbers with what is here, at its start and ever after.
    ///
    /// What this node has signed is a proof, a checkpoint of its log like a dispatch. A number is only that
    /// member's word: it is asked for, and only where several say so who cannot all lie is it enough. Only a
    /// greeting from after this start says that nothing is lacking: an older one did not know yet.
    ///
    /// @return a number that the member says it received, and that this node did not give: to be asked for
    /// @throws org.mithaq.exchange.DoorRejected if it shows a checkpoint that this node's log did not sign
    Optional<StreamOpening.LaneHead> hear(MemberId peer, ContactStatement statement) {
        Optional<SignedCheckpoint> newer = Claims.newer(self, charter, logs, log, statement);
        boolean fresh = statement.timeMicros() >= freshMicros;
        if (hearPutBack(peer, newer, fresh)) {
            return Optional.empty();
        }
        Optional<StreamOpening.LaneHead> later = Claims.later(ledger, self, peer, statement);
        later.ifPresent(said -> turns.run(turn -> {
            String about = self.node().hex() + ":" + peer.hex();
            turn.alarm(AlarmKind.OWN_PAST_LOST, about, Claims.sentence(peer, said), statement.toBytes());
            return true;
        }));
        boolean certain;
        boolean enough;
        synchronized (this) {
            note(peer, later, fresh);
            certain = claiming.size() > Math.max(1, liars());
            enough = phase == Phase.ASKING && isAnswered();
        }
        if (newer.isPresent()) {
            rollBack(Claims.sentence(peer, newer.get(), log), newer.get().encode());
        } else if (certain) {
            rollBack("several members have received what is not here", statement.toBytes());
        } else if (enough) {
            signs();
        }
        return phase() == Phase.ROLLED_BACK ? Optional.empty() : later;
    }

    private void note(MemberId peer, Optional<StreamOpening.LaneHead> later, boolean fresh) {
        if (later.isEmpty() && fresh) {
            claiming.remove(peer);
            unproved.remove(peer);
            clean.add(peer);
        } else if (later.isPresent() && !later.equals(Optional.ofNullable(unproved.get(peer)))) {
            claiming.put(peer, later.get());
            clean.remove(peer);
        }
    }

    private void signs() {
        turns.whenConvenient(turn -> {
            turn.tables().registry().removeSetting(SETTING);
            return turn.calm(AlarmKind.OWN_LOG_ROLLED_BACK, self.node().hex());
        });
        open();
    }

    /// Takes what a member shows for a number that it says it received. This node's own signature stops this
    /// node; whatever else it shows, or nothing, stops nobody.
    ///
    /// @param asked what was asked for
    /// @param shown what was answered
    void shown(MemberId peer, PullRequest.Received asked, Parcels shown) {
        Optional<ConflictProof.Side> proof = shown.parts().stream()
                .map(part -> Claims.given(self, charter, signatures, ledger, new Claims.Shown(peer, asked, part)))
                .flatMap(Optional::stream)
                .findFirst();
        if (proof.isPresent()) {
            rollBack(
                    "%s shows number %d of this node in lane %s under this node's signature, and it is not here"
                            .formatted(peer.shortForm(), asked.sequence(), asked.lane()),
                    proof.get().toBytes());
            return;
        }
        boolean enough;
        synchronized (this) {
            Optional.ofNullable(claiming.remove(peer)).ifPresent(said -> unproved.put(peer, said));
            enough = phase == Phase.ASKING && isAnswered();
        }
        if (enough) {
            signs();
        }
    }

    /// Of a home that was put back, numbers that others received say nothing: whoever has any shows with it a
    /// checkpoint that covers it.
    ///
    /// @return whether this is such a home, and does not know its past yet
    private boolean hearPutBack(MemberId peer, Optional<SignedCheckpoint> newer, boolean fresh) {
        synchronized (this) {
            if (phase == Phase.ROLLED_BACK || !isUnsure()) {
                return false;
            }
            if (fresh) {
                clean.add(peer);
            }
            regaining.met(peer);
        }
        if (newer.isPresent() && newer.get().checkpoint().size() <= log.committedSize()) {
            rollBack(Claims.sentence(peer, newer.get(), log), newer.get().encode());
        } else if (newer.isPresent()) {
            catchUp(newer.get());
        }
        goOnIfWhole();
        return true;
    }

    private void catchUp(SignedCheckpoint shown) {
        synchronized (this) {
            phase = Phase.CATCHING_UP;
            log.hold("this node signs nothing yet: it was put back from a copy, and gets back what its log lacks");
            regaining.shown(shown);
        }
        turns.run(turn -> {
            turn.tables().registry().putSetting(PUT_BACK, RECORDED);
            turn.alarm(
                    AlarmKind.CATCHING_UP,
                    self.node().hex(),
                    "this node's log has %d records, and it has signed a checkpoint of %d"
                            .formatted(log.committedSize(), shown.checkpoint().size()),
                    shown.encode());
            return true;
        });
    }

    /// What `peer` is to be asked for, where records of this node's own log are lacking.
    synchronized Optional<PullRequest.Records> lacking(MemberId peer) {
        return phase == Phase.CATCHING_UP ? regaining.lacking(self, peer, log.committedSize()) : Optional.empty();
    }

    /// Takes records of this node's own log that `peer` has kept.
    ///
    /// @return whether there may be more at once
    boolean regain(MemberId peer, long fromIndex, List<byte[]> records) {
        Optional<List<byte[]>> all;
        synchronized (this) {
            if (phase != Phase.CATCHING_UP) {
                return false;
            }
            all = regaining.gather(peer, fromIndex, records, log.committedSize());
            if (all.isPresent() && !regaining.leadsToTarget(ledger, all.get())) {
                regaining.reject(peer);
                return false;
            }
        }
        all.ifPresent(found -> turns.run(turn -> regaining.append(turn, found)));
        goOnIfWhole();
        return !records.isEmpty();
    }

    /// Where nothing is lacking, and enough have answered, a node that was put back numbers in new streams and
    /// signs.
    private void goOnIfWhole() {
        synchronized (this) {
            boolean whole = isUnsure()
                    && phase != Phase.ROLLED_BACK
                    && log.committedSize() >= regaining.targetSize()
                    && (clean.size() >= charter.now().members().size() - 1 || (silent && clean.size() >= needed()));
            if (!whole) {
                return;
            }
            regaining.done();
        }
        turns.run(turn -> {
            Regaining.goOn(turn, checkpoints.origin());
            turn.tables().registry().removeSetting(PUT_BACK);
            turn.tables().registry().removeSetting(SETTING);
            return true;
        });
        open();
    }

    private void open() {
        Runnable first;
        Runnable after;
        synchronized (this) {
            if (phase != Phase.ASKING && phase != Phase.CATCHING_UP) {
                return;
            }
            phase = Phase.OPEN;
            putBack = false;
            log.release();
            first = decided;
            after = opened;
        }
        first.run();
        after.run();
    }

    private void rollBack(String sentence, byte[] proof) {
        Runnable first;
        synchronized (this) {
            first = decided;
            phase = Phase.ROLLED_BACK;
            log.hold("this node signs nothing: others hold more of its own log than is here (see its alarms)");
        }
        first.run();
        turns.run(turn -> {
            turn.tables().registry().putSetting(SETTING, RECORDED);
            turn.alarm(AlarmKind.OWN_LOG_ROLLED_BACK, self.node().hex(), sentence, proof);
            return true;
        });
    }
}
