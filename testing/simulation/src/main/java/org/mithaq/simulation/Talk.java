// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.CharterDesk;

/// One node's talk with one peer about the charter, until both have the same: what the peers adapter does before each
/// contact and whenever there is news.
final class Talk {

    /// Messages of one talk at most.
    private static final int MESSAGES_MAX = 32;

    private final CharterDesk acts;
    private final MemberId peer;
    private boolean due = true;
    private int messages;
    private Optional<CharterNews> ours = Optional.empty();

    Talk(CharterDesk acts, MemberId peer) {
        this.acts = acts;
        this.peer = peer;
    }

    void due() {
        due = true;
    }

    /// What is said first, if a talk is due.
    Optional<byte[]> begin() {
        if (!due) {
            return Optional.empty();
        }
        due = false;
        messages = 0;
        return Optional.of(say(acts.question()));
    }

    private byte[] say(CharterNews news) {
        messages++;
        ours = Optional.of(news);
        return news.toBytes();
    }

    /// What is said to an answer; empty when the talk has come to its end.
    Optional<byte[]> goOn(byte[] answer) {
        CharterNews theirs = CharterNews.parse(answer);
        boolean learnt = acts.take(peer, theirs);
        CharterNews next = acts.answer(theirs);
        boolean same = !learnt && ours.map(Talk::names).equals(Optional.of(names(next)));
        return same || messages == MESSAGES_MAX ? Optional.empty() : Optional.of(say(next));
    }

    private static List<Hash> names(CharterNews news) {
        return news.items().stream().map(CharterNews.Item::name).toList();
    }
}
