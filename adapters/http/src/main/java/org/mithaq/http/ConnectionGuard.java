// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;

/// Counts the connections of one door, and closes those that are too many or that dribble.
///
/// A connection counts as proved once its other end is known: by a pinned certificate, or by passing a route's
/// gate. One that is too many takes the place of the one that has been unproved for longest, of its own address
/// or, where the whole door is full, of the address that has most of them; it is itself closed where all others
/// are proved. So whoever opens connections and proves nothing closes his own, and who knocks with a key is let
/// in.
///
/// A connection that has not sent a whole request (its TLS handshake included) in the door's header time is
/// closed; so is an HTTP/1.1 connection that began a further request and does not end its headers: an idle
/// timeout alone never fires on one byte a second. Guarded by its own lock.
final class ConnectionGuard implements Connection.Listener {

    private static final class Held {
        final Connection outer;
        final SocketAddress remote;
        final String host;
        final long openedNanos;
        Connection inner;
        boolean proved;
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
        } else {
            outerOpened(remote, connection)
                    .ifPresent(tooMany -> tooMany.getEndPoint().close());
        }
    }

    private synchronized void innerOpened(SocketAddress remote, Connection connection) {
        Held held = connections.get(remote);
        if (held != null) {
            held.inner = connection;
        }
    }

    /// Takes the connection in.
    ///
    /// @return what is to be closed for it: an older one, or it itself
    private synchronized Optional<Connection> outerOpened(SocketAddress remote, Connection connection) {
        String host = Addresses.network(remote);
        boolean hostFull = perHost.getOrDefault(host, 0) >= limits.connectionsPerAddressMax();
        boolean full = byOuter.size() >= limits.connectionsMax();
        Optional<Connection> yields = Optional.empty();
        if (hostFull || full) {
            refused++;
            yields = unproved(hostFull ? Optional.of(host) : busiestUnproved()).map(held -> held.outer);
            if (yields.isEmpty()) {
                return Optional.of(connection);
            }
            forget(yields.get());
        }
        Held held = new Held(connection, remote, host, System.nanoTime());
        connections.put(remote, held);
        byOuter.put(connection, held);
        perHost.merge(host, 1, Integer::sum);
        return yields;
    }

    /// Of one host, what has been open for longest without a proof; one that is being answered only where all are.
    private Optional<Held> unproved(Optional<String> host) {
        return byOuter.values().stream()
                .filter(held -> !held.proved && host.filter(held.host::equals).isPresent())
                .min(Comparator.comparing((Held held) -> held.inProgress > 0)
                        .thenComparingLong(held -> held.openedNanos));
    }

    private Optional<String> busiestUnproved() {
        Map<String, Integer> counts = new HashMap<>();
        for (Held held : byOuter.values()) {
            if (!held.proved) {
                counts.merge(held.host, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        // A closed socket no longer knows its remote address: the connection itself is what is looked up.
        forget(connection);
    }

    private void forget(Connection connection) {
        Held held = byOuter.remove(connection);
        if (held != null) {
            connections.remove(held.remote, held);
            perHost.computeIfPresent(held.host, (host, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Who is at the other end is known now.
    synchronized void proved(SocketAddress remote) {
        Held held = connections.get(remote);
        if (held != null) {
            held.proved = true;
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
