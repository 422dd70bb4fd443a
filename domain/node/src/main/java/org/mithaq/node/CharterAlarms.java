// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.stream.Collectors;
import org.mithaq.charter.CertificateConflict;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.Fold;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.RotationFork;
import org.mithaq.crypto.CanonicalWriter;

/// What an operator must know about an act that was followed.
final class CharterAlarms {

    private CharterAlarms() {}

    /// Raises what the step from one fold to the next shows.
    static void raise(Turn turn, CharterState former, CharterState next, Fold fold, Fold before) {
        if (fold instanceof Fold.Frozen frozen && !(before instanceof Fold.Frozen)) {
            freeze(turn, frozen.conflict());
        }
        compromised(turn, former, next);
        for (RotationFork fork : next.forks()) {
            if (!former.forks().contains(fork)) {
                turn.alarm(
                        AlarmKind.CHARTER_KEYS_FORKED,
                        fork.member().hex(),
                        "Charter 9.7: the root of %s signed two rotations of one card; neither is in force"
                                .formatted(fork.member().shortForm()),
                        new CanonicalWriter(65_536)
                                .bytes(fork.one().encode())
                                .bytes(fork.other().encode())
                                .toByteArray());
            }
        }
    }

    /// What a root has declared since (Charter 9.6).
    private static void compromised(Turn turn, CharterState former, CharterState next) {
        for (MemberId member : next.members().keySet()) {
            List<Rotation> known =
                    former.keyHistory(member).map(KeyHistory::rotations).orElse(List.of());
            for (Rotation rotation :
                    next.keyHistory(member).map(KeyHistory::rotations).orElse(List.of())) {
                if (!rotation.compromised().isEmpty() && !known.contains(rotation)) {
                    turn.alarm(
                            AlarmKind.KEY_COMPROMISED,
                            member.hex(),
                            ("Charter 9.6: %s declares that others may hold its keys for: %s. They are replaced; what"
                                            + " its log had not before record %d does not count under them")
                                    .formatted(
                                            next.member(member)
                                                    .orElseThrow()
                                                    .names()
                                                    .en(),
                                            rotation.compromised().stream()
                                                    .map(CompromisedKey::text)
                                                    .collect(Collectors.joining(", ")),
                                            rotation.log().size()),
                            rotation.payload());
                }
            }
        }
    }

    private static void freeze(Turn turn, CertificateConflict conflict) {
        String culprits =
                conflict.culprits().stream().sorted().map(MemberId::shortForm).collect(Collectors.joining(", "));
        turn.alarm(
                AlarmKind.CHARTER_FROZEN,
                conflict.one().certificate().parent().hex(),
                "Charter 7.11: two acts were certified on one state; the votes convict " + culprits,
                new CanonicalWriter(131_072)
                        .bytes(conflict.one().encode())
                        .bytes(conflict.other().encode())
                        .toByteArray());
    }
}
