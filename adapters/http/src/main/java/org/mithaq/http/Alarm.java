// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Optional;

/// Something at a connection that an operator should know: no HTTP request came of it.
///
/// @param kind what happened
/// @param remote address and port of the other end, as far as known
/// @param pin the pin that the other end showed
/// @param detail for a person; clipped
public record Alarm(Kind kind, String remote, Optional<Pin> pin, String detail) {

    /// What may happen.
    public enum Kind {
        /// The other end proved a key that is not pinned.
        UNPINNED,
        /// The handshake ended with a key exchange other than the one that we require.
        GROUP,
        /// The handshake failed in another way: no common group or version, no certificate, no TLS at all.
        HANDSHAKE,
        /// A pin was withdrawn while its connection was open; the connection is closed.
        WITHDRAWN
    }

    private static final int DETAIL_CHARACTERS_MAX = 200;

    public Alarm {
        detail = detail.length() > DETAIL_CHARACTERS_MAX ? detail.substring(0, DETAIL_CHARACTERS_MAX) + "…" : detail;
    }
}
