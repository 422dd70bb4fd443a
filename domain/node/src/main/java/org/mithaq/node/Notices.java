// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;

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
            turn.alarm(AlarmKind.UNPINNED, kind + ":" + host(remote), detail, new byte[0]);
            return true;
        };
    }

    /// Without the port, which is another one each time.
    private static String host(String remote) {
        int colon = remote.lastIndexOf(':');
        return colon < 0 ? remote : remote.substring(0, colon);
    }

    /// Something that stands until it is mended.
    ///
    /// @param about what it is about
    /// @param sentence what is the matter, in our own words; empty once it is mended
    public static Command<Boolean> standing(AlarmKind kind, String about, Optional<String> sentence) {
        return turn -> {
            sentence.ifPresentOrElse(said -> turn.alarm(kind, about, said, new byte[0]), () -> turn.calm(kind, about));
            return true;
        };
    }
}
