// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/// The least that the server library can do: it says hello, on loopback, and knows no limit. For comparison only; no
/// door of a node is one.
public final class BareServer implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    private BareServer() {
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.US_ASCII)), callback);
                return true;
            }
        });
    }

    /// Opens one on a free port.
    ///
    /// @throws IOException if it cannot
    public static BareServer open() throws IOException {
        BareServer bare = new BareServer();
        try {
            bare.server.start();
        } catch (Exception failed) {
            throw new IOException("the bare server did not start", failed);
        }
        return bare;
    }

    /// Where it listens.
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IOException("the bare server did not stop", failed);
        }
    }
}
