// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;

/// Keeps the records of the logs that this node witnesses, 32 bytes each, and asks for those of its own log that
/// it has lost (protocol, Starting 3 and 4). Safe for threads.
public final class LogKeeping {

    /// Records of one log that are kept at most: a member cannot fill another's disk by letting its log grow.
    static final long KEPT_MAX = 1L << 24;

    private final NodeIdentity self;
    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final Optional<Starting> starting;

    LogKeeping(NodeIdentity self, LivingCharter charter, Ledger ledger, Turns turns, Optional<Starting> starting) {
        this.self = self;
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.starting = starting;
    }

    /// What `peer` is to be asked for now: records of this node's own log where they are lacking, or else those of
    /// its log that this node has cosigned and not kept.
    public Optional<PullRequest.Records> wanted(MemberId peer) {
        Optional<PullRequest.Records> own = starting.flatMap(each -> each.lacking(peer));
        return own.isPresent() ? own : toKeep(peer);
    }

    private Optional<PullRequest.Records> toKeep(MemberId peer) {
        return charter.now()
                .member(peer)
                .map(card -> card.log().origin())
                .flatMap(origin -> ledger.read(tables -> {
                    long kept = tables.log().kept(origin);
                    long cosigned = tables.log()
                            .witnessed(origin)
                            .map(LogBook.WitnessRow::size)
                            .orElse(0L);
                    long count = Math.min(Math.min(cosigned, KEPT_MAX) - kept, PullRequest.Records.COUNT_MAX);
                    return count > 0
                            ? Optional.of(new PullRequest.Records(peer, kept, (int) count))
                            : Optional.<PullRequest.Records>empty();
                }));
    }

    /// Takes what `peer` answered to what was [#wanted].
    ///
    /// @return whether it brought something, so that more may be asked for at once
    /// @throws DoorRejected if it is no answer to that
    public boolean take(MemberId peer, PullRequest.Records asked, Parcels answer) {
        List<byte[]> records = records(asked, answer);
        if (asked.owner().equals(self.member())) {
            return starting.orElseThrow().regain(peer, asked.fromIndex(), records);
        }
        if (records.isEmpty()) {
            return false;
        }
        String origin = charter.now().member(peer).orElseThrow().log().origin();
        return turns.run(turn -> {
            // Two connections to one peer may have asked for the same.
            if (turn.tables().log().kept(origin) != asked.fromIndex()) {
                return false;
            }
            turn.tables().log().keep(origin, records);
            return true;
        });
    }

    private static List<byte[]> records(PullRequest.Records asked, Parcels answer) {
        List<byte[]> records = new ArrayList<>();
        for (byte[] part : answer.parts()) {
            if (part.length % Hash.LENGTH_BYTES != 0
                    || records.size() + part.length / Hash.LENGTH_BYTES > asked.countMax()) {
                throw new DoorRejected(Clause.ENCODING, "no records, or more than were asked for", false);
            }
            for (int at = 0; at < part.length; at += Hash.LENGTH_BYTES) {
                records.add(Arrays.copyOfRange(part, at, at + Hash.LENGTH_BYTES));
            }
        }
        return records;
    }

    /// Answers `peer` with records of this node's log, or of its own that are kept here; of a third's with none.
    static Parcels answer(
            NodeIdentity self, LivingCharter charter, Ledger ledger, MemberId peer, PullRequest.Records asked) {
        Optional<String> origin =
                charter.now().member(asked.owner()).map(MemberCard::log).map(log -> log.origin());
        List<byte[]> records;
        if (asked.owner().equals(self.member())) {
            records = ledger.read(tables -> tables.log().records(asked.fromIndex(), asked.countMax()));
        } else if (asked.owner().equals(peer) && origin.isPresent()) {
            records = ledger.read(tables -> tables.log().kept(origin.get(), asked.fromIndex(), asked.countMax()));
        } else {
            records = List.of();
        }
        CanonicalWriter out = new CanonicalWriter(records.size() * Hash.LENGTH_BYTES);
        records.forEach(record -> out.fixed(record, Hash.LENGTH_BYTES));
        return new Parcels(records.isEmpty() ? List.of() : List.of(out.toByteArray()));
    }
}
