// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mithaq.exchange.Answers;
import org.mithaq.http.TlsIdentity;
import org.mithaq.node.Core;
import org.mithaq.testkit.HostileDoor;
import org.mithaq.testkit.HostileDoorContract;

/// The door for peers under attack by a member.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePeerDoorTest implements HostileDoorContract {

    private final List<TestNode> nodes = TestNode.founded(3, TestNode.QUICK);
    private final HostileTls member = new HostileTls(nodes.get(0).place.identity());
    private final HostileTls neighbour = new HostileTls(nodes.get(2).place.identity());
    private final HostileTls stranger = new HostileTls(TlsIdentity.make(
            "stranger", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(900), new SecureRandom()));

    @BeforeAll
    void open() {
        nodes.get(1).startSilently();
    }

    @AfterAll
    void close() {
        nodes.forEach(TestNode::close);
    }

    /// With the long tests: at this door it takes some two minutes until all attackers are given up.
    @Override
    @Test
    @Tag("long")
    public void callers_that_dribble_or_never_read_are_given_up_while_others_are_served() throws IOException {
        dribbleAndNeverRead();
    }

    @Override
    public HostileDoor door() {
        return door(0, member);
    }

    @Override
    public HostileDoor another() {
        return door(2, neighbour);
    }

    private HostileDoor door(int caller, HostileTls tls) {
        int port = nodes.get(1).place.port();
        byte[] greeting = nodes.get(caller)
                .tools()
                .contacts()
                .greet(nodes.get(1).id(), Core.micros(InstantSource.system().instant()))
                .toBytes();
        String fields = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + PeerConnection.CONTENT_TYPE + "\r\n";
        ByteArrayOutputStream good = new ByteArrayOutputStream();
        good.writeBytes(("POST " + PeerConnection.CONTACT + fields + "Content-Length: " + greeting.length
                        + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        good.writeBytes(greeting);
        return new HostileDoor(
                () -> tls.open(port),
                () -> new Socket(InetAddress.getLoopbackAddress(), port),
                List.of(() -> stranger.open(port)),
                good.toByteArray(),
                200,
                "POST " + PeerConnection.RECEIPTS + fields,
                Answers.BYTES_MAX);
    }
}
