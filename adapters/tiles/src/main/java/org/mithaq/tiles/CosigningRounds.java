// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.mithaq.charter.MemberId;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;

/// Whom [Cosigning] asks for what, and when. Starts nothing and waits for nothing but its own lock, which guards all
/// of it; times are nanoseconds of a clock that never goes back.
final class CosigningRounds {

    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DOUBLINGS_MAX = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int quorum;
    private final Cosigning.Times times;
    private final List<Seat> seats;
    private Optional<Round> round = Optional.empty();
    private Optional<Long> lastBegin = Optional.empty();
    private Optional<Long> unwitnessedSince = Optional.empty();
    private long grownTo;
    private long witnessedSize;
    private boolean alarmed;
    private boolean stopped;

    /// A witness, and how its last requests went.
    static final class Seat {
        private final MemberId member;
        private final WitnessClient client;
        private boolean busy;
        private int failures;
        private Optional<Long> notBefore = Optional.empty();
        private Optional<String> lastError = Optional.empty();

        Seat(MemberId member, WitnessClient client) {
            this.member = member;
            this.client = client;
        }

        MemberId member() {
            return member;
        }

        WitnessClient client() {
            return client;
        }

        private boolean rests(long now) {
            return notBefore.map(at -> at - now > 0).orElse(false);
        }
    }

    /// What is to be done.
    sealed interface Task {
        /// Begin a round.
        record Begin() implements Task {}

        /// Say that the quorum is late.
        record Alarm(int cosigned) implements Task {}

        /// End.
        record Stop() implements Task {}
    }

    /// A checkpoint with a quorum's lines and no others.
    record Complete(SignedCheckpoint checkpoint, List<NoteSignature> lines, long begunNanos) {}

    /// One checkpoint that is being cosigned.
    private static final class Round {
        private final SignedCheckpoint checkpoint;
        private final long begunNanos;
        private final Map<MemberId, List<NoteSignature>> cosigned = new LinkedHashMap<>();
        private final Set<MemberId> open = new HashSet<>();
        private boolean taken;

        Round(SignedCheckpoint checkpoint, long begunNanos) {
            this.checkpoint = checkpoint;
            this.begunNanos = begunNanos;
        }

        long size() {
            return checkpoint.checkpoint().size();
        }
    }

    CosigningRounds(int quorum, Cosigning.Times times, List<Seat> seats) {
        this.quorum = quorum;
        this.times = times;
        this.seats = List.copyOf(seats);
    }

    int quorum() {
        return quorum;
    }

    /// The sizes at the start.
    void witnessed(long size, long committedSize, long now) {
        lock.lock();
        try {
            witnessedSize = size;
        } finally {
            lock.unlock();
        }
        grew(committedSize, now);
    }

    void grew(long size, long now) {
        lock.lock();
        try {
            boolean wanted = wantsRound(now);
            grownTo = Math.max(grownTo, size);
            boolean first = grownTo > witnessedSize && unwitnessedSince.isEmpty();
            if (first) {
                unwitnessedSince = Optional.of(now);
            }
            // Whoever waits for the interval wakes by itself: the log may grow a thousand times before that.
            if (first || wantsRound(now) != wanted) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void contact(MemberId member) {
        lock.lock();
        try {
            for (Seat seat : seats) {
                if (seat.member.equals(member)) {
                    seat.notBefore = Optional.empty();
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is something to do.
    Task await(LongSupplier nanoTime) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = nanoTime.getAsLong();
                Optional<Task> task = task(now);
                if (task.isPresent()) {
                    return task.get();
                }
                var _ = changed.awaitNanos(waitNanos(now));
            }
        } finally {
            lock.unlock();
        }
    }

    /// What is to be done now, if anything.
    Optional<Task> task(long now) {
        lock.lock();
        try {
            if (stopped) {
                return Optional.of(new Task.Stop());
            }
            if (!alarmed && dueAlarm(now).map(due -> due <= 0).orElse(false)) {
                alarmed = true;
                return Optional.of(
                        new Task.Alarm(round.map(open -> open.cosigned.size()).orElse(0)));
            }
            return wantsRound(now) && untilInterval(now) <= 0 ? Optional.of(new Task.Begin()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Long> dueAlarm(long now) {
        return unwitnessedSince.map(since -> since + times.deadline().toNanos() - now);
    }

    private long untilInterval(long now) {
        return lastBegin.map(begun -> begun + times.interval().toNanos() - now).orElse(0L);
    }

    /// Whether a round has somebody to ask: the last one is over, and there is more to be witnessed or somebody who
    /// has not cosigned it yet.
    private boolean wantsRound(long now) {
        boolean over = round.map(last -> last.taken || last.open.isEmpty()).orElse(true);
        if (!over || grownTo <= witnessedSize) {
            return false;
        }
        boolean complete =
                round.map(last -> !last.taken && last.cosigned.size() >= quorum).orElse(false);
        return complete || seats.stream().anyMatch(seat -> !seat.rests(now) && lacks(seat));
    }

    private boolean lacks(Seat seat) {
        return round.map(last -> last.size() < grownTo || !last.cosigned.containsKey(seat.member))
                .orElse(true);
    }

    private long waitNanos(long now) {
        long wait = IDLE_NANOS;
        if (!alarmed) {
            wait = Math.min(wait, dueAlarm(now).orElse(IDLE_NANOS));
        }
        if (wantsRound(now)) {
            wait = Math.min(wait, untilInterval(now));
        }
        for (Seat seat : seats) {
            if (seat.rests(now)) {
                wait = Math.min(wait, seat.notBefore.map(at -> at - now).orElse(IDLE_NANOS));
            }
        }
        return Math.max(wait, 1);
    }

    /// Begins a round for `newest`, or goes on with the last one where the log has not grown.
    ///
    /// @return whom to ask now; who still answers an older request is asked afterwards
    List<Seat> begin(SignedCheckpoint newest, long now) {
        lock.lock();
        try {
            lastBegin = Optional.of(now);
            Round begun = round.filter(
                            last -> last.size() == newest.checkpoint().size())
                    .orElseGet(() -> new Round(newest, now));
            round = Optional.of(begun);
            grownTo = Math.max(grownTo, begun.size());
            List<Seat> free = new ArrayList<>();
            for (Seat seat : seats) {
                if (!seat.rests(now) && !begun.cosigned.containsKey(seat.member)) {
                    begun.open.add(seat.member);
                    if (!seat.busy) {
                        seat.busy = true;
                        free.add(seat);
                    }
                }
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    /// A round could not begin: the next one waits for the interval.
    void postpone(long now) {
        lock.lock();
        try {
            lastBegin = Optional.of(now);
        } finally {
            lock.unlock();
        }
    }

    /// A request is over.
    ///
    /// @return what to ask the same witness next, where a round has begun meanwhile
    Optional<SignedCheckpoint> answered(Seat seat, SignedCheckpoint asked, WitnessClient.Outcome outcome, long now) {
        lock.lock();
        try {
            seat.busy = false;
            Optional<Round> current = round;
            boolean stale = current.map(open -> !open.checkpoint.equals(asked)).orElse(true);
            switch (outcome) {
                case WitnessClient.Outcome.Cosigned(List<NoteSignature> lines) -> {
                    seat.failures = 0;
                    seat.notBefore = Optional.empty();
                    seat.lastError = Optional.empty();
                    current.filter(open -> open.checkpoint.checkpoint().isSameTreeAs(asked.checkpoint()))
                            .ifPresent(open -> open.cosigned.put(seat.member, lines));
                }
                case WitnessClient.Outcome.Failed(String reason) -> rest(seat, reason, now);
                case WitnessClient.Outcome.PastLost(String reason) -> rest(seat, reason, now);
            }
            boolean again = stale
                    && !seat.rests(now)
                    && current.map(open -> open.open.contains(seat.member)).orElse(false);
            if (again && !stopped) {
                seat.busy = true;
                return current.map(open -> open.checkpoint);
            }
            current.ifPresent(open -> open.open.remove(seat.member));
            changed.signalAll();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void rest(Seat seat, String reason, long now) {
        long pause = times.interval().toNanos() << Math.min(seat.failures, DOUBLINGS_MAX);
        boolean within = pause > 0 && pause < times.backOffMax().toNanos();
        seat.notBefore = Optional.of(now + (within ? pause : times.backOffMax().toNanos()));
        seat.failures++;
        seat.lastError = Optional.of(reason);
    }

    /// The round's checkpoint once a quorum has cosigned it; given out to one caller, who tells [#kept].
    Optional<Complete> complete() {
        lock.lock();
        try {
            if (round.isEmpty()) {
                return Optional.empty();
            }
            Round open = round.get();
            if (open.taken || open.cosigned.size() < quorum) {
                return Optional.empty();
            }
            open.taken = true;
            List<NoteSignature> lines = open.cosigned.values().stream()
                    .limit(quorum)
                    .flatMap(List::stream)
                    .toList();
            return Optional.of(new Complete(open.checkpoint, lines, open.begunNanos));
        } finally {
            lock.unlock();
        }
    }

    /// Whether a complete checkpoint was recorded; if not, the next round tries again.
    void kept(Complete complete, boolean recorded, long committedSize) {
        lock.lock();
        try {
            if (recorded) {
                witnessedSize = Math.max(
                        witnessedSize, complete.checkpoint().checkpoint().size());
                grownTo = Math.max(grownTo, committedSize);
                // What came after the round began is younger than its beginning.
                unwitnessedSince = grownTo > witnessedSize ? Optional.of(complete.begunNanos()) : Optional.empty();
                alarmed = false;
            } else {
                round.filter(last -> last.checkpoint.equals(complete.checkpoint()))
                        .ifPresent(last -> last.taken = false);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<WitnessStatus> status() {
        lock.lock();
        try {
            return seats.stream()
                    .map(seat -> new WitnessStatus(seat.member, seat.client.lastSize(), seat.lastError, seat.failures))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    long witnessedSize() {
        lock.lock();
        try {
            return witnessedSize;
        } finally {
            lock.unlock();
        }
    }
}
