// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;

/// What one node asks its peers for beside what they send: records of their logs that it keeps for them, and of its own
/// past, where it was put back, what it lacks. One question to each at a time; whoever has no more is asked again when
/// it is met again.
final class Past {

    private final Program program;
    private final Set<MemberId> exhausted = new HashSet<>();

    Past(Program program) {
        this.program = program;
    }

    /// A peer was met, or its log has grown.
    void met(MemberId peer) {
        exhausted.remove(peer);
    }

    /// What a peer is to be asked for next.
    Optional<PullRequest> next(MemberId peer) {
        if (exhausted.contains(peer)) {
            return Optional.empty();
        }
        return program.contacts
                .keeping()
                .wanted(peer)
                .filter(asked -> asked.owner().equals(peer))
                .<PullRequest>map(asked -> asked)
                .or(() -> program.desk.takingBack().wanted(peer));
    }

    static boolean isOne(PullRequest asked) {
        return asked instanceof PullRequest.Records || asked instanceof PullRequest.Sent;
    }

    void take(MemberId peer, PullRequest.Records asked, Parcels answer) {
        if (!program.contacts.keeping().take(peer, asked, answer)) {
            exhausted.add(peer);
        }
    }

    void take(MemberId peer, PullRequest.Sent asked, Parcels answer) {
        if (!program.desk.takingBack().take(peer, asked, answer)) {
            exhausted.add(peer);
        }
    }
}
