// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.List;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;

/// Who witnesses a member's log, and how many of them are enough (Charter 6.4).
///
/// @param cards the other members, ordered by id
/// @param quorum how many of them make a checkpoint witnessed
public record Witnesses(List<MemberCard> cards, int quorum) {

    public Witnesses {
        cards = List.copyOf(cards);
        if (quorum < 1 || quorum > cards.size()) {
            throw new IllegalArgumentException("no quorum of " + quorum + " among " + cards.size() + " witnesses");
        }
    }

    /// Those of `owner` under a charter.
    public static Witnesses of(CharterState charter, MemberId owner) {
        List<MemberCard> others = charter.members().values().stream()
                .filter(card -> !card.id().equals(owner))
                .toList();
        return new Witnesses(others, charter.witnessQuorum());
    }
}
