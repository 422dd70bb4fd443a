// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Registry;

/// What the state machine decides by, in memory: a copy of small parts of the ledger, made again whenever a
/// transaction fails. Owned by the thread that takes the turns.
final class NodeState {

    private static final String RECEIPTS_FROM = "receipts-from";

    private final NodeIdentity self;
    private final LivingCharter living;
    private final OwnLog log;
    private final Map<LineTo, Line> linesOut = new HashMap<>();
    private final Map<LineFrom, Inbox.LineRow> linesIn = new HashMap<>();
    private final Map<ChannelId, Registry.BilateralRow> bilaterals = new TreeMap<>();
    private final SplitViews splitViews = new SplitViews();
    private CharterState charter;
    private long receiptNumber;

    /// A line of numbering of this node.
    record LineTo(MemberId recipient, Lane lane) {}

    /// A line of numbering of another node.
    record LineFrom(NodeId node, Lane lane, StreamId stream) {}

    /// The open stream of a line, and its last number.
    record Line(StreamId stream, Head head) {}

    NodeState(NodeIdentity self, LivingCharter living, OwnLog log) {
        this.self = self;
        this.living = living;
        this.charter = living.now();
        this.log = log;
    }

    /// Takes the charter as it is now, for one whole transaction.
    void beginTurn() {
        charter = living.now();
    }

    /// Whether a receipt may name this state: the present one, or one that led to it.
    boolean knows(long epoch, Hash state) {
        return living.at(epoch, state).isPresent();
    }

    /// Reads everything again from what is committed.
    void load(Ledger.Tables tables) {
        linesOut.clear();
        for (Outbox.LineRow row : tables.outbox().lines()) {
            linesOut.put(new LineTo(row.recipient(), row.lane()), new Line(row.stream(), row.head()));
        }
        linesIn.clear();
        for (Inbox.LineRow row : tables.inbox().lines()) {
            linesIn.put(new LineFrom(row.node(), row.lane(), row.stream()), row);
        }
        bilaterals.clear();
        tables.registry().bilaterals().forEach(row -> bilaterals.put(row.id(), row));
        receiptNumber = Math.max(
                tables.inbox().receiptNumber(),
                tables.registry()
                        .setting(RECEIPTS_FROM)
                        .map(value -> new CanonicalReader(value).u64(RECEIPTS_FROM))
                        .orElse(0L));
        splitViews.reload();
        log.load(tables.log());
    }

    /// What logs have shown here.
    SplitViews splitViews() {
        return splitViews;
    }

    NodeIdentity self() {
        return self;
    }

    /// This member's own card.
    MemberCard ownCard() {
        return charter.member(self.member()).orElseThrow();
    }

    CharterState charter() {
        return charter;
    }

    OwnLog log() {
        return log;
    }

    Optional<Line> lineTo(MemberId recipient, Lane lane) {
        return Optional.ofNullable(linesOut.get(new LineTo(recipient, lane)));
    }

    void putLineTo(MemberId recipient, Lane lane, Line line) {
        linesOut.put(new LineTo(recipient, lane), line);
    }

    Optional<Inbox.LineRow> lineFrom(NodeId node, Lane lane, StreamId stream) {
        return Optional.ofNullable(linesIn.get(new LineFrom(node, lane, stream)));
    }

    /// All lines of one sending node in a lane, whatever the stream.
    List<Inbox.LineRow> linesFrom(NodeId node) {
        return linesIn.values().stream().filter(row -> row.node().equals(node)).toList();
    }

    void putLineFrom(Inbox.LineRow row) {
        linesIn.put(new LineFrom(row.node(), row.lane(), row.stream()), row);
    }

    void putBilateral(Registry.BilateralRow row) {
        bilaterals.put(row.id(), row);
    }

    void removeBilateral(ChannelId id) {
        bilaterals.remove(id);
    }

    /// How many offers of a member nobody has answered.
    long offersOf(MemberId peer) {
        return bilaterals.values().stream()
                .filter(row -> !row.open() && !row.proposedHere() && row.peer().equals(peer))
                .count();
    }

    Optional<Registry.BilateralRow> bilateral(ChannelId id) {
        return Optional.ofNullable(bilaterals.get(id));
    }

    /// The channel of the charter with this id.
    Optional<Channel> channel(ChannelId id) {
        return charter.channel(id);
    }

    long nextReceiptNumber() {
        return ++receiptNumber;
    }

    /// Gives no receipt a number up to this one: each has its record in the log, so that the log's length is above
    /// all that were ever given.
    void skipReceiptNumbers(Ledger.Tables tables, long upTo) {
        receiptNumber = Math.max(receiptNumber, upTo);
        tables.registry()
                .putSetting(
                        RECEIPTS_FROM,
                        new CanonicalWriter(Long.BYTES).u64(receiptNumber).toByteArray());
    }
}
