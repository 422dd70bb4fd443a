// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/// Counts the connections of one door, and closes those that are too many or that dribble.
///
/// A connection that is too many is closed as it opens, so that a flood from one address leaves room for the others.
/// One
/// that has not sent a whole request (its TLS handshake included) in the door's header time is closed; so is an
/// HTTP/1.1 connection that began a further request and does not end its headers: an idle timeout alone never fires
/// on one byte a second. Guarded by its own lock.
final class ConnectionGuard implements Connection.Listener {

    private static final class Held {
        final Connection outer;
        final SocketAddress remote;
        final String host;
        final long openedNanos;
        Connection inner;
        boolean anyRequest;
        boolean http1;
        int inProgress;
        long bytesWhenIdle;
        boolean partial;
        long partialSinceNanos;

        Held(Connection outer, SocketAddress remote, String host, long openedNanos) {
            this.outer = outer;
            this.inner = outer;
            this.remote = remote;
            this.host = host;
            this.openedNanos = openedNanos;
        }
    }

    private final DoorLimits limits;
    private final Map<SocketAddress, Held> connections = new HashMap<>();
    private final IdentityHashMap<Connection, Held> byOuter = new IdentityHashMap<>();
    private final Map<String, Integer> perHost = new HashMap<>();
    private long refused;

    ConnectionGuard(DoorLimits limits) {
        this.limits = limits;
    }

    @Override
    public void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        SocketAddress remote = endPoint.getRemoteSocketAddress();
        if (endPoint instanceof SslConnection.SslEndPoint) {
            innerOpened(remote, connection);
        } else if (!outerOpened(remote, connection)) {
            endPoint.close();
        }
    }

    private synchronized void innerOpened(SocketAddress remote, Connection connection) {
        Held held = connections.get(remote);
        if (held != null) {
            held.inner = connection;
        }
    }

    private synchronized boolean outerOpened(SocketAddress remote, Connection connection) {
        String host = Addresses.host(remote);
        int fromHost = perHost.getOrDefault(host, 0);
        if (byOuter.size() >= limits.connectionsMax() || fromHost >= limits.connectionsPerAddressMax()) {
            refused++;
            return false;
        }
        Held held = new Held(connection, remote, host, System.nanoTime());
        connections.put(remote, held);
        byOuter.put(connection, held);
        perHost.put(host, fromHost + 1);
        return true;
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        // A closed socket no longer knows its remote address: the connection itself is what is looked up.
        Held held = byOuter.remove(connection);
        if (held != null) {
            connections.remove(held.remote, held);
            perHost.computeIfPresent(held.host, (host, count) -> count == 1 ? null : count - 1);
        }
    }

    /// A request's headers are complete.
    synchronized void requestBegun(SocketAddress remote, boolean http1) {
        Held held = connections.get(remote);
        if (held != null) {
            held.anyRequest = true;
            held.http1 = http1;
            held.inProgress++;
            held.partial = false;
        }
    }

    /// Its answer is sent, or given up.
    synchronized void requestEnded(SocketAddress remote) {
        Held held = connections.get(remote);
        if (held != null) {
            held.inProgress--;
            held.bytesWhenIdle = held.inner.getBytesIn();
        }
    }

    /// Closes what dribbles. Called several times within the header time.
    void sweep(long nowNanos) {
        for (Connection late : late(nowNanos)) {
            late.getEndPoint().close();
        }
    }

    private synchronized List<Connection> late(long nowNanos) {
        List<Connection> late = new ArrayList<>();
        for (Held held : byOuter.values()) {
            @Nullable Long sinceNanos = null;
            if (!held.anyRequest) {
                sinceNanos = held.openedNanos;
            } else if (held.http1 && held.inProgress == 0) {
                if (!held.partial && held.inner.getBytesIn() > held.bytesWhenIdle) {
                    held.partial = true;
                    held.partialSinceNanos = nowNanos;
                }
                sinceNanos = held.partial ? held.partialSinceNanos : null;
            }
            if (sinceNanos != null
                    && nowNanos - sinceNanos > limits.headerTimeMax().toNanos()) {
                late.add(held.outer);
            }
        }
        return late;
    }

    synchronized int open() {
        return byOuter.size();
    }

    /// Connections from the address that has most.
    synchronized int mostOfOneHost() {
        return perHost.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    synchronized long refused() {
        return refused;
    }
}
