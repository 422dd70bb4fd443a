// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;

/// A request to a peer that brought no answer. The one failure of [PeerClient#send].
public final class PeerUnreachable extends IOException {

    private static final long serialVersionUID = 1L;

    /// Why there is no answer.
    public enum Reason {
        /// Nobody listens there, or the network has no way to it.
        REFUSED,
        /// No connection, or no whole answer, in time.
        TIMED_OUT,
        /// Whoever answers there has another key than the pinned one.
        PIN_MISMATCH,
        /// The key exchange was not the one that we require.
        TLS_GROUP,
        /// The handshake failed in another way.
        TLS,
        /// The connection was cut before the answer was whole. TLS 1.3 ends at our side before the peer has looked at
        /// our
        /// certificate (RFC 8446 §4.4), so this is also how a peer looks that does not pin us.
        CUT,
        /// What came back is not the HTTP that it should be.
        PROTOCOL,
        /// The answer is larger than the caller takes.
        TOO_LARGE,
        /// Too many requests wait for this peer already.
        BUSY
    }

    private final Reason reason;

    PeerUnreachable(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    PeerUnreachable(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
