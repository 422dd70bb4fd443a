// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import org.mithaq.charter.MemberId;

/// By whose hands a message came, and in whose name: two members where one carries for the other (protocol, Carrying).
/// What a carried member does must not cost its carrier, and what a carrier says in others' names must not cost them.
///
/// @param by the member at the other end of the connection
/// @param from who is said to have sent it
record Hands(MemberId by, MemberId from) {

    /// Of a member that brings what is its own.
    static Hands own(MemberId member) {
        return new Hands(member, member);
    }

    /// Whether one carries for the other.
    boolean isCarried() {
        return !by.equals(from);
    }
}
