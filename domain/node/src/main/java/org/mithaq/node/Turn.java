// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.node.port.Ledger;

/// One transaction of the state machine: what its commands may touch.
public final class Turn {

    /// Most alarms that are told apart; above that, those of a kind are counted together.
    public static final int ALARMS_MAX = 4_096;

    private final NodeState state;
    private final Ledger.Tables tables;
    private final SecureRandom random;
    private final long nowMicros;
    private final Ahead ahead;
    private final List<Effect> effects = new ArrayList<>();

    Turn(NodeState state, Ledger.Tables tables, SecureRandom random, long nowMicros, Ahead ahead) {
        this.state = state;
        this.tables = tables;
        this.random = random;
        this.nowMicros = nowMicros;
        this.ahead = ahead;
    }

    /// The node's state in memory; reloaded from the ledger if the transaction fails.
    NodeState state() {
        return state;
    }

    /// The ledger within this transaction.
    Ledger.Tables tables() {
        return tables;
    }

    /// Cryptographic randomness.
    SecureRandom random() {
        return random;
    }

    /// Time of this transaction in microseconds since 1970-01-01 UTC; strictly later than that of the one before.
    long nowMicros() {
        return nowMicros;
    }

    /// Who signs what this transaction makes.
    Ahead ahead() {
        return ahead;
    }

    /// Asks for something outside, once this is durable.
    void effect(Effect effect) {
        effects.add(effect);
    }

    /// Raises an alarm for the operator.
    void alarm(AlarmKind kind, String about, String sentence, byte[] proof) {
        String key = kind.word() + ":" + about;
        if (!tables.alarms().holds(key) && isFull()) {
            // Strangers give alarms their keys too: what comes on top is counted together.
            key = kind.word() + ":others";
        }
        tables.alarms().raise(key, kind.word(), sentence, kind.action(), proof, nowMicros);
        effect(new Effect.Alarmed(key));
    }

    private boolean isFull() {
        return tables.alarms().counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                >= ALARMS_MAX;
    }

    /// Takes an alarm back whose cause is gone.
    ///
    /// @return whether it was there
    boolean calm(AlarmKind kind, String about) {
        return tables.alarms().clear(kind.word() + ":" + about);
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }
}
