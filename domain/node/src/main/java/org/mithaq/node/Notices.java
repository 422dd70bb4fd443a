// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

/// Alarms that are raised at the doors, as commands.
public final class Notices {

    private Notices() {}

    /// Somebody was turned away in the TLS handshake.
    ///
    /// @param kind what was wrong, one word
    /// @param remote where it came from
    /// @param detail what happened, in our own words
    public static Command<Boolean> tls(String kind, String remote, String detail) {
        return turn -> {
            turn.alarm(AlarmKind.UNPINNED, kind + ":" + remote, detail, new byte[0]);
            return true;
        };
    }
}
