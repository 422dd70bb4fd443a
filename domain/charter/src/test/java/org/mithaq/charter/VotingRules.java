// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Optional;
import org.mithaq.crypto.Hash;

/// How the honest members of the model vote: as the program does, or with one fault planted.
interface VotingRules {

    VotingRules REAL = new VotingRules() {};

    default VotingStep prepare(VotingRecord record, int round, Hash act) {
        return record.prepare(round, act);
    }

    default VotingRecord seen(VotingRecord record, VotingLock preparation) {
        return record.seen(preparation);
    }

    default VotingStep commit(VotingRecord record, VotingLock preparation) {
        return record.commit(preparation);
    }

    /// Whether a member signs first and stores afterwards, so that a crash in between makes it forget its vote.
    default boolean signsBeforeItStores() {
        return false;
    }

    /// How many votes are enough among `n`.
    default int quorum(int n) {
        return Quorum.certificate(n);
    }

    /// Charter 7.4 broken: a lock does not keep a member from preparing another act.
    record LockForgotten() implements VotingRules {
        @Override
        public VotingStep prepare(VotingRecord record, int round, Hash act) {
            return unlocked(record).prepare(round, act);
        }
    }

    /// Charter 6.3 broken: one vote fewer is taken for enough.
    record QuorumOffByOne() implements VotingRules {
        @Override
        public int quorum(int n) {
            return Quorum.certificate(n) - 1;
        }
    }

    /// Charter 7.6 broken.
    record SignedBeforeStored() implements VotingRules {
        @Override
        public boolean signsBeforeItStores() {
            return true;
        }
    }

    /// Charter 7.3 broken: a member goes back to an earlier round and votes there.
    record RoundGoesBack() implements VotingRules {
        @Override
        public VotingStep prepare(VotingRecord record, int round, Hash act) {
            return unvoted(record).prepare(round, act);
        }

        @Override
        public VotingStep commit(VotingRecord record, VotingLock preparation) {
            return unvoted(record).commit(preparation);
        }
    }

    /// Charter 7.4 broken: an older preparation moves a member off a newer lock.
    record OlderPreparationUnlocks() implements VotingRules {
        @Override
        public VotingRecord seen(VotingRecord record, VotingLock preparation) {
            return new VotingRecord(
                    record.federation(), record.parent(), record.epoch(), record.last(), Optional.of(preparation));
        }
    }

    /// Charter 7.6 half kept: the vote is stored, the lock is not.
    record LockNotStored() implements VotingRules {
        @Override
        public VotingStep commit(VotingRecord record, VotingLock preparation) {
            return switch (record.commit(preparation)) {
                case VotingStep.Sign sign -> new VotingStep.Sign(unlocked(sign.toStore()), sign.vote());
                case VotingStep.Refused refused -> refused;
            };
        }
    }

    private static VotingRecord unlocked(VotingRecord record) {
        return new VotingRecord(record.federation(), record.parent(), record.epoch(), record.last(), Optional.empty());
    }

    private static VotingRecord unvoted(VotingRecord record) {
        return new VotingRecord(record.federation(), record.parent(), record.epoch(), Optional.empty(), record.lock());
    }
}
