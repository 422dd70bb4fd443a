// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the server library's requests become ours: checks in the order of their cost, then the route.
///
/// Whatever happens, the caller gets an answer of ours or a cut connection, and never a stack trace.
final class FrontDesk extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDesk.class);

    private final RouteTable table;
    private final DoorSettings settings;
    private final Optional<PinnedTrust> trust;
    private final Alarms alarms;
    private final ConnectionGuard guard;
    private final Watch watch;
    private final Shares shares;
    private final AtomicLong bugNumber;

    /// @param trust at a mutual-TLS door, the pins that each request is held against once more
    /// @param bugNumberFirst where the correlation ids begin, so that two runs do not share them
    FrontDesk(
            RouteTable table,
            DoorSettings settings,
            Optional<PinnedTrust> trust,
            Alarms alarms,
            ConnectionGuard guard,
            Watch watch,
            long bugNumberFirst) {
        this.table = table;
        this.settings = settings;
        this.trust = trust;
        this.alarms = alarms;
        this.guard = guard;
        this.watch = watch;
        this.shares = new Shares(settings.limits().requestsPerPeerMax());
        this.bugNumber = new AtomicLong(bugNumberFirst);
    }

    int mostOfOneCaller() {
        return shares.most();
    }

    DoorFigures.Share fullestRoute() {
        return table.fullest();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Talk talk = new Talk(request, response, callback, guard);
        try {
            receive(talk);
        } catch (Throwable e) {
            // Nothing of ours may end a thread of the server library, an Error included.
            LOG.error("request failed outside its route", e);
            talk.fail(e);
        }
        return true;
    }

    private void receive(Talk talk) {
        Optional<PeerIdentity> peer = Optional.empty();
        if (trust.isPresent()) {
            peer = identify(talk, trust.get());
            if (peer.isEmpty()) {
                talk.fail(new IOException("the peer's pin was withdrawn"));
                talk.request()
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close();
                return;
            }
        } else if (!settings.beyondLoopback() && !namesLoopback(talk.request().getHttpURI())) {
            refuse(talk, Problems.misdirected());
            return;
        }
        // Whoever has its answer finds its place free again.
        route(talk, peer).ifPresent(ready -> sendOrFail(talk, ready));
    }

    /// Holds the peer against the pins of this moment: a warm connection must not outlive its pin.
    private Optional<PeerIdentity> identify(Talk talk, PinnedTrust pins) {
        Request request = talk.request();
        EndPoint.SslSessionData session =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        X509Certificate[] chain = session == null ? null : session.peerCertificates();
        Optional<Pin> pin = chain == null || chain.length == 0 ? Optional.empty() : Optional.of(Pin.of(chain[0]));
        if (pin.isPresent() && pins.trusts(pin.get())) {
            guard.proved(talk.remote());
            return Optional.of(new PeerIdentity(pin.get()));
        }
        SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
        alarms.raise(new Alarm(
                Alarm.Kind.WITHDRAWN, Addresses.text(remote), pin, "its pin was withdrawn; the connection is closed"));
        return Optional.empty();
    }

    /// True if the Host field names this machine to itself: otherwise a web page elsewhere could reach a loopback
    /// door through a name that it points at 127.0.0.1.
    private static boolean namesLoopback(HttpURI uri) {
        String host = uri.getHost();
        return host == null
                || host.equalsIgnoreCase("localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]")
                || host.equals("::1");
    }

    /// The answer that is left to send, or nothing where it is sent already.
    private Optional<org.mithaq.http.Response> route(Talk talk, Optional<PeerIdentity> peer) {
        HttpURI uri = talk.request().getHttpURI();
        Optional<Method> method = Method.named(talk.request().getMethod());
        RouteTable.Match match;
        Query query;
        try {
            match = table.match(method, RequestPath.parse(uri.getPath() == null ? "" : uri.getPath()));
            query = Query.parse(uri.getQuery() == null ? "" : uri.getQuery());
        } catch (MalformedUri e) {
            return refusal(Problems.malformedUri(e), Headers.NONE);
        }
        return switch (match) {
            case RouteTable.Match.Nothing _ -> refusal(Problems.notFound(), Headers.NONE);
            case RouteTable.Match.OtherMethods(var allowed) ->
                refusal(Problems.methodNotAllowed(allowed), Headers.of("Allow", Problems.allow(allowed)));
            case RouteTable.Match.Found found -> enter(talk, method.orElseThrow(), found, query, peer);
        };
    }

    private Optional<org.mithaq.http.Response> enter(
            Talk talk, Method method, RouteTable.Match.Found found, Query query, Optional<PeerIdentity> peer) {
        RouteLimits limits = found.entry().route().limits();
        if (talk.request().getLength() > limits.bodyBytesMax()) {
            return refusal(BodyRefused.tooLarge(limits.bodyBytesMax()).problem(), Headers.NONE);
        }
        if (isEncoded(talk.request())) {
            return refusal(Problems.encoded(), Headers.of("Accept-Encoding", "identity"));
        }
        BoundedBody body = new BoundedBody(
                Request.asInputStream(talk.request()),
                limits.bodyBytesMax(),
                settings.limits().bodyBytesPerSecondMin(),
                System::nanoTime);
        var request = new org.mithaq.http.Request(
                method,
                talk.request().getHttpURI().getPath(),
                found.pathValues(),
                query,
                headers(talk.request()),
                peer,
                Optional.empty(),
                Addresses.host(talk.remote()),
                body);
        return run(talk, found.entry(), request, body);
    }

    /// Nothing is unpacked here: a small body could be a large one.
    private static boolean isEncoded(Request request) {
        return request.getHeaders().getValuesList("Content-Encoding").stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
    }

    private static Headers headers(Request request) {
        List<Headers.Field> fields = new ArrayList<>();
        for (HttpField field : request.getHeaders()) {
            String value = field.getValue();
            fields.add(new Headers.Field(field.getName(), value == null ? "" : value));
        }
        return new Headers(fields);
    }

    private Optional<org.mithaq.http.Response> run(
            Talk talk, RouteTable.Entry entry, org.mithaq.http.Request request, BoundedBody body) {
        Watch.Turn turn = watch.begin(
                entry.route().limits().timeMax(),
                body::stalls,
                () -> talk.fail(new TimeoutException("the route's time was over")));
        boolean expired;
        org.mithaq.http.Response answer;
        try (Places places = new Places(shares)) {
            answer = answer(talk, entry, request, body, places);
            if (Talk.mayWait(answer)) {
                talk.send(answer);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("an answer was cut short", e);
            talk.fail(e);
            return Optional.empty();
        } finally {
            expired = turn.finish();
        }
        if (expired) {
            boolean ours = body.ended() || request.method() == Method.GET;
            return refusal(ours ? Problems.outOfTime() : Problems.requestTimeout(), Headers.NONE);
        }
        return Talk.mayWait(answer) ? Optional.empty() : Optional.of(answer);
    }

    /// The route's answer, or the problem that its failure stands for.
    private org.mithaq.http.Response answer(
            Talk talk, RouteTable.Entry entry, org.mithaq.http.Request request, BoundedBody body, Places places) {
        try {
            org.mithaq.http.Request admitted = admit(talk, entry.route(), request);
            places.take(caller(admitted), entry.permits());
            org.mithaq.http.Response answer = entry.route().handler().handle(admitted);
            Optional<IOException> failure = body.failure();
            return failure.isPresent() ? settings.format().answer(bodyProblem(failure.get())) : answer;
        } catch (Refused e) {
            return withHeaders(settings.format().answer(e.problem()), e.headers());
        } catch (BodyRefused e) {
            return settings.format().answer(e.problem());
        } catch (Exception e) {
            if (body.failure().isPresent()) {
                return settings.format().answer(bodyProblem(body.failure().get()));
            }
            return settings.format().answer(settings.problems().map(e).orElseGet(() -> bug(entry.route(), e)));
        } catch (StackOverflowError | AssertionError | LinkageError e) {
            return settings.format().answer(bug(entry.route(), e));
        }
    }

    /// Behind whom a gate has found somebody, a connection has proved itself.
    private org.mithaq.http.Request admit(Talk talk, Route route, org.mithaq.http.Request request) {
        org.mithaq.http.Request admitted = route.gate().admit(request);
        if (admitted.principal().isPresent()) {
            guard.proved(talk.remote());
        }
        return admitted;
    }

    /// Whose share a request takes: a peer's, or at a plain door that of an address, where somebody whom a gate
    /// knows shares with nobody else.
    private static String caller(org.mithaq.http.Request admitted) {
        return admitted.peer()
                .map(peer -> peer.pin().hex())
                .orElseGet(() -> admitted.remoteHost()
                        + admitted.principal().map(" "::concat).orElse(""));
    }

    private Problem bodyProblem(IOException failure) {
        if (failure instanceof BodyRefused refused) {
            return refused.problem();
        }
        boolean slow = failure instanceof InterruptedIOException || failure.getCause() instanceof TimeoutException;
        return slow ? Problems.requestTimeout() : Problems.bodyCutOff();
    }

    /// The route is named by its pattern: a path may name what is asked for.
    private Problem bug(Route route, Throwable failure) {
        String id = HexFormat.of().toHexDigits(bugNumber.getAndIncrement());
        LOG.error("bug {} in {} {}", id, route.method(), route.path(), failure);
        return Problems.bug(id);
    }

    private void refuse(Talk talk, Problem problem) {
        refusal(problem, Headers.NONE).ifPresent(answer -> sendOrFail(talk, answer));
    }

    private Optional<org.mithaq.http.Response> refusal(Problem problem, Headers headers) {
        return Optional.of(withHeaders(settings.format().answer(problem), headers));
    }

    private static void sendOrFail(Talk talk, org.mithaq.http.Response answer) {
        try {
            if (talk.committed()) {
                talk.fail(new IOException("an answer had begun"));
            } else {
                talk.send(answer);
            }
        } catch (IOException | RuntimeException e) {
            talk.fail(e);
        }
    }

    private static org.mithaq.http.Response withHeaders(org.mithaq.http.Response answer, Headers headers) {
        org.mithaq.http.Response more = answer;
        for (Headers.Field field : headers.fields()) {
            more = more.with(field.name(), field.value());
        }
        return more;
    }
}
