// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamRequestContent;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/// The way to one peer for one purpose: one warm connection over mutual TLS, HTTP/2 where the peer speaks it.
///
/// Calls block; they belong on virtual threads. At most [#WAITING_MAX] wait for the connection at once.
public final class PeerClient implements AutoCloseable {

    /// Requests that wait for a connection at most.
    public static final int WAITING_MAX = 256;

    private static final int REDIRECTS_MAX = 0;

    private final PeerAddress address;
    private final HttpClient client;

    PeerClient(
            PeerAddress address,
            Supplier<TlsIdentity> identity,
            Alarms alarms,
            PeerClients.Shared shared,
            PeerClients.Protocols protocols) {
        this.address = address;
        PinnedTrust trust = new PinnedTrust(address::pins, alarms);
        ClientConnector connector = shared.connector();
        connector.setSslContextFactory(MutualTls.clientFactory(identity, trust));
        this.client = new HttpClient(transport(connector, protocols));
        client.addBean(MutualTls.watch(trust, alarms));
        client.setMaxConnectionsPerDestination(1);
        client.setMaxRequestsQueuedPerDestination(WAITING_MAX);
        client.setFollowRedirects(false);
        client.setMaxRedirects(REDIRECTS_MAX);
        client.setUserAgentField(null);
        client.setHttpCookieStore(new org.eclipse.jetty.http.HttpCookieStore.Empty());
        client.setName("peer-client");
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("a client can be started", e);
        }
        client.getContentDecoderFactories().clear();
        client.getProtocolHandlers().clear();
    }

    private static HttpClientTransportDynamic transport(ClientConnector connector, PeerClients.Protocols protocols) {
        return switch (protocols) {
            case BOTH -> {
                HTTP2Client http2 = new HTTP2Client(connector);
                yield new HttpClientTransportDynamic(
                        connector,
                        new ClientConnectionFactoryOverHTTP2.HTTP2(http2),
                        HttpClientConnectionFactory.HTTP11);
            }
            case HTTP_1 -> new HttpClientTransportDynamic(connector, HttpClientConnectionFactory.HTTP11);
        };
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// @throws PeerUnreachable if there is no whole answer within the request's limits
    /// @throws InterruptedException if the calling thread was interrupted; the request is given up
    public Reply send(Call call) throws PeerUnreachable, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Answer answer = exchange(call, body);
        return new Reply(answer.status(), answer.headers(), body.toByteArray(), answer.protocol());
    }

    /// Sends a request and writes the answer's body to `sink` as it comes, so that its size costs no memory.
    ///
    /// @return the answer with an empty body
    /// @throws PeerUnreachable as [#send]; a part may be in the sink by then
    public Reply stream(Call call, OutputStream sink) throws PeerUnreachable, InterruptedException {
        Answer answer = exchange(call, sink);
        return new Reply(answer.status(), answer.headers(), new byte[0], answer.protocol());
    }

    private record Answer(int status, Headers headers, String protocol) {}

    private Answer exchange(Call call, OutputStream sink) throws PeerUnreachable, InterruptedException {
        long dueNanos = System.nanoTime() + call.timeMax().toNanos();
        Request request = request(call);
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        try {
            org.eclipse.jetty.client.Response response =
                    listener.get(Math.max(1, dueNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            long length = response.getHeaders().getLongField("Content-Length");
            if (length > call.answerBytesMax()) {
                throw tooLarge(call);
            }
            Answer answer = new Answer(
                    response.getStatus(),
                    headers(response.getHeaders()),
                    response.getVersion().asString());
            copy(listener.getInputStream(), sink, call);
            return answer;
        } catch (PeerUnreachable e) {
            var _ = request.abort(e);
            throw e;
        } catch (InterruptedException e) {
            var _ = request.abort(e);
            throw e;
        } catch (ExecutionException | TimeoutException | IOException e) {
            var _ = request.abort(e);
            throw Failures.of(address.toString(), e);
        }
    }

    private Request request(Call call) {
        Request request = client.newRequest(address.host(), address.port())
                .scheme("https")
                .method(call.method().name())
                .path(call.path())
                .timeout(call.timeMax().toMillis(), TimeUnit.MILLISECONDS);
        request.headers(fields -> call.headers().fields().forEach(field -> fields.add(field.name(), field.value())));
        switch (call.body()) {
            case Call.Body.None _ -> {}
            case Call.Body.Bytes bytes -> request.body(new BytesRequestContent("", bytes.value()));
            case Call.Body.Streamed(InputStream in) -> request.body(new InputStreamRequestContent("", in, null));
        }
        return request;
    }

    private void copy(InputStream in, OutputStream sink, Call call) throws IOException {
        byte[] buffer = new byte[16_384];
        long total = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            total += count;
            if (total > call.answerBytesMax()) {
                throw tooLarge(call);
            }
            sink.write(buffer, 0, count);
        }
    }

    private PeerUnreachable tooLarge(Call call) {
        return new PeerUnreachable(
                PeerUnreachable.Reason.TOO_LARGE,
                address + " answered with more than " + call.answerBytesMax() + " bytes");
    }

    private static Headers headers(HttpFields fields) {
        List<Headers.Field> copy = new ArrayList<>();
        for (HttpField field : fields) {
            String value = field.getValue();
            copy.add(new Headers.Field(field.getName(), value == null ? "" : value));
        }
        return new Headers(copy);
    }

    /// Closes the connection; requests in progress fail.
    @Override
    public void close() {
        LifeCycle.stop(client);
    }
}
