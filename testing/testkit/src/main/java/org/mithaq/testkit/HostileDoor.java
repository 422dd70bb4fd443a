// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// A door as the tests of [HostileDoorContract] see it.
///
/// @param caller opens connections of somebody whom the door lets in
/// @param raw opens bare connections to the same port; at a plain door the same as `caller`
/// @param strangers open connections of those whom a door with TLS must not let in; none at a plain door
/// @param good a whole request that can be repeated, with `Connection: close`
/// @param goodStatus what it is answered with
/// @param post line and headers of a request with a body, without the headers that tell the length of the body and
///     without the empty line
/// @param bodyBytesMax most bytes that the route of `post` reads
public record HostileDoor(
        HostileClient.Opening caller,
        HostileClient.Opening raw,
        List<HostileClient.Opening> strangers,
        byte[] good,
        int goodStatus,
        String post,
        long bodyBytesMax) {

    public HostileDoor {
        strangers = List.copyOf(strangers);
    }

    /// A plain door at `port` of loopback, asked with GET.
    ///
    /// @param get line and headers of a request, without the empty line
    public static HostileDoor plain(int port, String get, int goodStatus, String post, long bodyBytesMax) {
        HostileClient.Opening opening = () -> new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port);
        byte[] good = (get + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        return new HostileDoor(opening, opening, List.of(), good, goodStatus, post, bodyBytesMax);
    }

    /// The request of `post` with a body of `length` bytes announced, up to the empty line.
    String posting(String length) {
        return post + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n";
    }

    /// Line and headers of the good request, without the empty line, and with the connection kept.
    String goodHead() {
        String text = new String(good, StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf("\r\n\r\n") + 2).replace("Connection: close\r\n", "");
    }

    /// The body of the good request.
    byte[] goodBody() {
        int end = new String(good, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        return java.util.Arrays.copyOfRange(good, end, good.length);
    }

    /// The target of the good request.
    String goodTarget() {
        return goodHead().split(" ", 3)[1];
    }
}
