// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.Terms;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// Reads what this node holds: the exact bytes of an object, its terms, and the proof of who wrote it. Safe for
/// threads.
public final class Holdings {

    private final Ledger ledger;
    private final Shelving shelving;
    private final Signing signing;
    private final OwnCheckpoints checkpoints;
    private final Turns turns;

    /// @param ledger what is held
    /// @param vault under whose keys
    /// @param signing for proofs of this node's own dispatches
    /// @param checkpoints for proofs of this node's own dispatches
    /// @param turns where an alarm is raised about what the disk has damaged
    public Holdings(Ledger ledger, KeyVault vault, Signing signing, OwnCheckpoints checkpoints, Turns turns) {
        this.ledger = ledger;
        this.shelving = new Shelving(vault);
        this.signing = signing;
        this.checkpoints = checkpoints;
        this.turns = turns;
    }

    /// An object as it is held.
    ///
    /// @param row its row
    /// @param terms its originator's terms
    /// @param bytes the exact bytes that its originator wrote
    public record Held(Shelf.ObjectRow row, Terms terms, byte[] bytes) {}

    /// Objects of a channel (or of all and of none) with numbers above `afterNumber`, ascending, at most `limit`.
    public List<Held> page(Optional<ChannelId> channel, long afterNumber, int limit) {
        return ledger.read(tables -> all(tables, tables.shelf().page(channel, afterNumber, limit)));
    }

    /// One object; empty where there is none, its key was destroyed, or the disk has damaged it.
    public Optional<Held> object(long number) {
        return ledger.read(tables -> tables.shelf()
                .object(number)
                .flatMap(row -> all(tables, List.of(row)).stream().findFirst()));
    }

    /// Every version and originator's word under a STIX id, ascending by number.
    public List<Held> of(String stixId) {
        return ledger.read(tables -> all(tables, tables.shelf().objectsOf(stixId, 1_000)));
    }

    /// The objects of these rows, in their order; those whose key was destroyed or that the disk has damaged are
    /// left out.
    public List<Held> all(List<Shelf.ObjectRow> rows) {
        return ledger.read(tables -> all(tables, rows));
    }

    /// Neighbours mostly lie in one batch, which may have megabytes: it is fetched once for all of them.
    private List<Held> all(Ledger.Tables tables, List<Shelf.ObjectRow> rows) {
        List<Held> all = new ArrayList<>(rows.size());
        Optional<Shelf.BatchRow> batch = Optional.empty();
        for (Shelf.ObjectRow row : rows) {
            if (batch.isEmpty() || batch.get().number() != row.batch()) {
                batch = tables.shelf().batch(row.batch());
            }
            held(batch.orElseThrow(), row).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Held> held(Shelf.BatchRow batch, Shelf.ObjectRow row) {
        try {
            Leaf leaf = shelving.leaf(batch, row);
            Leaf original = leaf.kind() == LeafKind.RELAYED
                    ? RelayedObject.parse(leaf.content()).leaf()
                    : leaf;
            return Optional.of(new Held(row, original.terms(), original.content()));
        } catch (KeyDestroyed recalled) {
            return Optional.empty();
        } catch (SealRejected damaged) {
            damaged(row);
            return Optional.empty();
        }
    }

    /// One damaged object is no reason to keep the others back.
    private void damaged(Shelf.ObjectRow row) {
        turns.whenConvenient(turn -> {
            turn.alarm(
                    AlarmKind.DAMAGED,
                    "object:" + row.number(),
                    "object %d, %s of %s, cannot be opened any more, and is not served"
                            .formatted(
                                    row.number(), row.stixId(), row.originator().shortForm()),
                    new byte[0]);
            return true;
        });
    }

    /// The object with the proof of who wrote it, as it is passed on or verified offline; empty for what never left
    /// and never came, and for what the disk has damaged.
    public Optional<RelayedObject> proof(Shelf.ObjectRow row) {
        if (row.payloadHash().equals(Hash.ZERO)) {
            return Optional.empty();
        }
        return ledger.read(tables -> {
            Shelf.BatchRow batch = tables.shelf().batch(row.batch()).orElseThrow();
            Leaf leaf;
            try {
                leaf = shelving.leaf(batch, row);
            } catch (SealRejected damaged) {
                damaged(row);
                return Optional.empty();
            }
            if (leaf.kind() == LeafKind.RELAYED) {
                return Optional.of(RelayedObject.parse(leaf.content()));
            }
            List<Hash> path = shelving.table(batch).path(row.position());
            Optional<Outbox.DispatchRow> own = tables.outbox().dispatch(row.payloadHash());
            if (own.isPresent()) {
                return Optional.of(new RelayedObject(
                        signing.envelope(own.get()),
                        leaf,
                        row.position(),
                        path,
                        own.get().logSalt(),
                        checkpoints.evidence(own.get().logIndex())));
            }
            return tables.inbox()
                    .arrival(row.payloadHash())
                    .map(arrival -> new RelayedObject(
                            envelope(arrival), leaf, row.position(), path, arrival.logSalt(), evidence(arrival)));
        });
    }

    /// The signed header of an arrival.
    static DsseEnvelope envelope(Inbox.ArrivalRow arrival) {
        return Envelopes.parse(arrival.envelope(), PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
    }

    private static LogEvidence evidence(Inbox.ArrivalRow arrival) {
        return LogEvidence.read(new CanonicalReader(arrival.log()));
    }
}
