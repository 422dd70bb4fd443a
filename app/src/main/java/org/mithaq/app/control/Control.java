// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Receipt;
import org.mithaq.http.Gate;
import org.mithaq.http.Handler;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;
import org.mithaq.node.Holdings;
import org.mithaq.node.Originating;
import org.mithaq.node.Posting;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Shelf;

/// What the command line asks of a running node: on loopback, in JSON, behind a token that only this user can read.
public final class Control {

    /// Before every path.
    public static final String PREFIX = "/control/v1";

    private static final String JSON = "application/json";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final RouteLimits SMALL = new RouteLimits(BODY_BYTES_MAX, Duration.ofSeconds(60), 16);

    /// A whole store, at the pace of whoever reads it.
    private static final RouteLimits EXPORT = new RouteLimits(0, Duration.ofHours(6), 4);

    private static final int PAGE = 500;

    /// Less than the time that a request may take.
    private static final long WAIT_MILLIS_MAX = 10_000;

    private final NodeRuntime node;
    private final String token;
    private final StatusPage status;
    private final Arrivals arrivals = new Arrivals();

    /// @param node the running node
    /// @param token the secret of this start
    /// @param status what `status` answers
    public Control(NodeRuntime node, String token, StatusPage status) {
        this.node = node;
        this.token = token;
        this.status = status;
        node.onEffect(arrivals::on);
    }

    /// Says how the node is.
    @FunctionalInterface
    public interface StatusPage {
        /// The whole state, as JSON.
        JsonObject status();
    }

    /// The routes, for the local door.
    public List<Route> routes(ImportDesk imports) {
        RouteLimits streamed = new RouteLimits(imports.bytesMax(), Duration.ofHours(6), 4);
        return List.of(
                get("/status", request -> json(status.status())),
                new Route(Method.POST, PREFIX + "/import", streamed, gate(), guarded(imports::take)),
                post("/share", this::share),
                post("/recall", this::recall),
                post("/relay", this::relay),
                post("/ack", this::acknowledge),
                post("/channels/offer", this::offer),
                post("/channels/accept", this::accept),
                get("/objects", this::objects),
                new Route(Method.GET, PREFIX + "/export", EXPORT, gate(), guarded(this::export)),
                get("/dispatches", this::dispatches));
    }

    private interface Action {
        Response handle(Request request) throws IOException;
    }

    private Route get(String path, Action action) {
        return new Route(Method.GET, PREFIX + path, RouteLimits.READ, gate(), guarded(action));
    }

    private Route post(String path, Action action) {
        return new Route(Method.POST, PREFIX + path, SMALL, gate(), guarded(action));
    }

    /// A gate that lets the holder of the token in, in constant time.
    public Gate gate() {
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return request -> {
            byte[] given = request.headers().first("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
            if (!MessageDigest.isEqual(expected, given)) {
                throw new Refused(
                        Problem.of(
                                "unauthorised",
                                401,
                                "No token",
                                "the token of this start is in run/control.json of the node's folder"),
                        Headers.of("WWW-Authenticate", "Bearer"));
            }
            return request;
        };
    }

    private static Handler guarded(Action action) {
        return request -> {
            try {
                return action.handle(request);
            } catch (Originating.RequestRefused | Posting.PostingRefused | CharterRejected refused) {
                throw new Refused(Problem.of("refused", 422, "Refused", String.valueOf(refused.getMessage())));
            } catch (MalformedJson | IllegalArgumentException malformed) {
                throw new Refused(
                        Problem.of("malformed", 400, "Not understood", String.valueOf(malformed.getMessage())));
            }
        };
    }

    private Response share(Request request) throws IOException {
        JsonObject body = body(request);
        Set<String> ids = new TreeSet<>(body.strings("ids").orElse(List.of()));
        List<Shelf.ObjectRow> rows = node.originating().kept(ids);
        if (rows.size() != ids.size()) {
            throw new Refused(Problem.of(
                    "refused", 422, "Refused", "only " + rows.size() + " of " + ids.size() + " objects are held"));
        }
        PostingRequest how = PostingRequest.of(body, node);
        Posting.Outcome outcome = how.shareHeld(
                node,
                node.holdings().all(rows).stream().map(Holdings.Held::bytes).toList());
        return json(PostingRequest.report(outcome).build());
    }

    private Response recall(Request request) throws IOException {
        JsonObject body = body(request);
        List<Submit.Posted> posted = node.originating()
                .recall(required(body, "id"), body.string("reason").orElse("withdrawn by its originator"));
        return json(JsonObject.builder()
                .put("dispatches", JsonArray.of(PostingRequest.posted(posted)))
                .build());
    }

    private Response relay(Request request) throws IOException {
        JsonObject body = body(request);
        String id = required(body, "id");
        Holdings.Held held = node.holdings().of(id).stream()
                .filter(each -> !each.row().originator().equals(node.self().member()))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new Refused(
                        Problem.of("refused", 422, "Refused", "no object " + id + " of another member is held")));
        Set<MemberId> to = PostingRequest.members(body, "to");
        ChannelId channel = PostingRequest.channel(required(body, "channel"), node);
        List<Submit.Posted> posted =
                node.originating().relay(held.row(), channel, to, node.clock().instant());
        return json(JsonObject.builder()
                .put("dispatches", JsonArray.of(PostingRequest.posted(posted)))
                .build());
    }

    private Response acknowledge(Request request) throws IOException {
        JsonObject body = body(request);
        node.originating()
                .acknowledge(
                        Hash.parseHex(required(body, "dispatch")),
                        new Receipt.Person(
                                body.string("role").orElse("duty officer"),
                                body.string("person").orElse("")));
        return json(JsonObject.builder().put("acknowledged", true).build());
    }

    private Response offer(Request request) throws IOException {
        JsonObject body = body(request);
        ChannelId channel = node.originating()
                .offer(
                        MemberId.parse(required(body, "peer")),
                        body.string("name").orElse("bilateral"));
        return json(JsonObject.builder().put("channel", channel.hex()).build());
    }

    private Response accept(Request request) throws IOException {
        ChannelId channel = ChannelId.parse(required(body(request), "channel"));
        node.originating().accept(channel);
        return json(JsonObject.builder().put("channel", channel.hex()).build());
    }

    private Response objects(Request request) {
        long after = request.query().first("after").map(Long::parseLong).orElse(0L);
        Optional<ChannelId> channel = channel(request);
        Duration patience = Duration.ofMillis(Math.clamp(
                request.query().first("waitMillis").map(Long::parseLong).orElse(0L), 0, WAIT_MILLIS_MAX));
        List<Shelf.ObjectRow> rows = arrivals.await(
                patience, () -> node.ledger().read(tables -> tables.shelf().page(channel, after, PAGE)));
        List<JsonValue> list = new ArrayList<>();
        rows.forEach(row -> list.add(row(row)));
        return json(JsonObject.builder().put("objects", JsonArray.of(list)).build());
    }

    private static JsonObject row(Shelf.ObjectRow row) {
        return JsonObject.builder()
                .put("number", row.number())
                .put("id", row.stixId())
                .put("version", row.version())
                .put("originator", row.originator().hex())
                .put("channel", row.channel().map(ChannelId::hex).orElse(""))
                .put("dispatch", row.payloadHash().hex())
                .put("position", row.position())
                .put("leaf", row.leafHash().hex())
                .put("exercise", row.exercise())
                .put("defects", row.defects())
                .put("addedMicros", row.addedMicros())
                .build();
    }

    private Optional<ChannelId> channel(Request request) {
        return request.query().first("channel").map(text -> PostingRequest.channel(text, node));
    }

    /// A bundle of what is held in a channel, each object byte for byte as its originator wrote it.
    private Response export(Request request) {
        Optional<ChannelId> channel = channel(request);
        String id = "bundle--" + UUID.randomUUID();
        return Response.streamed(200, "application/stix+json;version=2.1", out -> {
            out.write(("{\"type\":\"bundle\",\"id\":\"" + id + "\",\"objects\":[").getBytes(StandardCharsets.UTF_8));
            long after = 0;
            boolean first = true;
            while (true) {
                List<Holdings.Held> page = node.holdings().page(channel, after, PAGE);
                if (page.isEmpty()) {
                    break;
                }
                for (Holdings.Held held : page) {
                    if (!first) {
                        out.write(',');
                    }
                    first = false;
                    out.write(held.bytes());
                    after = held.row().number();
                }
            }
            out.write("]}\n".getBytes(StandardCharsets.UTF_8));
        });
    }

    /// The newest dispatches of this node and how far each copy has come.
    private Response dispatches(Request request) {
        List<JsonValue> list = new ArrayList<>();
        node.ledger().read(tables -> {
            tables.outbox().newest(PAGE).forEach(row -> {
                List<JsonValue> copies = new ArrayList<>();
                tables.outbox()
                        .entriesOf(row.payloadHash())
                        .forEach(entry -> copies.add(JsonObject.builder()
                                .put("to", entry.recipient().hex())
                                .put("sequence", entry.sequence())
                                .put("state", entry.state().name())
                                .put("status", entry.status())
                                .build()));
                list.add(JsonObject.builder()
                        .put("dispatch", row.payloadHash().hex())
                        .put("lane", row.lane().name())
                        .put("logIndex", row.logIndex())
                        .put("timeMicros", row.timeMicros())
                        .put("copies", JsonArray.of(copies))
                        .build());
            });
            return true;
        });
        return json(JsonObject.builder().put("dispatches", JsonArray.of(list)).build());
    }

    private static JsonObject body(Request request) throws IOException {
        return Json.read(request.bodyBytes(), JsonLimits.standard())
                .asObject()
                .orElseThrow(() -> new IllegalArgumentException("expected a JSON object"));
    }

    static String required(JsonObject body, String name) {
        return body.string(name).orElseThrow(() -> new IllegalArgumentException("expected a member \"" + name + "\""));
    }

    static Response json(JsonObject answer) {
        return Response.of(200, JSON, Json.write(answer));
    }
}
