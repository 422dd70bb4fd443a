// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mithaq.app.CommandRefused;
import org.mithaq.app.ExitCode;
import org.mithaq.app.home.NodeHome;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;

/// The command line's side of [Control]: finds the running node by its folder, and turns its problems into sentences.
public final class ControlClient implements AutoCloseable {

    private static final Duration TIME_MAX = Duration.ofMinutes(2);
    private static final Duration IMPORT_TIME_MAX = Duration.ofHours(6);
    private static final int ANSWER_BYTES_MAX = 64 << 20;

    /// Of a stream, which goes to a file and not to memory.
    private static final long STREAM_BYTES_MAX = 1L << 40;

    private final PlainClient client;
    private final String token;

    private ControlClient(PlainClient client, String token) {
        this.client = client;
        this.token = token;
    }

    /// The node that runs in `home`.
    ///
    /// @throws CommandRefused if none does
    public static ControlClient of(NodeHome home) {
        try {
            JsonObject control = Json.read(Files.readAllBytes(home.control()), JsonLimits.standard())
                    .asObject()
                    .orElseThrow(() -> unreachable(home));
            int port = (int) control.integer("port").orElse(0);
            return new ControlClient(
                    new PlainClient(port), control.string("token").orElse(""));
        } catch (IOException | MalformedJson absent) {
            throw unreachable(home);
        }
    }

    private static CommandRefused unreachable(NodeHome home) {
        return new CommandRefused(
                ExitCode.UNREACHABLE,
                "No node runs in " + home.folder() + ". Start it there: mithaq node run --home " + home.folder());
    }

    /// Asks for a document.
    public JsonObject get(String path) {
        return document(send(call(Method.GET, path, new Call.Body.None(), TIME_MAX)));
    }

    /// Asks for bytes.
    public byte[] bytes(String path) {
        return checked(send(call(Method.GET, path, new Call.Body.None(), TIME_MAX)))
                .body();
    }

    /// Asks for something to be done.
    public JsonObject post(String path, JsonObject body) {
        return document(send(call(Method.POST, path, new Call.Body.Bytes(Json.write(body)), TIME_MAX)));
    }

    /// Sends a file, as a stream.
    public JsonObject upload(String path, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return document(send(call(Method.POST, path, new Call.Body.Streamed(in), IMPORT_TIME_MAX)));
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, file + " cannot be read", unreadable);
        }
    }

    /// Asks for a stream.
    public void download(String path, OutputStream sink) {
        try {
            checked(client.stream(
                    call(Method.GET, path, new Call.Body.None(), IMPORT_TIME_MAX, STREAM_BYTES_MAX), sink));
        } catch (PeerUnreachable | InterruptedException failed) {
            throw lost(failed);
        }
    }

    /// A path with parameters.
    public static String with(String path, List<String> namesAndValues) {
        StringBuilder query = new StringBuilder(path);
        for (int index = 0; index < namesAndValues.size(); index += 2) {
            query.append(index == 0 ? '?' : '&')
                    .append(namesAndValues.get(index))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues.get(index + 1), StandardCharsets.UTF_8)
                            .replace("+", "%20"));
        }
        return query.toString();
    }

    private Call call(Method method, String path, Call.Body body, Duration timeMax) {
        return call(method, path, body, timeMax, ANSWER_BYTES_MAX);
    }

    private Call call(Method method, String path, Call.Body body, Duration timeMax, long answerBytesMax) {
        return new Call(
                method,
                Control.PREFIX + path,
                Headers.of("Authorization", "Bearer " + token),
                body,
                timeMax,
                answerBytesMax);
    }

    private Reply send(Call call) {
        try {
            return client.send(call);
        } catch (PeerUnreachable | InterruptedException failed) {
            throw lost(failed);
        }
    }

    private static CommandRefused lost(Exception failed) {
        return new CommandRefused(ExitCode.UNREACHABLE, "The node does not answer: " + failed.getMessage(), failed);
    }

    private static JsonObject document(Reply reply) {
        return Json.read(checked(reply).body(), JsonLimits.standard().withBytesMax(ANSWER_BYTES_MAX))
                .asObject()
                .orElseThrow(() -> new CommandRefused(ExitCode.BUG, "the node answered with no JSON object"));
    }

    private static Reply checked(Reply reply) {
        if (!reply.ok()) {
            throw new CommandRefused(ExitCode.REFUSED, "The node refused: " + detail(reply));
        }
        return reply;
    }

    private static String detail(Reply reply) {
        try {
            JsonObject problem =
                    Json.read(reply.body(), JsonLimits.standard()).asObject().orElseGet(JsonObject::empty);
            String clause =
                    problem.string("clause").map(text -> " (" + text + ")").orElse("");
            return problem.string("detail").orElse("status " + reply.status()) + clause;
        } catch (MalformedJson other) {
            return "status " + reply.status();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
