// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberCard;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Quarantine;
import org.mithaq.peers.PeerStatus;
import org.mithaq.tiles.WitnessStatus;

/// How it stands with one peer.
///
/// @param card who it is
/// @param link its connections
/// @param witness how it witnesses this node's log
/// @param backlog what waits for it, the most urgent lane first
/// @param rows what the ledger says of it
/// @param reading messages of it that are being read now
record PeerLook(
        MemberCard card,
        PeerStatus link,
        Optional<WitnessStatus> witness,
        List<Outbox.BacklogRow> backlog,
        Rows rows,
        int reading) {

    /// The worst first: what waits in the flash lane, then who cannot be reached, then the oldest that waits.
    static final Comparator<PeerLook> WORST_FIRST = Comparator.comparingLong(PeerLook::oldestFlashMicros)
            .thenComparing(peer -> peer.link().connected())
            .thenComparingLong(PeerLook::oldestMicros)
            .thenComparing(peer -> peer.card().id().hex());

    /// What the ledger says of a peer.
    ///
    /// @param receiptsOwed receipts that it is not known to have
    /// @param evidenceDue its dispatches whose proof has no quorum yet
    /// @param missing numbers of it from the first gap to the highest that came
    /// @param streams streams that it has opened
    /// @param sequence highest number given to a copy for it
    /// @param quarantine what it has filled in quarantine
    /// @param recordsKept records of its log that are kept here for it
    record Rows(
            long receiptsOwed,
            long evidenceDue,
            long missing,
            int streams,
            long sequence,
            Quarantine.Share quarantine,
            long recordsKept) {}

    PeerLook {
        backlog = List.copyOf(backlog);
    }

    /// The first digits of its id.
    String brief() {
        return card.id().hex().substring(0, 8);
    }

    /// When the oldest copy without a settling receipt was numbered; `Long.MAX_VALUE` where there is none.
    long oldestMicros() {
        return oldest(List.of(Lane.values()));
    }

    private long oldestFlashMicros() {
        return oldest(List.of(Lane.FLASH));
    }

    private long oldest(List<Lane> lanes) {
        return backlog.stream()
                .filter(row -> lanes.contains(row.lane()))
                .mapToLong(Outbox.BacklogRow::oldestMicros)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
