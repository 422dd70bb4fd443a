// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.PeerUnreachable;

/// Asks one peer to show the dispatch of this node that it says it received and that is not here (protocol,
/// Contact 6): before anything else is sent to it. What could not be asked is claimed again at the next contact.
final class ClaimPulls {

    private final PeersTools tools;
    private final MemberId peer;
    private Optional<PullRequest.Received> claimed = Optional.empty();

    ClaimPulls(PeersTools tools, MemberId peer) {
        this.tools = tools;
        this.peer = peer;
    }

    /// The peer has claimed a number.
    synchronized void told(PullRequest.Received number) {
        claimed = Optional.of(number);
    }

    private synchronized Optional<PullRequest.Received> next() {
        Optional<PullRequest.Received> next = claimed;
        claimed = Optional.empty();
        return next;
    }

    /// Asks for what was claimed, if something was.
    ///
    /// @return whether something was done
    boolean pull(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        Optional<PullRequest.Received> asked = next();
        if (asked.isPresent()) {
            tools.contacts().shown(peer, asked.get(), connection.pull(asked.get()));
        }
        return asked.isPresent();
    }
}
