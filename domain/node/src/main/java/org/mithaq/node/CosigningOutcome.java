// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.MemberId;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.SignedCheckpoint;

/// What became of asking the other members to cosign this node's log (protocol, Log), as it is recorded.
public sealed interface CosigningOutcome extends Command<Boolean> {

    /// A quorum has cosigned: kept, unless a newer one is there, and the alarm about its lateness ends.
    ///
    /// @param checkpoint with a quorum's verified cosignatures and no others
    record Reached(SignedCheckpoint checkpoint) implements CosigningOutcome {

        /// @return whether it is the newest witnessed one now
        @Override
        public Boolean run(Turn turn) {
            LogBook book = turn.tables().log();
            long size = checkpoint.checkpoint().size();
            turn.calm(AlarmKind.WITNESS_LATE, checkpoint.checkpoint().origin());
            if (book.witnessedCheckpoint().map(LogBook.CheckpointRow::size).orElse(-1L) > size) {
                return false;
            }
            book.putWitnessedCheckpoint(new LogBook.CheckpointRow(size, checkpoint.encode()));
            return true;
        }
    }

    /// No quorum by the deadline. Delivery does not wait for it.
    ///
    /// @param origin this node's log
    /// @param size what is not yet witnessed
    /// @param cosigned how many members have cosigned it
    /// @param quorum how many have to
    record Late(String origin, long size, int cosigned, int quorum) implements CosigningOutcome {

        @Override
        public Boolean run(Turn turn) {
            turn.alarm(
                    AlarmKind.WITNESS_LATE,
                    origin,
                    "not yet witnessed: %d of the %d members that it takes have cosigned size %d of this node's log"
                            .formatted(cosigned, quorum, size),
                    new byte[0]);
            return true;
        }
    }

    /// A witness says that this node's log is not what it has cosigned before.
    ///
    /// @param origin this node's log
    /// @param witness who says so
    /// @param reason in our words
    record PastLost(String origin, MemberId witness, String reason) implements CosigningOutcome {

        @Override
        public Boolean run(Turn turn) {
            turn.alarm(
                    AlarmKind.OWN_PAST_LOST,
                    origin + ":" + witness.hex(),
                    "the witness %s does not recognise this node's log: %s".formatted(witness.shortForm(), reason),
                    new byte[0]);
            return true;
        }
    }
}
