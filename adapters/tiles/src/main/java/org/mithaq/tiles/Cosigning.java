// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.CosigningOutcome;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Turns;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has this node's log cosigned by the other members (protocol, Log): at once when idle, at most once in an interval
/// under load. Nothing waits for it: a late quorum is an alarm.
///
/// Safe for threads. One thread decides when a round begins; each request runs on one of its own, so that a dead or
/// slow witness holds nobody back but itself.
public final class Cosigning implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cosigning.class);

    private final OwnLog log;
    private final OwnCheckpoints checkpoints;
    private final Turns turns;
    private final CosigningRounds rounds;
    private final ExecutorService requests;
    private final Thread clerk;
    private volatile LongConsumer witnessed = size -> {};

    /// Bounds in time.
    ///
    /// @param interval least time from the beginning of one round to that of the next
    /// @param deadline how long the log may stay unwitnessed before an alarm says so
    /// @param backOffMax longest pause between two requests to a witness that fails
    public record Times(Duration interval, Duration deadline, Duration backOffMax) {

        /// At most one round a second, an alarm after 30 seconds, at least one attempt a minute.
        public static final Times STANDARD =
                new Times(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1));

        public Times {
            if (!interval.isPositive() || !deadline.isPositive() || backOffMax.compareTo(interval) < 0) {
                throw new IllegalArgumentException("positive times, and a back-off not below the interval");
            }
        }
    }

    /// This node's log, as it is grown, signed and recorded.
    public record OwnSide(OwnLog log, OwnCheckpoints checkpoints, Turns turns) {}

    /// Begins to ask; whatever is not witnessed yet is asked for at once.
    ///
    /// @param witnesses the other members, and how many of them are enough
    /// @param signatures what verifies their cosignatures
    /// @param own this node's log
    /// @param transport how the others are reached
    /// @param times bounds in time
    public Cosigning(
            Witnesses witnesses, SignatureProvider signatures, OwnSide own, WitnessTransport transport, Times times) {
        this.log = own.log();
        this.checkpoints = own.checkpoints();
        this.turns = own.turns();
        this.requests = Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name("cosigning-request-", 0)
                .uncaughtExceptionHandler((thread, bug) -> LOG.error("{} ended early", thread.getName(), bug))
                .factory());
        this.rounds = new CosigningRounds(
                witnesses.quorum(),
                times,
                witnesses.cards().stream()
                        .map(card -> new CosigningRounds.Seat(
                                card.id(), new WitnessClient(card, signatures, transport, log)))
                        .toList());
        long witnessed =
                checkpoints.witnessed().map(note -> note.checkpoint().size()).orElse(0L);
        // While nothing may be signed there is nothing to ask for: [#logGrew] begins it.
        rounds.witnessed(witnessed, log.isHeld() ? witnessed : log.committedSize(), System.nanoTime());
        this.clerk = Thread.ofVirtual().name("cosigning").start(this::work);
    }

    /// The log has grown: an [org.mithaq.node.Effect.LogGrew]. Returns at once.
    public void logGrew(long size) {
        rounds.grew(size, System.nanoTime());
    }

    /// A member was heard of: whatever kept its witness from answering may be over.
    public void contact(MemberId member) {
        rounds.contact(member);
    }

    /// Hears the size of each checkpoint that has its quorum, on a thread of a request: must not wait.
    public void onWitnessed(LongConsumer listener) {
        witnessed = listener;
    }

    /// How each of the other members witnesses this log, ordered by id.
    public List<WitnessStatus> status() {
        return rounds.status();
    }

    /// Size of the newest witnessed checkpoint; 0 before the first.
    public long witnessedSize() {
        return rounds.witnessedSize();
    }

    private void work() {
        try {
            while (true) {
                switch (rounds.await(System::nanoTime)) {
                    case CosigningRounds.Task.Begin _ -> tryToBegin();
                    case CosigningRounds.Task.Alarm alarm ->
                        record(new CosigningOutcome.Late(
                                origin(), log.committedSize(), alarm.cosigned(), rounds.quorum()));
                    case CosigningRounds.Task.Stop _ -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// A round that cannot begin is tried again an interval later: this thread must outlive it.
    private void tryToBegin() {
        try {
            begin();
        } catch (SigningHeld held) {
            rounds.postpone(System.nanoTime());
            LOG.warn("nothing is cosigned while this node signs nothing: {}", held.getMessage());
        } catch (RuntimeException bug) {
            rounds.postpone(System.nanoTime());
            LOG.error("a round of cosigning did not begin", bug);
        }
    }

    private void begin() {
        SignedCheckpoint newest = checkpoints.newest();
        for (CosigningRounds.Seat seat : rounds.begin(newest, System.nanoTime())) {
            ask(seat, newest);
        }
        // Had its quorum before, and could not be recorded then.
        rounds.complete().ifPresent(this::keep);
    }

    private void ask(CosigningRounds.Seat seat, SignedCheckpoint checkpoint) {
        // Not submitted: its failure would lie in a future that nobody looks at.
        requests.execute(() -> answered(seat, checkpoint, outcome(seat, checkpoint)));
    }

    private static WitnessClient.Outcome outcome(CosigningRounds.Seat seat, SignedCheckpoint checkpoint) {
        try {
            return seat.client().ask(checkpoint);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return new WitnessClient.Outcome.Failed("this node is stopping");
        } catch (RuntimeException bug) {
            // Ours or a witness's: the seat must come free again, or it would never be asked any more.
            LOG.error("a request to the witness {} failed", seat.member().shortForm(), bug);
            return new WitnessClient.Outcome.Failed(
                    "our side failed: " + bug.getClass().getSimpleName());
        }
    }

    private void answered(CosigningRounds.Seat seat, SignedCheckpoint asked, WitnessClient.Outcome outcome) {
        Optional<SignedCheckpoint> next = rounds.answered(seat, asked, outcome, System.nanoTime());
        rounds.complete().ifPresent(this::keep);
        if (outcome instanceof WitnessClient.Outcome.PastLost lost) {
            record(new CosigningOutcome.PastLost(origin(), seat.member(), lost.reason()));
        }
        next.ifPresent(checkpoint -> ask(seat, checkpoint));
    }

    private void keep(CosigningRounds.Complete complete) {
        boolean recorded = false;
        try {
            recorded = kept(complete.checkpoint(), complete.lines());
        } finally {
            // Whatever happened: a round that stays taken would be the last one.
            rounds.kept(complete, recorded, log.committedSize());
        }
        if (recorded) {
            witnessed.accept(complete.checkpoint().checkpoint().size());
        }
    }

    private boolean kept(SignedCheckpoint checkpoint, List<NoteSignature> lines) {
        if (!record(new CosigningOutcome.Reached(checkpoint.with(lines)))) {
            return false;
        }
        checkpoints.keep(checkpoint, lines);
        return true;
    }

    /// Records an outcome. What the ledger refuses today is asked for again: nothing depends on it.
    private boolean record(CosigningOutcome outcome) {
        try {
            turns.run(outcome);
            return true;
        } catch (RuntimeException refused) {
            LOG.warn("a cosigned checkpoint or an alarm about one could not be recorded", refused);
            return false;
        }
    }

    private String origin() {
        return checkpoints.origin();
    }

    /// Asks no more. A request in progress is given up.
    @Override
    public void close() {
        rounds.stop();
        requests.shutdownNow();
        clerk.interrupt();
    }
}
