// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A collector of traces that keeps what it is sent, as bytes.
final class SpansTaken implements AutoCloseable {

    private static final int OK = 200;

    private final HttpServer server;

    /// Guarded by itself.
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    SpansTaken() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (taken) {
                taken.writeBytes(body);
            }
            exchange.sendResponseHeaders(OK, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /// All of it. The names of spans stand in it as they are.
    String text() {
        synchronized (taken) {
            return taken.toString(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
