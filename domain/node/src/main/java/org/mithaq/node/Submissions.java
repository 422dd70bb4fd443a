// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Duration;
import java.util.Optional;
import org.mithaq.node.port.Ledger;

/// Remembers for a week what became of submissions. Safe for threads.
public final class Submissions {

    /// How long an outcome can be asked for. TAXII 2.1 §4.3 asks for a day.
    public static final Duration KEPT = Duration.ofDays(7);

    private final Ledger ledger;
    private final Turns turns;

    /// @param ledger where outcomes are looked up
    /// @param turns where they are recorded
    public Submissions(Ledger ledger, Turns turns) {
        this.ledger = ledger;
        this.turns = turns;
    }

    /// Records an outcome, and forgets those that are older than a week. When this returns, it is durable.
    ///
    /// @param id says whose and which submission it is
    /// @param json handed over, not copied
    public void record(String id, byte[] json) {
        turns.run(turn -> {
            turn.tables().registry().forgetSubmissions(turn.nowMicros() - KEPT.toNanos() / 1_000);
            turn.tables().registry().putSubmission(id, turn.nowMicros(), json);
            return true;
        });
    }

    /// What became of a submission; empty where none has that id, or it was long ago.
    public Optional<byte[]> find(String id) {
        return ledger.read(tables -> tables.registry().submission(id));
    }
}
