// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.node.port.Ledger;

/// Since when each kind of this member's keys is in force, by this node's clock: acts that rotate have no time.
final class KeyTimes {

    private static final String SINCE = "own-key-since:";

    private KeyTimes() {}

    /// Notes what the step from one state to the next changes of this member's keys.
    static void note(Turn turn, CharterState former, CharterState next) {
        MemberId self = turn.state().self().member();
        Optional<MemberCard> before = former.member(self);
        Optional<MemberCard> after = next.member(self);
        if (before.isEmpty() || after.isEmpty()) {
            return;
        }
        for (CompromisedKey kind : CompromisedKey.values()) {
            if (isChanged(kind, before.get(), after.get())) {
                turn.tables()
                        .registry()
                        .putSetting(
                                SINCE + kind.text(),
                                new CanonicalWriter(Long.BYTES)
                                        .u64(turn.nowMicros())
                                        .toByteArray());
            }
        }
    }

    private static boolean isChanged(CompromisedKey kind, MemberCard before, MemberCard after) {
        return switch (kind) {
            case SIGNING -> !before.signingKey().equals(after.signingKey());
            case SEALING -> !before.sealingKey().equals(after.sealingKey());
            case TLS ->
                after.nodes().stream()
                        .flatMap(node -> node.tlsPins().stream())
                        .anyMatch(pin -> before.nodes().stream()
                                .noneMatch(node -> node.tlsPins().contains(pin)));
            case LOG -> !before.log().equals(after.log());
            case WITNESS -> !before.witness().equals(after.witness());
        };
    }

    /// When the present key of this kind came into force; empty for one that the member has had from its
    /// first card.
    static Optional<Long> sinceMicros(Ledger.Tables tables, CompromisedKey kind) {
        return tables.registry().setting(SINCE + kind.text()).map(value -> {
            CanonicalReader in = new CanonicalReader(value);
            long micros = in.u64("since");
            in.end("since");
            return micros;
        });
    }
}
