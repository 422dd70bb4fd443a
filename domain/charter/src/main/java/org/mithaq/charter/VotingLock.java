// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// What a preparation says, without its votes: in this round, enough members prepared this act.
///
/// @param round 0 to [Vote#ROUND_MAX]
/// @param act payload hash of the act
public record VotingLock(int round, Hash act) {

    public VotingLock {
        if (round < 0 || round > Vote.ROUND_MAX) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.LOCK, "round " + round);
        }
    }
}
