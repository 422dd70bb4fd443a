// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A client for a plain door on this machine, as the command line uses it. Never leaves loopback.
public final class PlainClient implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

    private final String address;
    private final HttpClient client;
    private final ScheduledExecutorService timer;

    /// A client for the door at `port` of 127.0.0.1.
    public PlainClient(int port) {
        this.address = "127.0.0.1:" + port;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MAX)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("plain-client-", 0).factory()))
                .build();
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("plain-client-timer").factory());
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// @throws PeerUnreachable if there is no whole answer within the call's limits
    /// @throws InterruptedException if the calling thread was interrupted; the request is given up
    public Reply send(Call call) throws PeerUnreachable, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Reply head = stream(call, body);
        return head.ok() ? new Reply(head.status(), head.headers(), body.toByteArray(), head.protocol()) : head;
    }

    /// Sends a request and writes the answer's body to `sink` as it comes. The body of a refusal is no part of what was
    /// asked for: it is in the result, and the sink stays untouched.
    ///
    /// @return the answer, with an empty body where the sink has it
    /// @throws PeerUnreachable as [#send]; a part may be in the sink by then
    public Reply stream(Call call, OutputStream sink) throws PeerUnreachable, InterruptedException {
        try {
            HttpResponse<InputStream> response = client.send(request(call), HttpResponse.BodyHandlers.ofInputStream());
            ByteArrayOutputStream refusal = new ByteArrayOutputStream();
            boolean ok = response.statusCode() / 100 == 2;
            try (InputStream in = response.body()) {
                copy(in, ok ? sink : refusal, call);
            }
            List<Headers.Field> fields = new ArrayList<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> fields.add(new Headers.Field(name, value))));
            return new Reply(response.statusCode(), new Headers(fields), refusal.toByteArray(), "HTTP/1.1");
        } catch (PeerUnreachable e) {
            throw e;
        } catch (IOException e) {
            throw Failures.of(address, e);
        }
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://" + address + call.path()))
                .timeout(call.timeMax());
        for (Headers.Field field : call.headers().fields()) {
            builder.header(field.name(), field.value());
        }
        HttpRequest.BodyPublisher body = switch (call.body()) {
            case Call.Body.None _ -> HttpRequest.BodyPublishers.noBody();
            case Call.Body.Bytes bytes -> HttpRequest.BodyPublishers.ofByteArray(bytes.value());
            case Call.Body.Streamed(InputStream in) -> HttpRequest.BodyPublishers.ofInputStream(() -> in);
        };
        return builder.method(call.method().name(), body).build();
    }

    private void copy(InputStream in, OutputStream sink, Call call) throws IOException {
        // The library's own timeout ends with the headers.
        ScheduledFuture<?> late =
                timer.schedule(() -> closeQuietly(in), call.timeMax().toMillis(), TimeUnit.MILLISECONDS);
        try {
            byte[] buffer = new byte[16_384];
            long total = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > call.answerBytesMax()) {
                    throw new PeerUnreachable(
                            PeerUnreachable.Reason.TOO_LARGE,
                            address + " answered with more than " + call.answerBytesMax() + " bytes");
                }
                sink.write(buffer, 0, count);
            }
        } catch (IOException e) {
            if (late.isDone() && !(e instanceof PeerUnreachable)) {
                throw new PeerUnreachable(PeerUnreachable.Reason.TIMED_OUT, address + ": no whole answer in time", e);
            }
            throw e;
        } finally {
            late.cancel(false);
        }
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // The reader learns of it by its own failure.
            org.slf4j.LoggerFactory.getLogger(PlainClient.class).debug("closing a late answer", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }
}
