// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.conscrypt.Conscrypt;
import org.mithaq.http.PeerClients;
import org.mithaq.http.TlsIdentity;

/// Connections in a member's name that keep to no limit of ours.
final class HostileTls {

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final SSLContext context;

    HostileTls(TlsIdentity identity) {
        try {
            String pem = new String(identity.pem(), StandardCharsets.US_ASCII);
            String base64 = pem.substring(pem.indexOf(BEGIN) + BEGIN.length(), pem.indexOf(END));
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("member", key, new char[0], new Certificate[] {identity.certificate()});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            context = SSLContext.getInstance("TLSv1.3", Conscrypt.newProvider());
            context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key that was made is a key", e);
        }
    }

    Socket open(int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        Conscrypt.setNamedGroups(socket, new String[] {PeerClients.KEY_EXCHANGE});
        return socket;
    }

    /// Whom a hostile caller talks to is its own affair.
    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
