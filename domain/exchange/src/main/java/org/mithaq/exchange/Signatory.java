// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;

/// Who signed a header, and by which of its keys: that of the signing epoch that the header names, in the state that it
/// names (Charter 11.5). A key that was replaced still counts for what the member's log has before the pin of the
/// rotation (Charter 9.5).
///
/// @param card the member's present card; of one that has left, the last one that it had
/// @param key by which the header must be signed, and how far it holds
/// @param histories by which its log is known: the present one, and the one of the state that the header names
record Signatory(MemberCard card, KeyHistory.DatedKey key, List<KeyHistory> histories) {

    /// The signatory of `header`, or empty if the state that it names is unknown here, has no such member, or no such
    /// key.
    static Optional<Signatory> of(LivingCharter charter, Header header) {
        return charter.at(header.epoch(), header.stateHash()).flatMap(named -> of(charter.now(), named, header));
    }

    private static Optional<Signatory> of(CharterState now, CharterState named, Header header) {
        Optional<MemberCard> card = now.member(header.sender()).or(() -> named.member(header.sender()));
        Optional<KeyHistory.DatedKey> key =
                named.keyHistory(header.sender()).flatMap(history -> history.signingKey(header.signingEpoch()));
        List<KeyHistory> histories = Stream.of(now, named)
                .flatMap(state -> state.keyHistory(header.sender()).stream())
                .distinct()
                .toList();
        return card.flatMap(of -> key.map(by -> new Signatory(of, by, histories)));
    }

    /// Whether the header names a signing epoch after all that are known here of its sender: an act may have
    /// replaced the key that has not come yet (Charter 11.5).
    static boolean isAhead(LivingCharter charter, Header header) {
        return charter.at(header.epoch(), header.stateHash())
                .flatMap(named -> named.member(header.sender()))
                .filter(card -> header.signingEpoch() > card.signingKey().epoch())
                .isPresent();
    }

    /// Whether the key counts for a record at this place of the member's log.
    static boolean counts(Optional<LogPin> until, long leafIndex) {
        return until.isEmpty() || leafIndex < until.get().size();
    }
}
