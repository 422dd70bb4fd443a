// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.PullRequest;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.LogKeeping;

/// Asks one peer for records of its log that are to be kept here for it, and for what this node has lost of its own
/// past: records of its log, and what it had sent (protocol, Starting 3 to 5). Nothing waits for it.
final class PastPulls {

    private final PeersTools tools;
    private final MemberId peer;
    private volatile boolean due;

    PastPulls(PeersTools tools, MemberId peer) {
        this.tools = tools;
        this.peer = peer;
    }

    /// The peer was met, or its log has grown.
    void due() {
        due = true;
    }

    /// Asks for what is wanted now, if anything is.
    ///
    /// @return whether something was done, so that there may be more
    boolean pull(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        if (!due) {
            return false;
        }
        due = false;
        boolean more = false;
        boolean answered = false;
        try {
            more = records(connection) || sent(connection);
            answered = true;
        } finally {
            // Nothing else reminds of it before the next contact.
            due |= more || !answered;
        }
        return more;
    }

    private boolean records(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        LogKeeping keeping = tools.contacts().keeping();
        Optional<PullRequest.Records> wanted = keeping.wanted(peer);
        return wanted.isPresent() && keeping.take(peer, wanted.get(), connection.pull(wanted.get()));
    }

    private boolean sent(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        Optional<PullRequest.Sent> wanted = tools.desk().takingBack().wanted(peer);
        return wanted.isPresent() && tools.desk().takingBack().take(peer, wanted.get(), connection.pull(wanted.get()));
    }
}
