// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.stream.Collectors;
import org.mithaq.charter.CertificateConflict;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Fold;
import org.mithaq.charter.MemberId;
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
