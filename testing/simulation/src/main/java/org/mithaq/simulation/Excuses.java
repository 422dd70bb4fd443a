// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Optional;

/// What explains what would be wrong otherwise.
///
/// @param faults what went wrong
/// @param rot what cannot be read any more
/// @param liar whose word counts for nothing
/// @param assembly who belongs to the federation
/// @param reforms what was changed about members and keys
record Excuses(Faults faults, Rot rot, Optional<LyingMember> liar, Assembly assembly, Reforms reforms) {

    /// Whether a member lies in this run.
    boolean isLiar(int index) {
        return liar.filter(who -> who.index() == index).isPresent();
    }

    /// Whether nothing is expected of a member, and nothing for it: it lies, or has left.
    boolean isOutside(int index) {
        return isLiar(index) || !assembly.isMember(index);
    }

    /// Whether a piece may be missing or too much at a member, because its originator, or one that passed it on,
    /// lies or has left.
    boolean touches(Reference reference, int originator, int holder, String id) {
        return isOutside(originator)
                || liar.filter(who -> who.touches(reference, originator, holder, id))
                        .isPresent()
                || isPassedOutside(reference, id);
    }

    /// Whether somebody who has left stands between the originator of an object and those who have it.
    boolean isPassedOutside(Reference reference, String id) {
        return reference.passed().stream()
                .filter(each -> each.id().equals(id))
                .anyMatch(each -> assembly.hasLeft(each.from()) || assembly.hasLeft(each.to()));
    }
}
