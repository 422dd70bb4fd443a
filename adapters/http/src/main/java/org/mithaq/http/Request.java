// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// One request, after the door has checked its path, its limits and its peer.
///
/// @param method what the caller asked for; HEAD reaches the route of GET and its answer loses its body on the way
/// @param path the path as it came, undecoded, for logs
/// @param pathValues decoded values of the names in the route's path
/// @param peer who proved itself in the TLS handshake; nothing at a plain door
/// @param principal whom a [Gate] found behind the request
/// @param remoteHost numeric address of the other end, without its port
/// @param body the body; the stream itself enforces the route's limit, and the door's least rate
public record Request(
        Method method,
        String path,
        Map<String, String> pathValues,
        Query query,
        Headers headers,
        Optional<PeerIdentity> peer,
        Optional<String> principal,
        String remoteHost,
        InputStream body) {

    public Request {
        pathValues = Map.copyOf(pathValues);
    }

    /// The value of `{name}` in the route's path.
    ///
    /// @throws IllegalArgumentException if the route has no such name: our fault
    public String pathValue(String name) {
        String value = pathValues.get(name);
        if (value == null) {
            throw new IllegalArgumentException("this route's path has no {" + name + "}");
        }
        return value;
    }

    /// The whole body, which the route's `bodyBytesMax` bounds.
    ///
    /// @throws IOException if it is larger, too slow, or cut off
    public byte[] bodyBytes() throws IOException {
        return body.readAllBytes();
    }

    /// The whole body, of at most `limitBytes`; the smaller of this limit and the route's counts.
    ///
    /// @throws BodyRefused if it is larger
    /// @throws IOException if it is too slow, or cut off
    public byte[] bodyBytes(int limitBytes) throws IOException {
        byte[] bytes = body.readNBytes(limitBytes);
        if (bytes.length == limitBytes && body.read() >= 0) {
            throw BodyRefused.tooLarge(limitBytes);
        }
        return bytes;
    }

    /// The same request with the one whom a gate found behind it.
    public Request withPrincipal(String name) {
        return new Request(method, path, pathValues, query, headers, peer, Optional.of(name), remoteHost, body);
    }
}
