// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Set;
import java.util.stream.Collectors;

/// The problems that a door itself answers with.
final class Problems {

    private Problems() {}

    static Problem malformedUri(MalformedUri e) {
        return Problem.of(
                "malformed-uri", 400, "The request target is malformed", String.valueOf(e.getMessage()), e.clause());
    }

    static Problem notFound() {
        return Problem.of("not-found", 404, "There is nothing here", "no route has this path");
    }

    static Problem methodNotAllowed(Set<Method> allowed) {
        return Problem.of(
                "method-not-allowed",
                405,
                "This method is not allowed here",
                "allowed: " + allow(allowed),
                "RFC 9110 §15.5.6");
    }

    static String allow(Set<Method> allowed) {
        return allowed.stream().map(Method::name).collect(Collectors.joining(", "));
    }

    static Problem misdirected() {
        return Problem.of(
                "misdirected",
                421,
                "This door answers to loopback names only",
                "the Host field must name localhost or a loopback address",
                "RFC 9110 §15.5.20");
    }

    static Problem tooManyRequests() {
        return Problem.of(
                "too-many-requests",
                429,
                "Too many requests in progress from you",
                "wait until some of them are answered",
                "RFC 6585 §4");
    }

    static Problem encoded() {
        return Problem.of(
                "content-encoding",
                415,
                "Bodies are read as they are",
                "send the body without a Content-Encoding",
                "RFC 9110 §15.5.16");
    }

    static Problem busy() {
        return Problem.of("busy", 503, "Too many requests in progress", "this route is busy; try again soon");
    }

    static Problem requestTimeout() {
        return Problem.of(
                "request-timeout",
                408,
                "The request did not arrive in time",
                "this route's time was over before the body was read",
                "RFC 9110 §15.5.9");
    }

    static Problem outOfTime() {
        return Problem.of("out-of-time", 503, "The answer took too long", "this route's time was over");
    }

    static Problem bodyCutOff() {
        return Problem.of("body-cut-off", 400, "The request body ended early", "the connection or stream was cut");
    }

    static Problem bug(String id) {
        return Problem.of(
                        "internal-error",
                        500,
                        "The server failed",
                        "this is our fault; an operator finds the cause in the log under this id")
                .with("correlationId", id);
    }

    /// What the server library refuses before any route is asked.
    static Problem ofStatus(int status) {
        return switch (status) {
            case 400 ->
                Problem.of("bad-request", 400, "The request is malformed", "this is no HTTP request of RFC 9112");
            case 408 -> requestTimeout();
            case 414 -> Problem.of("uri-too-long", 414, "The request target is too long", "send a shorter one");
            case 431 ->
                Problem.of("headers-too-large", 431, "The request headers are too large", "send less", "RFC 6585 §5");
            case 503 -> Problem.of("stopping", 503, "The server is stopping", "try again soon");
            case 505 -> Problem.of("http-version", 505, "This version of HTTP is not spoken here", "use 1.1 or 2");
            default ->
                status >= 500
                        ? Problem.of("internal-error", 500, "The server failed", "this is our fault")
                        : Problem.of(
                                "refused", status >= 400 ? status : 400, "The request was refused", "see the status");
        };
    }
}
