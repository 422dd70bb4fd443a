// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Trusts the keys whose pins are in a set at this moment, and nothing else: no authority, no name, no date.
///
/// An empty set trusts nobody. A peer that is not trusted learns of it by a TLS alert; the operator by an alarm.
final class PinnedTrust extends X509ExtendedTrustManager {

    private final Supplier<Set<Pin>> pins;
    private final Alarms alarms;

    /// @param pins asked anew for each handshake
    PinnedTrust(Supplier<Set<Pin>> pins, Alarms alarms) {
        this.pins = pins;
        this.alarms = alarms;
    }

    /// True if `pin` is in the set now.
    boolean trusts(Pin pin) {
        return pins.get().contains(pin);
    }

    private void check(X509Certificate[] chain, String remote) throws CertificateException {
        if (chain.length == 0) {
            throw new UnpinnedCertificate("no certificate");
        }
        if (!TlsIdentity.isP256(chain[0])) {
            alarms.raise(new Alarm(
                    Alarm.Kind.UNPINNED, remote, Optional.empty(), "the certificate's key is not on the curve P-256"));
            throw new UnpinnedCertificate("not an ECDSA P-256 certificate");
        }
        Pin pin = Pin.of(chain[0]);
        if (!trusts(pin)) {
            alarms.raise(new Alarm(Alarm.Kind.UNPINNED, remote, Optional.of(pin), "this key is not pinned here"));
            throw new UnpinnedCertificate("not pinned: " + pin);
        }
    }

    private static String remote(@Nullable SSLEngine engine) {
        return engine == null ? "unknown" : engine.getPeerHost() + ":" + engine.getPeerPort();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, remote(engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, remote(engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, "unknown");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, "unknown");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "unknown");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "unknown");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
