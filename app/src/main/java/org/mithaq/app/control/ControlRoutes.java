// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.http.Gate;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.Originating;
import org.mithaq.node.Posting;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.stix.Tlp;

/// What all routes for the command line have in common: the prefix, the gate, and how a refusal is said.
///
/// What a request says wrongly is answered with 400, what it may not have with 422, what is not there with 404.
final class ControlRoutes {

    /// Before every path.
    static final String PREFIX = "/control/v1";

    /// Answers whoever has the token, and does nothing.
    static final String HERE = "/here";

    private static final String JSON = "application/json";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final RouteLimits SMALL = new RouteLimits(BODY_BYTES_MAX, Duration.ofSeconds(60), 16);
    private static final int PAGE_MAX = 1_000;

    private final Gate gate;

    /// @param token the secret of this start
    ControlRoutes(String token) {
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.gate = request -> {
            byte[] given = request.headers().first("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
            // In constant time.
            if (!MessageDigest.isEqual(expected, given)) {
                throw new Refused(
                        Problem.of(
                                "unauthorised",
                                401,
                                "No token",
                                "the token of this start is in run/control.json of the node's folder"),
                        Headers.of("WWW-Authenticate", "Bearer"));
            }
            return request.withPrincipal("this machine");
        };
    }

    /// Answers one request.
    interface Action {
        Response handle(Request request) throws IOException;
    }

    Route get(String path, Action action) {
        return route(Method.GET, path, RouteLimits.READ, action);
    }

    Route post(String path, Action action) {
        return route(Method.POST, path, SMALL, action);
    }

    Route route(Method method, String path, RouteLimits limits, Action action) {
        return new Route(method, PREFIX + path, limits, gate, request -> {
            try {
                return action.handle(request);
            } catch (Originating.RequestRefused
                    | Posting.PostingRefused
                    | AccessTokens.TokenRefused
                    | SigningHeld refused) {
                throw refused(String.valueOf(refused.getMessage()));
            } catch (StorageFailed failed) {
                // Whoever asks here is this node's own operator: the sentence may name the file.
                throw new Refused(Problem.of(
                        failed.full() ? "storage-full" : "storage-failed",
                        failed.full() ? 507 : 503,
                        "Nothing can be stored or read now",
                        String.valueOf(failed.getMessage())));
            } catch (MalformedJson | MalformedEncoding | CharterRejected | IllegalArgumentException malformed) {
                throw new Refused(
                        Problem.of("malformed", 400, "Not understood", String.valueOf(malformed.getMessage())));
            }
        });
    }

    /// What is well said, and cannot be done.
    static Refused refused(String sentence) {
        return new Refused(Problem.of("refused", 422, "Refused", sentence));
    }

    /// What is not there.
    static Refused absent(String sentence) {
        return new Refused(Problem.of("not-found", 404, "Not there", sentence));
    }

    static JsonObject body(Request request) throws IOException {
        return Json.read(request.bodyBytes(), JsonLimits.standard())
                .asObject()
                .orElseThrow(() -> new IllegalArgumentException("expected a JSON object"));
    }

    static String required(JsonObject body, String name) {
        return body.string(name).orElseThrow(() -> new IllegalArgumentException("expected --" + name));
    }

    static Response json(JsonObject answer) {
        return Response.of(200, JSON, Json.write(answer));
    }

    /// A whole number of the query, or of the path.
    static long whole(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("%s: expected a whole number, found \"%.40s\"".formatted(name, text));
        }
    }

    /// The parameter `after` (or another) of a list that is read in pages.
    static long cursor(Request request, String name, long standard) {
        return request.query().first(name).map(text -> whole(name, text)).orElse(standard);
    }

    /// How many rows a page has: what was asked for, at most 1,000.
    static int pageSize(Request request, int standard) {
        return Math.clamp(cursor(request, "limit", standard), 1, PAGE_MAX);
    }

    /// One of the words of an enumeration, as a person writes it: in lower case, with a hyphen or a plus between.
    ///
    /// @param name of the option, for the refusal
    static <E extends Enum<E>> E choice(String name, String text, Class<E> words) {
        return Arrays.stream(words.getEnumConstants())
                .filter(each -> word(each).equals(text.toLowerCase(Locale.ROOT).replace('+', '-')))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("--%s: expected %s; found \"%.40s\""
                        .formatted(
                                name,
                                Arrays.stream(words.getEnumConstants())
                                        .map(ControlRoutes::shown)
                                        .collect(Collectors.joining(", ")),
                                text)));
    }

    /// The word in a refusal: a TLP label as TLP 2.0 writes it.
    private static String shown(Enum<?> constant) {
        return constant == Tlp.AMBER_STRICT ? "amber+strict" : word(constant);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
