// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A caller that says exactly what a test tells it to, byte for byte, and hears whatever comes back.
public final class HostileClient implements AutoCloseable {

    /// How long an answer or the end of a connection may take before it counts as a hang. Generous: machines that
    /// build are busy.
    public static final Duration HANG = Duration.ofSeconds(60);

    private static final int HEARD_BYTES_MAX = 8 << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    /// Opens connections to one door.
    @FunctionalInterface
    public interface Opening {

        /// A fresh connection; its handshake, if there is one, may still be to come.
        Socket open() throws IOException;
    }

    private final Socket socket;

    /// Connects.
    public HostileClient(Opening opening) throws IOException {
        socket = opening.open();
        socket.setSoTimeout((int) HANG.toMillis());
    }

    /// Says `bytes`; a door that has closed already is none of the caller's concern.
    ///
    /// @return whether they were taken
    public boolean say(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /// Says `text`, each character of which is one byte.
    public boolean say(String text) {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Says no more, where the connection can say so without ending.
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException | UnsupportedOperationException closedOrTls) {
            // A TLS socket may only close as a whole, and the other end finds out by its own clock.
            return;
        }
    }

    /// All that comes until the other end closes or resets the connection.
    ///
    /// @throws AssertionError if it is silent for [#HANG]: it hangs
    public String hear() {
        StringBuilder heard = new StringBuilder();
        byte[] buffer = new byte[16_384];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                append(heard, buffer, count);
            }
        } catch (SocketTimeoutException hang) {
            throw new AssertionError("the door neither answers nor closes; heard: " + clip(heard.toString()), hang);
        } catch (IOException reset) {
            return heard.toString();
        }
        return heard.toString();
    }

    /// What comes until an answer has begun, or until the other end closes.
    ///
    /// @throws AssertionError if it is silent for [#HANG]
    public String hearOne() {
        StringBuilder heard = new StringBuilder();
        byte[] buffer = new byte[16_384];
        try {
            while (heard.length() < "HTTP/1.1 200".length()) {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    break;
                }
                append(heard, buffer, count);
            }
        } catch (SocketTimeoutException hang) {
            throw new AssertionError("the door neither answers nor closes", hang);
        } catch (IOException reset) {
            return heard.toString();
        }
        return heard.toString();
    }

    private static void append(StringBuilder heard, byte[] buffer, int count) {
        if (heard.length() < HEARD_BYTES_MAX) {
            heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    /// Statuses of all answers in what was heard, in order.
    public static List<Integer> statuses(String heard) {
        List<Integer> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(heard);
        while (matcher.find()) {
            statuses.add(Integer.parseInt(matcher.group(1)));
        }
        return statuses;
    }

    /// The beginning of what was heard, for a message.
    public static String clip(String heard) {
        return heard.length() > 300 ? heard.substring(0, 300) + "…" : heard;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException reset) {
            // It is closed all the same.
            return;
        }
    }
}
