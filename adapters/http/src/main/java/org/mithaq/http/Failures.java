// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Tells what a failure of the client library means.
final class Failures {

    private static final int CAUSES_MAX = 16;

    private Failures() {}

    static PeerUnreachable of(String address, Throwable failure) {
        PeerUnreachable.Reason reason = reason(failure);
        return new PeerUnreachable(reason, address + ": " + said(reason) + " (" + root(failure) + ")", failure);
    }

    /// The most telling cause decides: the pin and the group before the handshake that they broke.
    private static PeerUnreachable.Reason reason(Throwable failure) {
        PeerUnreachable.Reason found = PeerUnreachable.Reason.PROTOCOL;
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            switch (cause) {
                case UnpinnedCertificate _ -> {
                    return PeerUnreachable.Reason.PIN_MISMATCH;
                }
                case WrongGroup _ -> {
                    return PeerUnreachable.Reason.TLS_GROUP;
                }
                case SSLException tls -> found = ofTls(tls);
                case ConnectException _ -> found = PeerUnreachable.Reason.REFUSED;
                case NoRouteToHostException _ -> found = PeerUnreachable.Reason.REFUSED;
                case UnknownHostException _ -> found = PeerUnreachable.Reason.REFUSED;
                case UnresolvedAddressException _ -> found = PeerUnreachable.Reason.REFUSED;
                case TimeoutException _ -> found = PeerUnreachable.Reason.TIMED_OUT;
                case SocketTimeoutException _ -> found = PeerUnreachable.Reason.TIMED_OUT;
                case ClosedChannelException _ -> found = PeerUnreachable.Reason.CUT;
                case EOFException _ -> found = PeerUnreachable.Reason.CUT;
                case SocketException _ -> found = PeerUnreachable.Reason.CUT;
                case RejectedExecutionException _ -> found = PeerUnreachable.Reason.BUSY;
                default -> {
                    // A wrapper: its cause may tell more.
                }
            }
            cause = cause.getCause();
        }
        return found;
    }

    private static PeerUnreachable.Reason ofTls(SSLException failure) {
        String message = String.valueOf(failure.getMessage()).toUpperCase(Locale.ROOT);
        return message.contains("GROUP") || message.contains("KEY_SHARE")
                ? PeerUnreachable.Reason.TLS_GROUP
                : PeerUnreachable.Reason.TLS;
    }

    private static String said(PeerUnreachable.Reason reason) {
        return switch (reason) {
            case REFUSED -> "nobody listens there, or there is no way to it";
            case TIMED_OUT -> "no whole answer in time";
            case PIN_MISMATCH -> "another key than the pinned one";
            case TLS_GROUP -> "no key exchange " + MutualTls.GROUP;
            case TLS -> "the TLS handshake failed";
            case CUT -> "the connection was cut; perhaps the peer does not pin us";
            case PROTOCOL -> "what came is not HTTP";
            case TOO_LARGE -> "the answer is too large";
            case BUSY -> "too many requests wait already";
        };
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < CAUSES_MAX; depth++) {
            root = root.getCause();
        }
        String message = root.getClass().getSimpleName() + ": " + root.getMessage();
        return message.length() > 200 ? message.substring(0, 200) + "…" : message;
    }
}
