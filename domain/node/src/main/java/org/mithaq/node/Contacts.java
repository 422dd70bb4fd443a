// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.exchange.Suite;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.SignedCheckpoint;

/// What two nodes tell each other when they meet: says it, and compares what is said with what is known (protocol,
/// Contact). Safe for threads.
public final class Contacts {

    /// Streams that one node may open here in its life: each stands for a past that it has lost.
    public static final int STREAMS_MAX = 64;

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final SignatureProvider signatures;
    private final Ledger ledger;
    private final Turns turns;
    private final Signing signing;
    private final OwnCheckpoints checkpoints;
    private final Optional<Starting> starting;
    private final LogKeeping keeping;
    private final MediaSaid media;
    private final List<Consumer<MemberId>> met = new CopyOnWriteArrayList<>();

    /// @param self whose node
    /// @param charter whose members
    /// @param signatures what verifies
    /// @param ledger what is known
    /// @param turns where alarms and new streams are recorded
    /// @param own what signs and shows this node's own side
    public Contacts(
            NodeIdentity self,
            LivingCharter charter,
            SignatureProvider signatures,
            Ledger ledger,
            Turns turns,
            Own own) {
        this.self = self;
        this.charter = charter;
        this.signatures = signatures;
        this.ledger = ledger;
        this.turns = turns;
        this.signing = own.signing();
        this.checkpoints = own.checkpoints();
        this.starting = own.starting();
        this.keeping = new LogKeeping(self, charter, ledger, turns, starting);
        this.media = new MediaSaid(self, charter, signatures, signing);
    }

    /// This node's own side.
    ///
    /// @param starting hears what others have of this node; empty where nothing holds signatures back
    public record Own(Signing signing, OwnCheckpoints checkpoints, Optional<Starting> starting) {

        /// Of a node that signs from the first.
        public Own(Signing signing, OwnCheckpoints checkpoints) {
            this(signing, checkpoints, Optional.empty());
        }
    }

    /// Calls `listener` whenever a member was heard, whichever side called the other: must not wait.
    public void onMet(Consumer<MemberId> listener) {
        met.add(listener);
    }

    /// What this node says to `peer`.
    ///
    /// @param nowMicros this node's clock
    /// @throws DoorRejected if this member has left
    public Greeting greet(MemberId peer, long nowMicros) {
        return ledger.read(tables -> {
            List<StreamOpening.LaneHead> sent = new ArrayList<>();
            Map<StreamId, StreamOpening> openings = new LinkedHashMap<>();
            // A node that was put back says nothing of its numbers before it has new streams: it may have given more.
            boolean saysNumbers = starting.map(each -> !each.isUnsure()).orElse(true);
            for (Outbox.LineRow row : tables.outbox().lines()) {
                if (saysNumbers && row.recipient().equals(peer)) {
                    sent.add(new StreamOpening.LaneHead(row.lane(), row.stream(), row.head()));
                    openings.computeIfAbsent(row.stream(), stream -> opening(tables, peer, stream, nowMicros));
                }
            }
            List<ContactStatement.Received> received = new ArrayList<>();
            for (Inbox.LineRow row : tables.inbox().lines()) {
                if (row.sender().equals(peer)) {
                    received.add(new ContactStatement.Received(
                            row.node(), new StreamOpening.LaneHead(row.lane(), row.stream(), row.head())));
                }
            }
            CharterState state = charter.now();
            ContactStatement statement = new ContactStatement(
                    Suite.HYBRID_1,
                    state.federation(),
                    state.epoch(),
                    state.hash(),
                    self.member(),
                    self.node(),
                    peer,
                    nowMicros,
                    ownCard().sealingKey().epoch(),
                    sent,
                    received,
                    SplitViews.shownTo(tables, self.member(), peer, charter, checkpoints));
            List<DsseEnvelope> signed = openings.values().stream()
                    .map(each -> signing.sign(PayloadTypes.STREAM_OPENING, each.toBytes()))
                    .toList();
            return new Greeting(signing.sign(PayloadTypes.CONTACT, statement.toBytes()), signed);
        });
    }

    private StreamOpening opening(Ledger.Tables tables, MemberId peer, StreamId stream, long nowMicros) {
        return new StreamOpening(
                Suite.HYBRID_1,
                charter.now().federation(),
                self.member(),
                self.node(),
                peer,
                stream,
                nowMicros,
                Streams.lastKnown(tables, peer));
    }

    private MemberCard ownCard() {
        return charter.now()
                .member(self.member())
                .orElseThrow(
                        () -> new DoorRejected(Clause.HEADER_SENDER, "this member has left the federation", false));
    }

    /// What a peer's greeting tells this node.
    ///
    /// @param statement the verified statement
    /// @param missing lines in which the peer says that it sent more than came here
    /// @param claimed a number that the peer says it received of this node, and that this node did not give
    /// @param carried whether a carrier brought it, so that it may be older than what the peer would say now
    public record Heard(
            ContactStatement statement,
            List<StreamOpening.LaneHead> missing,
            Optional<PullRequest.Received> claimed,
            boolean carried) {

        Heard(ContactStatement statement, List<StreamOpening.LaneHead> missing) {
            this(statement, missing, Optional.empty(), false);
        }

        public Heard {
            missing = List.copyOf(missing);
        }
    }

    /// Verifies what `peer` says, opens its new streams here, and raises what does not agree.
    ///
    /// @param peer the member at the other end of the connection
    /// @param nowMicros this node's clock: what comes over a connection was signed just now
    /// @throws DoorRejected if it is not what that member signed for this one, if its clock is another, or if this
    ///     member has left
    public Heard hear(MemberId peer, byte[] greeting, long nowMicros) {
        return hear(peer, greeting, OptionalLong.of(nowMicros), true);
    }

    /// As the other, for what may have been on its way for long.
    public Heard hear(MemberId peer, byte[] greeting) {
        return hear(peer, greeting, OptionalLong.empty(), true);
    }

    /// As the other, for a greeting that a carrier brought (protocol, Carrying): it may be another's copy of an
    /// old one, and so says nothing of this node's past.
    ///
    /// @param peer who is said to have signed it
    /// @param nowMicros this node's clock: it was signed just now all the same
    public Heard hearCarried(MemberId peer, byte[] greeting, long nowMicros) {
        return hear(peer, greeting, OptionalLong.of(nowMicros), false);
    }

    private Heard hear(MemberId peer, byte[] greeting, OptionalLong nowMicros, boolean ofOurPast) {
        try {
            Heard heard = hear(peer, Greeting.parse(greeting), nowMicros);
            Optional<PullRequest.Received> claimed = starting.filter(_ -> ofOurPast)
                    .flatMap(each -> each.hear(peer, heard.statement()))
                    .map(said -> new PullRequest.Received(
                            self.node(), said.lane(), said.stream(), said.head().sequence()));
            met.forEach(listener -> listener.accept(peer));
            return new Heard(heard.statement(), heard.missing(), claimed, !ofOurPast);
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    /// Takes the answer to what was asked because of [Heard#claimed]: a proof that this node has lost its past,
    /// or none.
    public void shown(MemberId peer, PullRequest.Received asked, Parcels answer) {
        starting.ifPresent(each -> each.shown(peer, asked, answer));
    }

    /// Demands that the card of `peer` holds now: whoever is at the other end of a connection speaks now, whatever time
    /// it gives what it says. And that this member is one still: who has left exchanges nothing but the charter.
    ///
    /// @param nowMicros this node's clock
    /// @throws DoorRejected if it does not
    public void demandCurrent(MemberId peer, long nowMicros) {
        MemberCard _ = ownCard();
        MemberCard card = card(peer);
        if (!CardTimes.covers(card, nowMicros)) {
            throw new DoorRejected(Clause.CONTACT_CARD, CardTimes.found(card, nowMicros), false);
        }
    }

    private MemberCard card(MemberId peer) {
        return charter.now()
                .member(peer)
                .orElseThrow(() -> new DoorRejected(Clause.HEADER_SENDER, "no member " + peer.shortForm(), false));
    }

    private Heard hear(MemberId peer, Greeting greeting, OptionalLong nowMicros) {
        MemberCard _ = ownCard();
        MemberCard card = card(peer);
        ContactStatement statement = ContactStatement.parse(verified(card, PayloadTypes.CONTACT, greeting.statement()));
        demand(statement.federation().equals(charter.now().federation()), Clause.HEADER_FEDERATION);
        demand(
                statement.sender().equals(peer)
                        && statement.recipient().equals(self.member())
                        && charter.now().node(peer, statement.node()).isPresent(),
                Clause.HEADER_SENDER);
        if (!CardTimes.covers(card, statement.timeMicros())) {
            throw new DoorRejected(Clause.CONTACT_VALIDITY, CardTimes.found(card, statement.timeMicros()), false);
        }
        if (nowMicros.isPresent() && !CardTimes.agree(statement.timeMicros(), nowMicros.getAsLong())) {
            throw new DoorRejected(
                    Clause.CONTACT_CLOCK, CardTimes.apart(card, statement.timeMicros(), nowMicros.getAsLong()), false);
        }
        List<StreamOpening> openings = new ArrayList<>();
        for (DsseEnvelope envelope : greeting.openings()) {
            StreamOpening opening = StreamOpening.parse(verified(card, PayloadTypes.STREAM_OPENING, envelope));
            demand(
                    opening.sender().equals(peer)
                            && opening.recipient().equals(self.member())
                            && opening.node().equals(statement.node()),
                    Clause.ORDER_STREAM);
            openings.add(opening);
        }
        List<SignedCheckpoint> shown = shown(statement);
        if (knowsAll(openings, statement, shown)) {
            return new Heard(statement, missing(statement));
        }
        turns.run(turn -> {
            openings.forEach(opening -> open(turn, opening));
            SaidHeads.compare(turn, statement, greeting.statement());
            shown.forEach(checkpoint -> SplitViews.see(turn, checkpoint, peer.shortForm()));
            return true;
        });
        return new Heard(statement, missing(statement));
    }

    /// Whether nothing of this is news, so that a quiet contact costs no transaction.
    private boolean knowsAll(List<StreamOpening> openings, ContactStatement statement, List<SignedCheckpoint> shown) {
        return ledger.read(tables -> {
            List<Inbox.LineRow> lines = tables.inbox().lines();
            boolean opened = openings.stream()
                    .allMatch(opening -> lines.stream()
                            .anyMatch(line -> line.node().equals(opening.node())
                                    && line.stream().equals(opening.stream())));
            boolean heads = statement.sent().stream()
                    .allMatch(head -> lines.stream()
                            .filter(line -> matches(line, statement.node(), head))
                            .allMatch(line -> line.head().equals(head.head())
                                    || line.head().sequence() < head.head().sequence()));
            boolean checkpoints = shown.stream().allMatch(each -> SplitViews.knows(tables, each.checkpoint()));
            return opened && heads && checkpoints;
        });
    }

    private List<SignedCheckpoint> shown(ContactStatement statement) {
        LogCheck logs = new LogCheck(signatures);
        List<SignedCheckpoint> shown = new ArrayList<>();
        for (ContactStatement.Checkpointed each : statement.checkpoints()) {
            if (!each.owner().equals(self.member())) {
                charter.now()
                        .keyHistory(each.owner())
                        // A third's log whose key one of us does not know yet, or not any more, is no matter of ours.
                        .filter(owner ->
                                each.owner().equals(statement.sender()) || logs.namesPresentKey(each.note(), owner))
                        .ifPresent(owner -> shown.add(logs.verify(each.note(), owner)));
            }
        }
        return shown;
    }

    private List<StreamOpening.LaneHead> missing(ContactStatement statement) {
        return ledger.read(tables -> statement.sent().stream()
                .filter(head -> tables.inbox().lines().stream()
                        .filter(line -> matches(line, statement.node(), head))
                        .anyMatch(line -> line.head().sequence() < head.head().sequence()))
                .toList());
    }

    private static boolean matches(Inbox.LineRow line, NodeId node, StreamOpening.LaneHead head) {
        return line.node().equals(node)
                && line.lane() == head.lane()
                && line.stream().equals(head.stream());
    }

    private static void open(Turn turn, StreamOpening opening) {
        List<Inbox.LineRow> known = turn.state().linesFrom(opening.node());
        if (known.stream().anyMatch(line -> line.stream().equals(opening.stream()))) {
            return;
        }
        if (known.size() >= STREAMS_MAX * Lane.values().length) {
            turn.alarm(
                    AlarmKind.STREAM_REOPENED,
                    opening.node().hex(),
                    "%s opened more than %d streams, and gets no further one"
                            .formatted(opening.sender().shortForm(), STREAMS_MAX),
                    opening.toBytes());
            return;
        }
        if (!known.isEmpty()) {
            turn.alarm(
                    AlarmKind.STREAM_REOPENED,
                    opening.node().hex(),
                    opening.sender().shortForm() + " numbers in a new stream and may have lost its past",
                    opening.toBytes());
        }
        for (Lane lane : Lane.values()) {
            Inbox.LineRow line =
                    new Inbox.LineRow(opening.sender(), opening.node(), lane, opening.stream(), Head.NONE, 0);
            turn.state().putLineFrom(line);
            turn.tables().inbox().putLine(line);
        }
    }

    private byte[] verified(MemberCard card, String type, DsseEnvelope envelope) {
        try {
            return Dsse.verify(signatures, card.signingKey().key(), type, envelope);
        } catch (SignatureRejected rejected) {
            throw new DoorRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()), false);
        }
    }

    private static void demand(boolean holds, Clause clause) {
        if (!holds) {
            throw new DoorRejected(clause, "a greeting of or for somebody else", false);
        }
    }

    /// Opens a stream towards every member that has none yet: at the first start, and after an admission.
    public void openStreams() {
        turns.run(turn -> {
            Streams.openMissing(turn);
            return true;
        });
    }

    /// Says and hears which media were read.
    MediaSaid media() {
        return media;
    }

    /// Keeps others' records, and asks for this node's own.
    public LogKeeping keeping() {
        return keeping;
    }
}
