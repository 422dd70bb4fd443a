// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/// What all connections of a node to its peers share: one pool of threads, one timer, one identity.
///
/// A client is made for each peer and purpose, and has a selector, a connection, a queue and a pin of its own: a
/// peer that is slow or hostile costs the others nothing.
public final class PeerClients implements AutoCloseable {

    /// The one key exchange of TLS between peers; a connection with any other is refused at its handshake.
    public static final String KEY_EXCHANGE = MutualTls.GROUP;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration IDLE_MAX = Duration.ofSeconds(90);
    private static final Duration ALARM_INTERVAL = Duration.ofMinutes(1);

    private final Showing showing;
    private final Alarms alarms;
    private final ExecutorService executor;
    private final Scheduler timer;
    private final Shared shared;

    /// What a peer sees of us.
    @FunctionalInterface
    public interface Showing {
        /// The identity for a peer that is known by these pins; asked in each handshake.
        TlsIdentity to(Set<Pin> peer);
    }

    /// @param identity what peers see of us
    /// @param alarms hears of peers that show another key, at most once a minute for each kind and host
    public PeerClients(TlsIdentity identity, Alarms alarms) {
        this(_ -> identity, alarms);
    }

    /// As the other, with an identity that is replaced at times, and not for all peers at once.
    public PeerClients(Showing showing, Alarms alarms) {
        this.showing = showing;
        this.alarms = new RateLimitedAlarms(alarms, ALARM_INTERVAL, System::nanoTime);
        this.executor = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("peer-client-", 0).factory());
        this.timer = new ScheduledExecutorScheduler("peer-client-timer", true);
        this.shared = new Shared(executor, timer, new ArrayByteBufferPool());
        try {
            timer.start();
        } catch (Exception e) {
            throw new IllegalStateException("a timer can be started", e);
        }
    }

    /// What each client's connector is made of.
    record Shared(ExecutorService executor, Scheduler timer, ByteBufferPool buffers) {

        ClientConnector connector() {
            ClientConnector connector = new ClientConnector();
            connector.setExecutor(executor);
            connector.setScheduler(timer);
            connector.setByteBufferPool(buffers);
            connector.setSelectors(1);
            connector.setConnectTimeout(CONNECT_MAX);
            connector.setIdleTimeout(IDLE_MAX);
            return connector;
        }
    }

    /// A client for one peer and one purpose, with a connection that opens at its first request and is kept warm.
    ///
    /// @param host name or numeric address
    /// @param pin the one key that may answer there
    /// @param purpose a word for logs, such as `bulk` or `flash`
    public PeerClient open(String host, int port, Pin pin, String purpose) {
        return open(host, port, Set.of(pin), purpose);
    }

    /// As the other, for a peer that may answer with any of several keys, because it replaces one.
    public PeerClient open(String host, int port, Set<Pin> pins, String purpose) {
        return client(new PeerAddress(host, port, pins, purpose), Protocols.BOTH);
    }

    private PeerClient client(PeerAddress address, Protocols protocols) {
        return new PeerClient(address, () -> showing.to(address.pins()), alarms, shared, protocols);
    }

    /// A client that speaks HTTP/1.1 alone, for a network path that breaks HTTP/2.
    public PeerClient openHttp1(String host, int port, Pin pin, String purpose) {
        return client(new PeerAddress(host, port, Set.of(pin), purpose), Protocols.HTTP_1);
    }

    /// What a client offers by ALPN.
    enum Protocols {
        BOTH,
        HTTP_1
    }

    /// Closes what the clients share. The caller has closed the clients.
    @Override
    public void close() {
        try {
            timer.stop();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(PeerClients.class).debug("not everything ended in time", e);
        } finally {
            executor.shutdownNow();
        }
    }
}
