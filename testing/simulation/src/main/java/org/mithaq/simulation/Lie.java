// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Optional;
import org.mithaq.node.AlarmKind;

/// What a lying member does, and how an honest one notices.
public enum Lie {
    SPLIT_VIEW("shows one member another log than the others", Optional.of(AlarmKind.SPLIT_VIEW)),
    SEQUENCE_CONFLICT("signs two dispatches under one number", Optional.of(AlarmKind.SEQUENCE_CONFLICT)),
    GAP("leaves a number out and goes on", Optional.of(AlarmKind.GAP)),
    DROPPED_TAIL("says that it sent what it never sends", Optional.empty()),
    WRONG_RECIPIENT("hands one member's copy to another", Optional.of(AlarmKind.NOT_OURS)),
    FORGED_RECEIPT("signs a receipt in another's name", Optional.of(AlarmKind.DOOR)),
    NO_DECLARATION("does not honour a recall", Optional.empty()),
    SHARED_AGAIN("shares again what it has declared destroyed", Optional.of(AlarmKind.RECALL_BACK)),
    BROKEN_STANZA("signs a stanza that does not open", Optional.of(AlarmKind.STANZA)),
    EARLIER_HEADS("says that it sent less than it did", Optional.of(AlarmKind.HEADS));

    private final String words;
    private final Optional<AlarmKind> alarm;

    Lie(String words, Optional<AlarmKind> alarm) {
        this.words = words;
        this.alarm = alarm;
    }

    /// For people.
    public String words() {
        return words;
    }

    /// The alarm that it raises; empty where it shows in what is asked for or missing.
    Optional<AlarmKind> alarm() {
        return alarm;
    }

    /// A lie that was told in a run.
    ///
    /// @param lie which
    /// @param liar who told it
    /// @param foundBy who found it first
    /// @param byVictim whether that is the member that it was told to, and not a third
    /// @param afterMicros how long after it was told, in the network's time
    public record Found(Lie lie, int liar, int foundBy, boolean byVictim, long afterMicros) {}
}
