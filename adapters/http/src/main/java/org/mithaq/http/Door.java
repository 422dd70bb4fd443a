// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A server with a list of routes. Open from its making to [#close].
///
/// There are two kinds: a plain one for this machine alone, and one for peers with mutual TLS. Handlers run on virtual
/// threads; every thread is a daemon.
public final class Door implements AutoCloseable {

    private static final Duration STOP_MAX = Duration.ofSeconds(3);
    private static final Duration ALARM_INTERVAL = Duration.ofMinutes(1);
    private static final int ACCEPT_QUEUE = 256;
    private static final int STREAMS_PER_CONNECTION_MAX = 128;
    private static final int PLATFORM_THREADS_MAX = 32;
    private static final long SWEEP_MILLIS = 100;

    private final Server server;
    private final ServerConnector connector;
    private final ConnectionGuard guard;
    private final Watch watch;
    private final FrontDesk desk;
    private final DoorLimits limits;
    private final ScheduledExecutorService sweeper;

    private Door(
            DoorSettings settings,
            List<Route> routes,
            Optional<PinnedTrust> trust,
            Optional<Supplier<TlsIdentity>> identity,
            Alarms alarms)
            throws IOException {
        this.guard = new ConnectionGuard(settings.limits());
        this.watch = new Watch();
        this.server = new Server(threads());
        this.limits = settings.limits();
        this.desk = new FrontDesk(
                new RouteTable(routes), settings, trust, alarms, guard, watch, new SecureRandom().nextLong());
        GracefulHandler graceful = new GracefulHandler();
        graceful.setHandler(desk);
        server.setHandler(graceful);
        server.setErrorHandler(new LibraryErrors(settings.format()));
        server.setStopTimeout(STOP_MAX.toMillis());
        this.connector = new ServerConnector(server, 1, 1, layers(settings, trust, identity));
        connector.setHost(settings.address().getAddress().getHostAddress());
        connector.setPort(settings.address().getPort());
        connector.setIdleTimeout(settings.limits().idleMax().toMillis());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.addBean(guard);
        trust.ifPresent(pins -> connector.addBean(MutualTls.watch(pins, alarms)));
        server.addConnector(connector);
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("door-sweeper").factory());
        start();
    }

    /// Opens a plain door.
    ///
    /// On loopback, requests must name a loopback host, so that no web page reaches it through a name of its own.
    ///
    /// @throws IllegalArgumentException if the address is not loopback and nobody said that this is meant
    /// @throws IOException if the address cannot be listened on
    public static Door plain(DoorSettings settings, List<Route> routes) throws IOException {
        InetSocketAddress address = settings.address();
        if (address.isUnresolved()) {
            throw new IOException("no such address: " + address.getHostString());
        }
        if (!address.getAddress().isLoopbackAddress() && !settings.beyondLoopback()) {
            throw new IllegalArgumentException(
                    "a plain door listens on loopback only, unless an operator says otherwise: " + address);
        }
        return new Door(settings, routes, Optional.empty(), Optional.empty(), alarm -> {});
    }

    /// Opens a door for peers: TLS 1.3 with the key exchange X25519MLKEM768, pinned certificates on both sides, HTTP/2
    /// and HTTP/1.1.
    ///
    /// @param pins who may come in; asked at each handshake and again at each request
    /// @param alarms hears of those who may not, at most once a minute for each kind and host
    /// @throws IOException if the address cannot be listened on
    public static Door mutualTls(
            DoorSettings settings, TlsIdentity identity, Supplier<Set<Pin>> pins, Alarms alarms, List<Route> routes)
            throws IOException {
        return mutualTls(settings, () -> identity, pins, alarms, routes);
    }

    /// As the other, with an identity that is replaced at times.
    ///
    /// @param identity asked in each handshake; connections that are open stay as they are
    public static Door mutualTls(
            DoorSettings settings,
            Supplier<TlsIdentity> identity,
            Supplier<Set<Pin>> pins,
            Alarms alarms,
            List<Route> routes)
            throws IOException {
        if (settings.address().isUnresolved()) {
            throw new IOException("no such address: " + settings.address().getHostString());
        }
        Alarms limited = new RateLimitedAlarms(alarms, ALARM_INTERVAL, System::nanoTime);
        PinnedTrust trust = new PinnedTrust(pins, limited);
        return new Door(settings, routes, Optional.of(trust), Optional.of(identity), limited);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS_MAX, 4);
        threads.setName("door");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("door-request-", 0).factory()));
        return threads;
    }

    private static ConnectionFactory[] layers(
            DoorSettings settings, Optional<PinnedTrust> trust, Optional<Supplier<TlsIdentity>> identity) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(settings.limits().headerBytesMax());
        http.setRelativeRedirectAllowed(false);
        if (identity.isPresent()) {
            // Without its check of the Host field against the certificate's names: peers know us by our pin.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        if (trust.isEmpty() || identity.isEmpty()) {
            return new ConnectionFactory[] {http1};
        }
        HTTP2ServerConnectionFactory http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION_MAX);
        http2.setStreamIdleTimeout(settings.limits().idleMax().toMillis());
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory(http2.getProtocol(), http1.getProtocol());
        alpn.setDefaultProtocol(http1.getProtocol());
        SslConnectionFactory tls =
                new SslConnectionFactory(MutualTls.serverFactory(identity.get(), trust.get()), alpn.getProtocol());
        return new ConnectionFactory[] {tls, alpn, http2, http1};
    }

    private void start() throws IOException {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw e instanceof IOException io ? io : new IOException("the door does not open: " + e.getMessage(), e);
        }
        var _ = sweeper.scheduleWithFixedDelay(
                () -> {
                    long now = System.nanoTime();
                    guard.sweep(now);
                    watch.sweep(now);
                },
                SWEEP_MILLIS,
                SWEEP_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /// The port that the door really has.
    public int port() {
        return connector.getLocalPort();
    }

    /// How near the bounds are.
    public DoorFigures figures() {
        return new DoorFigures(
                new DoorFigures.Share(guard.open(), limits.connectionsMax()),
                new DoorFigures.Share(guard.mostOfOneHost(), limits.connectionsPerAddressMax()),
                new DoorFigures.Share(desk.mostOfOneCaller(), limits.requestsPerPeerMax()),
                desk.fullestRoute(),
                guard.refused(),
                watch.inProgress());
    }

    /// Takes no new request, waits up to three seconds for those in progress, and lets the port go.
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            // Requests that did not end in time were cut; the port is free all the same.
            org.slf4j.LoggerFactory.getLogger(Door.class).debug("not everything ended in time", e);
        } finally {
            sweeper.shutdownNow();
            server.destroy();
        }
    }
}
