// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers for the server library where it refuses a request itself: a problem of ours, and nothing of its own words.
final class LibraryErrors implements Request.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(LibraryErrors.class);

    private final ProblemFormat format;

    LibraryErrors(ProblemFormat format) {
        this.format = format;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable failure = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
        // Without the URI, which may name what is asked for.
        LOG.debug("refused before any route", failure);
        int status = failure instanceof HttpException http ? http.getCode() : response.getStatus();
        org.mithaq.http.Response answer = format.answer(Problems.ofStatus(status));
        response.setStatus(answer.status());
        for (Headers.Field field : answer.headers().fields()) {
            response.getHeaders().add(field.name(), field.value());
        }
        if (answer.body() instanceof org.mithaq.http.Response.Body.Bytes bytes) {
            response.write(true, ByteBuffer.wrap(bytes.value()), callback);
        } else {
            callback.succeeded();
        }
        return true;
    }
}
