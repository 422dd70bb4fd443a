// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Quarantine;

/// Keeps input that was refused, each piece under a key of its own, so that it can be read, exported and tried again.
/// Safe for threads.
public final class QuarantineDesk {

    /// Most rows that are kept; whoever sends more is told that they are not.
    public static final long ROWS_MAX = 100_000;

    /// Rows that peers may fill together; the rest is for what this member's own people and programs hand in.
    public static final long PEERS_ROWS_MAX = ROWS_MAX / 2;

    /// Rows and bytes that one source among the peers may fill.
    public static final long PEER_ROWS_MAX = 4_096;

    /// As before, in bytes as they lie on disk.
    public static final long PEER_BYTES_MAX = 64L << 20;

    private static final int REASON_BYTES_MAX = 300;

    /// What the keys of quarantined bytes are for, beside those of the vault's other uses.
    private static final String PURPOSE = "quarantine";

    private final Ledger ledger;
    private final Turns turns;
    private final KeyVault vault;

    /// @param ledger where the rows are
    /// @param turns where they are added and removed
    /// @param vault whose keys they lie under
    public QuarantineDesk(Ledger ledger, Turns turns, KeyVault vault) {
        this.ledger = ledger;
        this.turns = turns;
        this.vault = vault;
    }

    /// One piece of refused input.
    ///
    /// @param reason standard, clause and what was expected and found; clipped when it is kept
    /// @param bytes exactly as they came
    public record Refused(String reason, byte[] bytes) {}

    /// Keeps what was refused, in one transaction. When this returns, it is durable.
    ///
    /// @param source where it came from, such as `taxii:token-name`
    /// @return the number of each row in the same order; empty for what no room is left for
    public List<Optional<Long>> keep(String source, List<Refused> refused) {
        if (refused.isEmpty()) {
            return List.of();
        }
        List<Quarantine.Row> rows = refused.stream()
                .map(each -> sealed(vault, source, each.reason(), each.bytes()))
                .toList();
        return turns.run(turn -> {
            Quarantine quarantine = turn.tables().quarantine();
            long room = ROWS_MAX - quarantine.count();
            List<Optional<Long>> numbers = new ArrayList<>(rows.size());
            for (Quarantine.Row row : rows) {
                numbers.add(room-- > 0 ? Optional.of(quarantine.add(row.at(turn.nowMicros()))) : Optional.empty());
            }
            return List.copyOf(numbers);
        });
    }

    /// How many more rows one peer may fill now.
    static long roomForPeer(Quarantine quarantine, String source) {
        Quarantine.Share share = quarantine.share(source);
        if (share.bytes() >= PEER_BYTES_MAX) {
            return 0;
        }
        return Math.max(0, Math.min(PEER_ROWS_MAX - share.rows(), PEERS_ROWS_MAX - quarantine.count()));
    }

    /// Rows above `afterNumber`, ascending, at most `limit`.
    public List<Quarantine.Row> page(long afterNumber, int limit) {
        return ledger.read(tables -> tables.quarantine().page(afterNumber, limit));
    }

    /// The exact bytes of a row; empty where there is no such row.
    public Optional<byte[]> bytes(long number) {
        return ledger.read(tables -> tables.quarantine().row(number))
                .map(row -> vault.openAlone(PURPOSE, row.keyNumber(), row.sealed()));
    }

    /// Refused bytes, ready to be added: sealed under a key of their own, with what was wrong.
    static Quarantine.Row sealed(KeyVault vault, String source, String reason, byte[] bytes) {
        KeyVault.SealedAlone sealed = vault.sealAlone(PURPOSE, bytes);
        String quoted = LeafReading.clipped(reason, REASON_BYTES_MAX);
        return new Quarantine.Row(0, source, quoted, sealed.number(), sealed.sealed(), 0);
    }

    /// Lets a row go, after it was tried again or given up; whether it was there.
    public boolean remove(long number) {
        return turns.run(turn -> turn.tables().quarantine().remove(number));
    }
}
