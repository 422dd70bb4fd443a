// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/// One exchange with the server library, ended exactly once.
final class Talk {

    private static final int UNWATCHED_BYTES_MAX = 65_536;

    /// Tells the server library that whoever failed has said so already.
    private static final class Cut extends IOException implements QuietException {
        private static final long serialVersionUID = 1L;

        Cut(Throwable reason) {
            super(reason);
        }
    }

    private final Request request;
    private final org.eclipse.jetty.server.Response response;
    private final Callback callback;
    private final ConnectionGuard guard;
    private final SocketAddress remote;
    private final AtomicBoolean ended = new AtomicBoolean();

    Talk(Request request, org.eclipse.jetty.server.Response response, Callback callback, ConnectionGuard guard) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.guard = guard;
        // Kept: a closed socket no longer knows it.
        this.remote = request.getConnectionMetaData().getRemoteSocketAddress();
        guard.requestBegun(
                remote(), request.getConnectionMetaData().getHttpVersion().getVersion() < 20);
    }

    Request request() {
        return request;
    }

    SocketAddress remote() {
        return remote;
    }

    /// True once the first byte of an answer may have left.
    boolean committed() {
        return response.isCommitted();
    }

    /// True if sending `answer` can take as long as the other end likes.
    static boolean mayWait(Response answer) {
        return switch (answer.body()) {
            case Response.Body.None _ -> false;
            case Response.Body.Bytes bytes -> bytes.value().length > UNWATCHED_BYTES_MAX;
            case Response.Body.Streamed _ -> true;
        };
    }

    /// Sends an answer. Returns when it is sent, or for a small one when it is on its way.
    ///
    /// @throws IOException if the other end is gone or a writer failed; the caller then ends the talk
    void send(Response answer) throws IOException {
        response.setStatus(answer.status());
        for (Headers.Field field : answer.headers().fields()) {
            response.getHeaders().add(field.name(), field.value());
        }
        switch (answer.body()) {
            case Response.Body.None _ -> end();
            case Response.Body.Bytes bytes -> sendBytes(bytes.value(), mayWait(answer));
            case Response.Body.Streamed(Response.BodyWriter writer) -> sendStreamed(writer);
        }
    }

    private void sendStreamed(Response.BodyWriter writer) throws IOException {
        // Not in a try with resources: that would close the stream first, and pass off a part as the whole.
        OutputStream out = org.eclipse.jetty.server.Response.asBufferedOutputStream(request, response);
        try {
            writer.writeTo(new Uncloseable(out));
        } catch (IOException | RuntimeException e) {
            fail(e);
            throw e;
        }
        out.close();
        end();
    }

    private void sendBytes(byte[] bytes, boolean wait) throws IOException {
        if (wait) {
            Content.Sink.write(response, true, ByteBuffer.wrap(bytes));
            end();
        } else if (ended.compareAndSet(false, true)) {
            response.getHeaders().put("Content-Length", bytes.length);
            response.write(true, ByteBuffer.wrap(bytes), Callback.from(this::forget, callback));
        }
    }

    /// Ends the exchange well.
    void end() {
        if (ended.compareAndSet(false, true)) {
            forget();
            callback.succeeded();
        }
    }

    /// Ends the exchange badly: the connection or stream is cut where an answer has begun.
    void fail(Throwable reason) {
        if (ended.compareAndSet(false, true)) {
            forget();
            callback.failed(new Cut(reason));
        }
    }

    private void forget() {
        guard.requestEnded(remote);
    }
}
