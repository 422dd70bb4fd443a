// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
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
import org.mithaq.store.SqliteLedger;

/// The command line's side of [Control]: finds the running node by its folder, and turns its problems into sentences
/// and exit codes. Safe for threads.
public final class ControlClient implements AutoCloseable {

    private static final Duration TIME_MAX = Duration.ofMinutes(2);
    private static final Duration IMPORT_TIME_MAX = Duration.ofHours(6);
    private static final int ANSWER_BYTES_MAX = 64 << 20;
    private static final long DOWNLOAD_BYTES_MAX = 1L << 50;

    private static final Duration KNOCK_TIME_MAX = Duration.ofSeconds(10);
    private static final int KNOCKS_MAX = 20;
    private static final Duration KNOCK_PAUSE = Duration.ofMillis(50);

    private final PlainClient client;
    private final int port;
    private final NodeHome home;
    private final String token;
    private volatile boolean let;

    private ControlClient(int port, NodeHome home, String token) {
        this.client = new PlainClient(port);
        this.port = port;
        this.home = home;
        this.token = token;
    }

    /// The node that runs in `home`.
    ///
    /// @throws CommandRefused if none does
    public static ControlClient of(NodeHome home) {
        try {
            JsonObject control = Json.read(Files.readAllBytes(home.control()), JsonLimits.standard())
                    .asObject()
                    .orElseThrow(() -> none(home));
            int port = (int) control.integer("port").orElse(0);
            return new ControlClient(port, home, control.string("token").orElse(""));
        } catch (AccessDeniedException foreign) {
            throw new CommandRefused(
                    ExitCode.UNREACHABLE,
                    home.control() + " may not be read by this user: ask the node as the user that runs it",
                    foreign);
        } catch (IOException | MalformedJson absent) {
            throw none(home);
        }
    }

    private static CommandRefused none(NodeHome home) {
        // Whoever starts it only to be told that this program is too old is told at once.
        String todo =
                SqliteLedger.refusal(home.ledger()).orElse("Start it there: mithaq node run --home " + home.folder());
        return new CommandRefused(ExitCode.UNREACHABLE, "No node runs in " + home.folder() + ". " + todo);
    }

    /// Where the node's door for this machine is.
    public int port() {
        return port;
    }

    /// Asks for a document.
    public JsonObject get(String path) {
        return document(send(call(Method.GET, path, new Call.Body.None(), TIME_MAX, ANSWER_BYTES_MAX)));
    }

    /// Asks for bytes.
    public byte[] bytes(String path) {
        return checked(send(call(Method.GET, path, new Call.Body.None(), TIME_MAX, ANSWER_BYTES_MAX)))
                .body();
    }

    /// Asks for something to be done.
    public JsonObject post(String path, JsonObject body) {
        return document(
                send(call(Method.POST, path, new Call.Body.Bytes(Json.write(body)), TIME_MAX, ANSWER_BYTES_MAX)));
    }

    /// Sends a file, as a stream.
    public JsonObject upload(String path, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return upload(path, in);
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, NodeHome.problem(file, "read", unreadable), unreadable);
        }
    }

    /// Sends a stream to its end.
    public JsonObject upload(String path, InputStream in) {
        return document(send(call(Method.POST, path, new Call.Body.Streamed(in), IMPORT_TIME_MAX, ANSWER_BYTES_MAX)));
    }

    /// Asks for a stream. A refusal leaves `sink` untouched; where the node breaks off, a part is in it.
    public void download(String path, OutputStream sink) {
        try {
            knock();
            checked(client.stream(
                    call(Method.GET, path, new Call.Body.None(), IMPORT_TIME_MAX, DOWNLOAD_BYTES_MAX), sink));
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
                    .append(encoded(namesAndValues.get(index + 1)));
        }
        return query.toString();
    }

    /// One segment of a path, or one value of a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Call call(Method method, String path, Call.Body body, Duration timeMax, long answerBytesMax) {
        return new Call(
                method,
                ControlRoutes.PREFIX + path,
                Headers.of("Authorization", "Bearer " + token),
                body,
                timeMax,
                answerBytesMax);
    }

    private Reply send(Call call) {
        try {
            knock();
            return client.send(call);
        } catch (PeerUnreachable | InterruptedException failed) {
            throw lost(failed);
        }
    }

    /// Shows the token on a connection that the next request then uses. While somebody floods the door, one that has
    /// shown none may be closed for another at any time: that costs a knock, and no request that does something.
    private void knock() throws PeerUnreachable, InterruptedException {
        for (int knocks = 1; !let; knocks++) {
            try {
                var _ = client.send(
                        call(Method.GET, ControlRoutes.HERE, new Call.Body.None(), KNOCK_TIME_MAX, ANSWER_BYTES_MAX));
                let = true;
            } catch (PeerUnreachable unreachable) {
                if (unreachable.reason() == PeerUnreachable.Reason.REFUSED || knocks == KNOCKS_MAX) {
                    throw unreachable;
                }
                Thread.sleep(KNOCK_PAUSE);
            }
        }
    }

    private CommandRefused lost(Exception failed) {
        if (failed instanceof PeerUnreachable unreachable && unreachable.reason() == PeerUnreachable.Reason.REFUSED) {
            return none(home);
        }
        // What the client supposes about certificates is for connections between members.
        String why = failed instanceof PeerUnreachable unreachable && unreachable.reason() == PeerUnreachable.Reason.CUT
                ? "it cut the connection, as one does that is ending"
                : String.valueOf(failed.getMessage());
        return new CommandRefused(
                ExitCode.UNREACHABLE,
                "The node did not answer to the end (%s). See whether it runs: mithaq node status --home %s"
                        .formatted(why, home.folder()),
                failed);
    }

    private static JsonObject document(Reply reply) {
        return Json.read(checked(reply).body(), JsonLimits.standard().withBytesMax(ANSWER_BYTES_MAX))
                .asObject()
                .orElseThrow(() -> new CommandRefused(ExitCode.BUG, "the node answered with no JSON object"));
    }

    private static Reply checked(Reply reply) {
        if (reply.ok()) {
            return reply;
        }
        String detail = detail(reply);
        throw switch (reply.status()) {
            case 400 -> new CommandRefused(ExitCode.USAGE, "Not understood: " + detail);
            case 401 ->
                new CommandRefused(
                        ExitCode.UNREACHABLE, "Another node answers here than the one of this folder: " + detail);
            case 507 -> new CommandRefused(ExitCode.REFUSED, "The node has no room: " + detail);
            case 503 -> new CommandRefused(ExitCode.UNREACHABLE, "The node is busy, try again: " + detail);
            default ->
                reply.status() >= 500
                        ? new CommandRefused(ExitCode.BUG, "The node failed at this; its own log says why: " + detail)
                        : new CommandRefused(ExitCode.REFUSED, "The node refused: " + detail);
        };
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
