// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A socket that says exactly what a test tells it to.
final class Wire implements AutoCloseable {

    private final Socket socket;

    Wire(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /// From another loopback address, as if from another machine.
    Wire(int port, String from) throws IOException {
        socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setSoTimeout(8_000);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    Wire say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /// Everything that comes until the other end closes; a reset ends it too.
    String hear() throws IOException {
        StringBuilder heard = new StringBuilder();
        byte[] buffer = new byte[8_192];
        while (true) {
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (java.net.SocketException e) {
                return heard + "[reset]";
            }
            if (count < 0) {
                return heard.toString();
            }
            heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /// The first bytes that come, `least` at least.
    String hear(int least) throws IOException {
        StringBuilder heard = new StringBuilder();
        byte[] buffer = new byte[8_192];
        while (heard.length() < least) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                break;
            }
            heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return heard.toString();
    }

    /// Ends what we say; the other end can still answer.
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    /// True once the other end has closed or reset the connection; waits eight seconds at most.
    boolean closedByOther() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
