// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// TLS as peers speak it: 1.3 alone, one hybrid group alone, certificates on both sides, pins alone.
///
/// The group is set on each engine, because a provider's default falls back to a classical one in silence; and what was
/// negotiated is asked of each engine after its handshake, because a setting can be lost in silence too. Sessions are
/// never resumed: a resumed one would pass by the pins.
final class MutualTls {

    /// The one key exchange: X25519 and ML-KEM-768 together.
    static final String GROUP = "X25519MLKEM768";

    private static final String VERSION = "TLSv1.3";

    private MutualTls() {}

    /// A context for one identity. Conscrypt is asked by instance: the platform's list of providers stays as it is.
    static SSLContext context(Supplier<TlsIdentity> identity, PinnedTrust trust) {
        Provider conscrypt = ConscryptHolder.PROVIDER;
        try {
            SSLContext context = SSLContext.getInstance(VERSION, conscrypt);
            context.init(new KeyManager[] {new OneIdentity(identity)}, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt speaks TLS 1.3", e);
        }
    }

    static SslContextFactory.Server serverFactory(Supplier<TlsIdentity> identity, PinnedTrust trust) {
        SslContextFactory.Server factory = new SslContextFactory.Server() {
            @Override
            public void customize(SSLEngine engine) {
                super.customize(engine);
                restrict(engine);
            }
        };
        factory.setSslContext(context(identity, trust));
        factory.setIncludeProtocols(VERSION);
        factory.setNeedClientAuth(true);
        factory.setSniRequired(false);
        factory.setEndpointIdentificationAlgorithm(null);
        factory.setRenegotiationAllowed(false);
        factory.setSessionCachingEnabled(false);
        return factory;
    }

    static SslContextFactory.Client clientFactory(Supplier<TlsIdentity> identity, PinnedTrust trust) {
        SslContextFactory.Client factory = new SslContextFactory.Client() {
            @Override
            protected void checkEndPointIdentificationAlgorithm() {
                // Names are not what we trust, and the pin is: nothing to warn of.
            }

            @Override
            public void customize(SSLEngine engine) {
                super.customize(engine);
                restrict(engine);
            }
        };
        factory.setSslContext(context(identity, trust));
        factory.setIncludeProtocols(VERSION);
        factory.setEndpointIdentificationAlgorithm(null);
        factory.setRenegotiationAllowed(false);
        factory.setSessionCachingEnabled(false);
        return factory;
    }

    private static void restrict(SSLEngine engine) {
        if (!Conscrypt.isConscrypt(engine)) {
            throw new IllegalStateException("only Conscrypt's engines have the group " + GROUP);
        }
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setNamedGroups(new String[] {GROUP});
        engine.setSSLParameters(parameters);
        Conscrypt.setUseSessionTickets(engine, false);
    }

    /// Looks at each finished handshake before a byte of HTTP passes, and raises alarms for those that fail.
    ///
    /// @param trust asked once more here, should a library ever resume a session behind our back
    static SslHandshakeListener watch(PinnedTrust trust, Alarms alarms) {
        return new SslHandshakeListener() {
            @Override
            public void handshakeSucceeded(Event event) throws SSLException {
                check(event.getSSLEngine(), remote(event), trust, alarms);
            }

            @Override
            public void handshakeFailed(Event event, Throwable failure) {
                if (!isOurRefusal(failure)) {
                    alarms.raise(new Alarm(
                            Alarm.Kind.HANDSHAKE,
                            remote(event),
                            Optional.empty(),
                            String.valueOf(failure.getMessage())));
                }
            }
        };
    }

    /// Holds a finished handshake against what we require of it.
    ///
    /// @throws SSLException if its key exchange is another, or its peer is not trusted; the connection then closes
    static void check(SSLEngine engine, String remote, PinnedTrust trust, Alarms alarms) throws SSLException {
        String group = groupOf(engine);
        if (!group.equals(GROUP)) {
            alarms.raise(new Alarm(Alarm.Kind.GROUP, remote, Optional.empty(), "negotiated " + group));
            throw new WrongGroup(group);
        }
        Pin pin = pinOf(engine.getSession().getPeerCertificates());
        if (!trust.trusts(pin)) {
            alarms.raise(new Alarm(Alarm.Kind.UNPINNED, remote, Optional.of(pin), "resumed or withdrawn"));
            throw new SSLPeerUnverifiedException("not pinned: " + pin);
        }
    }

    private static String groupOf(SSLEngine engine) {
        @Nullable String group = Conscrypt.getGroupName(engine);
        return group == null ? "nothing" : group;
    }

    private static Pin pinOf(Certificate[] chain) throws SSLPeerUnverifiedException {
        if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
            return Pin.of(certificate);
        }
        throw new SSLPeerUnverifiedException("no certificate");
    }

    /// True for a failure whose alarm was raised where it was found.
    private static boolean isOurRefusal(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnpinnedCertificate
                    || cause instanceof WrongGroup
                    || cause instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static String remote(SslHandshakeListener.Event event) {
        @Nullable EndPoint endPoint = event.getEndPoint();
        @Nullable SocketAddress address = endPoint == null ? null : endPoint.getRemoteSocketAddress();
        return address == null
                ? event.getSSLEngine().getPeerHost() + ":"
                        + event.getSSLEngine().getPeerPort()
                : Addresses.text(address);
    }

    /// Loads the native library once, when TLS is first needed.
    private static final class ConscryptHolder {
        static final Provider PROVIDER = Conscrypt.newProvider();
    }
}
