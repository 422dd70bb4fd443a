// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.List;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.node.CharterDesk;

/// Tells one peer about the charter until both have the same (Charter 11). Owned by one worker; any thread may ask for
/// it.
final class CharterTalk {

    /// Messages of one talk at most: what is left waits for the next contact.
    private static final int MESSAGES_MAX = 32;

    private final CharterDesk acts;
    private final MemberId peer;
    private volatile boolean due = true;

    CharterTalk(CharterDesk acts, MemberId peer) {
        this.acts = acts;
        this.peer = peer;
    }

    /// There is something to tell, or to ask.
    void due() {
        due = true;
    }

    /// Talks, if that is due.
    ///
    /// @return whether it did
    boolean talk(PeerConnection connection) throws PeerUnreachable, PeerRefused, InterruptedException {
        if (!due) {
            return false;
        }
        due = false;
        CharterNews ours = acts.question();
        for (int message = 0; message < MESSAGES_MAX; message++) {
            CharterNews theirs = connection.charter(ours);
            boolean learnt = acts.take(peer, theirs);
            CharterNews next = acts.answer(theirs);
            if (!learnt && names(next).equals(names(ours))) {
                // Both have the same, or what is told again is not taken there.
                break;
            }
            ours = next;
        }
        return true;
    }

    private static List<Hash> names(CharterNews news) {
        return news.items().stream().map(CharterNews.Item::name).toList();
    }
}
