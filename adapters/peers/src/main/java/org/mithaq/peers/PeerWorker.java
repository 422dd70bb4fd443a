// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Lane;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.port.StorageFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one connection to one peer at work: contact first, then the copies of its lanes, the most urgent lane always
/// first; what is missing here; and receipts that nobody waits for. One thread runs it; any thread may wake it.
final class PeerWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerWorker.class);

    private final PeersTools tools;
    private final MemberId peer;
    private final PeersSettings settings;
    private final Times times;
    private final PeerConnection connection;
    private final List<LanePush> lanes;
    private final LinePulls pulls;
    private final ClaimPulls claims;
    private final PastPulls past;
    private final List<EvidencePulls> evidence;
    private final Optional<CharterTalk> acts;
    private final Supplier<List<MemberCard>> carriers;
    private final Consumer<Contacts.Heard> heard;
    private final PeerFigures figures = new PeerFigures();
    private final Bell bell = new Bell();
    private volatile boolean peerCalled;
    private volatile boolean backingOff;
    private volatile boolean receiptsWait;
    private volatile boolean stopping;
    private boolean behind;
    private long metNanos;

    /// When to wait, and since when.
    record Times(InstantSource clock, Backoff backoff) {

        long nowMicros() {
            return Core.micros(clock.instant());
        }
    }

    /// What a worker carries.
    ///
    /// @param lanes the most urgent first
    /// @param pulls what is asked for over this connection
    /// @param claims what the peer is asked to show
    /// @param evidence what better proofs are asked for over it
    /// @param acts what is told about the charter, over one of the two connections only
    /// @param carriers who may carry to the peer now, where it is not reached itself
    /// @param heard hears what the peer said in answer to our greeting
    record Load(
            List<LanePush> lanes,
            LinePulls pulls,
            ClaimPulls claims,
            List<EvidencePulls> evidence,
            Optional<CharterTalk> acts,
            Supplier<List<MemberCard>> carriers,
            Consumer<Contacts.Heard> heard) {}

    PeerWorker(
            PeersTools tools,
            MemberId peer,
            PeersSettings settings,
            Times times,
            PeerConnection connection,
            Load load) {
        this.tools = tools;
        this.peer = peer;
        this.settings = settings;
        this.times = times;
        this.connection = connection;
        this.lanes = load.lanes();
        this.pulls = load.pulls();
        this.claims = load.claims();
        this.past = new PastPulls(tools, peer);
        this.evidence = load.evidence();
        this.acts = load.acts();
        this.carriers = load.carriers();
        this.heard = load.heard();
    }

    /// Whether the peer answers itself, and not through another.
    boolean isDirect() {
        return figures.met() && !connection.isCarried();
    }

    PeerFigures figures() {
        return figures;
    }

    LinePulls pulls() {
        return pulls;
    }

    ClaimPulls claims() {
        return claims;
    }

    /// Something is to be asked for.
    void wake() {
        bell.ring();
    }

    /// A copy waits in a lane.
    void deliver(Lane lane) {
        lanes.stream().filter(each -> each.lane() == lane).forEach(LanePush::told);
        bell.ring();
    }

    /// The peer has reached us: it may be reached too.
    void called() {
        peerCalled = true;
        // Each delivery of the peer is a call: whoever does not wait to reach it is not woken for that.
        if (backingOff) {
            bell.ring();
        }
    }

    /// There is news of the charter.
    void acts() {
        acts.ifPresent(CharterTalk::due);
        bell.ring();
    }

    /// Receipts wait that the peer has not asked for.
    void answer() {
        receiptsWait = true;
        bell.ring();
    }

    /// There is something of the past to be asked for.
    void keep() {
        past.due();
        bell.ring();
    }

    void stop() {
        stopping = true;
        bell.ring();
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                attempt();
            }
        } catch (InterruptedException stopped) {
            // Only Peers#stop interrupts: the thread ends here.
            LOG.debug("the link to {} ends", peer.shortForm());
        } finally {
            // What was interrupted is over, and closing may wait.
            Thread.interrupted();
            connection.close();
        }
    }

    private void attempt() throws InterruptedException {
        try {
            step();
        } catch (PeerRefused refused) {
            // How long to wait for the peer is for the peer to say, and not for whoever carries to it.
            lost(String.valueOf(refused.getMessage()), connection.isCarried() ? Duration.ZERO : refused.retryAfter());
        } catch (PeerUnreachable unreachable) {
            unreachable(unreachable);
        } catch (DoorRejected | MalformedEncoding | CharterRejected rejected) {
            lost("what it answered is not signed for us: " + rejected.getMessage(), Duration.ZERO);
        } catch (SigningHeld held) {
            failed("nothing is taken in yet: " + held.getMessage(), Duration.ZERO);
        } catch (StorageFailed full) {
            failed("nothing can be stored here: " + full.getMessage(), Duration.ZERO);
        } catch (RuntimeException bug) {
            if (stopping) {
                // Whatever was under way was interrupted, and need not succeed.
                LOG.debug("the link to {} ends", peer.shortForm(), bug);
                return;
            }
            // Reported, and this step given up: a bug must not end the link for ever.
            LOG.error("a step of the link to {} failed", peer.shortForm(), bug);
            // Without its message, which may quote what it stumbled over.
            failed("a fault of this program: " + bug.getClass().getSimpleName(), Duration.ZERO);
        }
    }

    private void step() throws PeerUnreachable, PeerRefused, InterruptedException {
        if (!figures.met() || contactNanos(System.nanoTime()) == 0) {
            if (figures.met() && connection.isCarried()) {
                // It may be reached itself again.
                connection.direct();
                lanes.forEach(LanePush::rewind);
            }
            meet();
        }
        if (!work()) {
            bell.await(idleNanos(System.nanoTime()));
        }
    }

    private void meet() throws PeerUnreachable, PeerRefused, InterruptedException {
        boolean again = figures.met();
        acts.ifPresent(CharterTalk::due);
        // First: whether the peer is a member, and by which keys, is said by acts that one of us may lack.
        talk();
        Greeting ours = tools.contacts().greet(peer, times.nowMicros());
        byte[] theirs = connection.contact(ours);
        Contacts.Heard said = connection.isCarried()
                ? tools.contacts().hearCarried(peer, theirs, times.nowMicros())
                : tools.contacts().hear(peer, theirs, times.nowMicros());
        metNanos = System.nanoTime();
        figures.contacted(times.nowMicros());
        receiptsWait = true;
        past.due();
        peerCalled = false;
        lanes.forEach(again ? LanePush::lookAgain : LanePush::rewind);
        heard.accept(said);
    }

    private boolean talk() throws PeerUnreachable, PeerRefused, InterruptedException {
        return !connection.isCarried() && acts.isPresent() && acts.get().talk(connection);
    }

    private boolean work() throws PeerUnreachable, PeerRefused, InterruptedException {
        if (connection.isCarried()) {
            return workCarried();
        }
        if (claims.pull(connection) || push(lanes.getFirst())) {
            return true;
        }
        boolean worked = talk();
        worked |= receipts();
        worked |= pulls.pull(connection);
        for (LanePush lane : lanes.subList(1, lanes.size())) {
            worked |= push(lane);
        }
        // Nothing waits for better proofs: they come last.
        worked = worked || past.pull(connection);
        for (EvidencePulls each : evidence) {
            worked = worked || each.pull(connection);
        }
        return worked;
    }

    /// Nothing is fetched through a carrier.
    private boolean workCarried() throws PeerUnreachable, PeerRefused, InterruptedException {
        boolean worked = push(lanes.getFirst()) || receipts();
        for (LanePush lane : lanes.subList(1, lanes.size())) {
            worked |= push(lane);
        }
        return worked;
    }

    private boolean push(LanePush lane) throws PeerUnreachable, PeerRefused, InterruptedException {
        switch (lane.push(connection)) {
            case LanePush.Step.Idle _ -> {
                return false;
            }
            case LanePush.Step.Delivered _ -> {
                figures.delivered(lane.kept());
                times.backoff().reset();
                behind = false;
            }
            case LanePush.Step.Parted _ -> times.backoff().reset();
            case LanePush.Step.Kept(long _, String reason) -> {
                figures.kept(lane.kept(), reason);
                times.backoff().reset();
            }
            case LanePush.Step.Behind(String reason) -> behind(reason);
        }
        return true;
    }

    /// Contact may bring the peer what it lacks; if it did not, more contact will not either.
    private void behind(String reason) throws PeerUnreachable, PeerRefused, InterruptedException {
        if (behind) {
            behind = false;
            failed("it does not take deliveries for now: " + reason, Duration.ZERO);
        } else {
            behind = true;
            meet();
        }
    }

    private boolean receipts() throws PeerUnreachable, PeerRefused, InterruptedException {
        if (!receiptsWait) {
            return false;
        }
        receiptsWait = false;
        Answers waiting = tools.desk().waitingReceipts(peer);
        if (waiting.receipts().isEmpty()) {
            return false;
        }
        boolean taken = connection.receipts(waiting);
        if (taken) {
            tools.desk().receiptsTaken(waiting);
            receiptsWait = true;
        }
        // Where not, they are handed over again after the next contact.
        return taken;
    }

    private void unreachable(PeerUnreachable unreachable) throws InterruptedException {
        String sentence = String.valueOf(unreachable.getMessage());
        if (connection.isCarried()) {
            lost(sentence, Duration.ZERO);
        } else if (connection.failed(unreachable.reason()) || connection.throughOthers(carriers.get())) {
            figures.failed(sentence);
        } else {
            failed(sentence, Duration.ZERO);
        }
    }

    /// A carrier is tried once; after the last of them it is waited.
    private void lost(String sentence, Duration atLeast) throws InterruptedException {
        if (connection.isCarried() && connection.throughNext()) {
            figures.failed(sentence);
        } else {
            failed(sentence, atLeast);
        }
    }

    private void failed(String sentence, Duration atLeast) throws InterruptedException {
        figures.failed(sentence);
        Duration wait = times.backoff().next();
        backOff(wait.compareTo(atLeast) < 0 ? atLeast : wait);
        figures.waiting(0);
    }

    /// Waits; a call by the peer shortens the wait to the least one.
    private void backOff(Duration wait) throws InterruptedException {
        long failedNanos = System.nanoTime();
        long dueNanos = failedNanos + wait.toNanos();
        figures.waiting(times.nowMicros() + TimeUnit.NANOSECONDS.toMicros(wait.toNanos()));
        // Before the first look at `peerCalled`: whoever sets that afterwards rings.
        backingOff = true;
        while (!stopping && dueNanos - System.nanoTime() > 0) {
            if (peerCalled) {
                peerCalled = false;
                times.backoff().reset();
                dueNanos =
                        Math.min(dueNanos, failedNanos + settings.backoffMin().toNanos());
            }
            bell.await(dueNanos - System.nanoTime());
        }
        backingOff = false;
    }

    private long contactNanos(long nowNanos) {
        return Math.max(0, metNanos + settings.contactInterval().toNanos() - nowNanos);
    }

    private long idleNanos(long nowNanos) {
        long nanos = contactNanos(nowNanos);
        if (!connection.isCarried()) {
            nanos = Math.min(nanos, pulls.nanosToNext(nowNanos));
            for (EvidencePulls each : evidence) {
                nanos = Math.min(nanos, each.nanosToNext(nowNanos));
            }
        }
        for (LanePush lane : lanes) {
            nanos = Math.min(nanos, lane.nanosToAgain(nowNanos));
        }
        return nanos;
    }
}
