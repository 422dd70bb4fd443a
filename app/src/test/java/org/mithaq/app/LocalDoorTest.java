// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.home.NodeHome;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;

/// The door for this machine, while another user's process does what it can without a token.
class LocalDoorTest {

    private static final int FLOOD = 700;

    @TempDir
    private Path folder = Path.of("");

    private static int port(Path home) throws IOException {
        return (int) Json.read(Files.readAllBytes(new NodeHome(home).control()), JsonLimits.standard())
                .asObject()
                .orElseThrow()
                .integer("port")
                .orElseThrow();
    }

    /// Opens connections, says half of a request on each, and opens others for those that are closed, until `over`.
    private static void flood(int port, AtomicInteger opened, AtomicBoolean over) throws IOException {
        Deque<Socket> held = new ArrayDeque<>();
        try {
            while (!over.get()) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                held.addLast(socket);
                opened.incrementAndGet();
                if (held.size() > FLOOD) {
                    held.removeFirst().close();
                }
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void a_process_without_a_token_that_refills_its_connections_keeps_no_command_out() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger opened = new AtomicInteger();
        try (Federation federation = Federation.found(folder)) {
            int port = port(folder.resolve("alpha"));
            Thread flood = Thread.ofPlatform().start(() -> {
                try {
                    flood(port, opened, over);
                } catch (IOException full) {
                    over.set(true);
                }
            });
            while (opened.get() < 2 * FLOOD && !over.get()) {
                Thread.sleep(5);
            }
            for (int command = 0; command < 10; command++) {
                var run = federation.run("node", "status", "--home", "alpha");
                assertThat(run.code()).as(run.toString()).isZero();
            }
            over.set(true);
            flood.join();
        }
    }
}
