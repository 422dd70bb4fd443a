// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Numbered;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// Records, numbers and logs what [Sealing] has prepared: the serial part of sending.
///
/// When the result is handed out, every object, number and log record is durable; signatures and delivery follow, and
/// are found again after a crash.
///
/// @param prepared what is to be recorded and sent
public record Submit(Prepared prepared) implements Command<Submit.Submitted> {

    /// What was recorded.
    ///
    /// @param posted one for each batch
    /// @param home the rows of what stayed here
    public record Submitted(List<Posted> posted, List<Shelf.ObjectRow> home) {

        public Submitted {
            posted = List.copyOf(posted);
            home = List.copyOf(home);
        }
    }

    /// One dispatch that is on its way.
    ///
    /// @param payloadHash its identity
    /// @param lane how urgent
    /// @param recipients to whom
    /// @param rows those of its STIX objects that had no row before
    /// @param copies its other STIX objects
    /// @param logIndex its place in this node's log
    public record Posted(
            Hash payloadHash,
            Lane lane,
            List<MemberId> recipients,
            List<Shelf.ObjectRow> rows,
            List<Copies.Copy> copies,
            long logIndex) {

        /// How many STIX objects it carries.
        public int objects() {
            return rows.size() + copies.size();
        }
    }

    /// Some of the objects were there already: nothing was changed, and the caller prepares again without them.
    public static final class Repeated extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<Shelf.ObjectRow> rows;

        Repeated(List<Shelf.ObjectRow> rows) {
            super(rows.size() + " objects are held already in the same version and channel");
            this.rows = List.copyOf(rows);
        }

        /// The rows that would have been repeated.
        public List<Shelf.ObjectRow> rows() {
            return rows;
        }
    }

    @Override
    public Submitted run(Turn turn) {
        List<Posted> posted = new ArrayList<>();
        for (Prepared.Outgoing outgoing : prepared.batches()) {
            posted.add(post(turn, outgoing));
        }
        List<Shelf.ObjectRow> home = List.of();
        if (prepared.home().isPresent()) {
            Prepared.Shelved shelved = prepared.home().get();
            turn.tables().shelf().addBatch(shelved.batch());
            home = addAll(turn, shelved.rows());
        }
        return new Submitted(posted, home);
    }

    private static Posted post(Turn turn, Prepared.Outgoing outgoing) {
        SealedBatch sealed = outgoing.sealed();
        Lane lane = sealed.manifest().lane();
        NodeState state = turn.state();
        Numbered numbered =
                Numbered.number(sealed, origin(state), lines(state, sealed, lane), turn.nowMicros(), turn.random());
        Hash payloadHash = numbered.payloadHash();
        turn.tables().shelf().addBatch(outgoing.shelved().batch());
        List<Shelf.ObjectRow> rows = addAll(
                turn,
                outgoing.shelved().rows().stream()
                        .map(row -> row.placed(payloadHash))
                        .toList());
        outgoing.shelved().copies().forEach(copy -> Copies.remember(turn, copy, payloadHash));
        long logIndex = log(turn, LogEvidence.record(sealed.manifest().logSalt(), payloadHash));
        Outbox.DispatchRow dispatch = new Outbox.DispatchRow(
                payloadHash,
                numbered.header().toBytes(),
                Optional.empty(),
                signingKeyId(state),
                numbered.record().toBytes(),
                outgoing.atRest().number(),
                outgoing.atRest().sealed(),
                sealed.manifest().logSalt(),
                logIndex,
                lane,
                turn.nowMicros());
        turn.ahead().dispatch(dispatch);
        List<Outbox.EntryRow> entries = new ArrayList<>();
        numbered.orders().forEach((recipient, order) -> {
            var key = order.entry().key();
            entries.add(new Outbox.EntryRow(
                    recipient,
                    lane,
                    key.stream(),
                    order.entry().sequence(),
                    payloadHash,
                    order.toBytes(),
                    stanza(sealed, recipient),
                    Outbox.State.PENDING,
                    Optional.empty(),
                    0,
                    sealingEpoch(outgoing, recipient)));
            Head head = new Head(order.entry().sequence(), payloadHash);
            state.putLineTo(recipient, lane, new NodeState.Line(key.stream(), head));
            turn.effect(new Effect.Deliver(recipient, lane));
        });
        turn.tables().outbox().add(dispatch, entries);
        return new Posted(
                payloadHash,
                lane,
                List.copyOf(numbered.orders().keySet()),
                rows,
                outgoing.shelved().copies(),
                logIndex);
    }

    /// Appends a record to this node's log, and returns its index.
    static long log(Turn turn, byte[] record) {
        turn.tables().log().append(List.of(record));
        return turn.state().log().append(record);
    }

    private static byte[] stanza(SealedBatch sealed, MemberId recipient) {
        byte[] stanza = sealed.stanzas().get(recipient);
        if (stanza == null) {
            throw new IllegalStateException("numbered for a member that it was not sealed for");
        }
        return stanza;
    }

    private static int sealingEpoch(Prepared.Outgoing outgoing, MemberId recipient) {
        return Optional.ofNullable(outgoing.sealingEpochs().get(recipient)).orElseThrow();
    }

    private static List<Shelf.ObjectRow> addAll(Turn turn, List<Shelf.ObjectRow> rows) {
        List<Optional<Shelf.ObjectRow>> added = turn.tables().shelf().addObjects(rows, turn.nowMicros());
        List<Shelf.ObjectRow> repeated = new ArrayList<>();
        List<Shelf.ObjectRow> stored = new ArrayList<>(rows.size());
        for (int index = 0; index < rows.size(); index++) {
            Shelf.ObjectRow row = rows.get(index);
            added.get(index).ifPresentOrElse(stored::add, () -> repeated.add(row));
        }
        if (!repeated.isEmpty()) {
            throw new Repeated(repeated);
        }
        return stored;
    }

    private static Map<MemberId, Numbered.Line> lines(NodeState state, SealedBatch sealed, Lane lane) {
        Map<MemberId, Numbered.Line> lines = new HashMap<>();
        for (MemberId recipient : sealed.stanzas().keySet()) {
            NodeState.Line line = state.lineTo(recipient, lane)
                    .orElseThrow(() -> new IllegalStateException("no stream is open to " + recipient.shortForm()));
            lines.put(recipient, new Numbered.Line(line.stream(), line.head()));
        }
        return lines;
    }

    private static Numbered.Origin origin(NodeState state) {
        CharterState charter = state.charter();
        return new Numbered.Origin(
                charter.federation(),
                charter.epoch(),
                charter.hash(),
                state.self().member(),
                state.ownCard().signingKey().epoch(),
                state.self().node());
    }

    private static Hash signingKeyId(NodeState state) {
        return state.ownCard().signingKey().key().keyId();
    }
}
