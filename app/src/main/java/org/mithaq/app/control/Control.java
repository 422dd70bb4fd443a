// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Receipt;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.node.Holdings;
import org.mithaq.node.Posting;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Shelf;

/// What the command line asks of a running node: on loopback, in JSON, behind a token that only this user can read.
public final class Control {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final NodeRuntime node;
    private final Directory directory;

    private Control(NodeRuntime node) {
        this.node = node;
        this.directory = new Directory(node);
    }

    /// Says how the node is.
    @FunctionalInterface
    public interface StatusPage {
        /// The whole state, as JSON.
        JsonObject status();
    }

    /// All routes for the command line.
    ///
    /// @param node the running node
    /// @param token the secret of this start
    /// @param status what `status` answers
    /// @param imports what takes bundles
    public static List<Route> routes(NodeRuntime node, String token, StatusPage status, ImportDesk imports) {
        ControlRoutes routes = new ControlRoutes(token);
        List<Route> all = new ArrayList<>(new Control(node).routes(routes));
        all.add(routes.get(ControlRoutes.HERE, request -> Response.empty(204)));
        all.add(routes.get("/status", request -> ControlRoutes.json(status.status())));
        all.addAll(imports.routes(routes));
        all.addAll(new HeldControl(node).routes(routes));
        all.addAll(new DeskControl(node).routes(routes));
        all.addAll(new MediaControl(node).routes(routes));
        all.addAll(new CharterControl(node).routes(routes));
        all.addAll(new KeysControl(node).routes(routes));
        return List.copyOf(all);
    }

    private List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.post("/share", this::share),
                routes.post("/recall", this::recall),
                routes.post("/relay", this::relay),
                routes.post("/ack", this::acknowledge),
                routes.post("/channels/offer", this::offer),
                routes.post("/channels/accept", this::accept));
    }

    private Response share(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        PostingRequest how = PostingRequest.of(body, node);
        Set<String> ids = new TreeSet<>(body.strings("ids").orElse(List.of()));
        List<Shelf.ObjectRow> rows = node.originating().kept(ids);
        Set<String> missing = new TreeSet<>(ids);
        missing.removeAll(
                new HashSet<>(rows.stream().map(Shelf.ObjectRow::stixId).toList()));
        if (!missing.isEmpty()) {
            throw ControlRoutes.refused("no object of this member's own is held here as %s; import it first, or pass"
                            .formatted(clipped(missing))
                    + " another member's on with `mithaq relay`");
        }
        Posting.Outcome outcome = how.shareHeld(
                node,
                node.holdings().all(rows).stream().map(Holdings.Held::bytes).toList());
        return ControlRoutes.json(PostingRequest.report(node, outcome).build());
    }

    private static String clipped(Set<String> ids) {
        String first = ids.iterator().next();
        String shown = first.length() > 80 ? first.substring(0, 80) + "…" : first;
        return ids.size() == 1 ? shown : shown + " (nor " + (ids.size() - 1) + " others)";
    }

    private Response recall(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        String reason = body.string("reason").orElse("withdrawn by its originator");
        return dispatches(node.originating().recall(ControlRoutes.required(body, "id"), reason));
    }

    private Response relay(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        String id = ControlRoutes.required(body, "id");
        Set<MemberId> to = directory.members(body.strings("to").orElse(List.of()));
        ChannelId channel = directory.channel(ControlRoutes.required(body, "channel"));
        Holdings.Held held = node.holdings().of(id).stream()
                .filter(each -> !each.row().originator().equals(node.self().member()))
                .reduce((first, last) -> last)
                .orElseThrow(() -> ControlRoutes.refused("no object " + id + " of another member is held"));
        return dispatches(
                node.originating().relay(held.row(), channel, to, node.clock().instant()));
    }

    private static Response dispatches(List<Submit.Posted> posted) {
        return ControlRoutes.json(JsonObject.builder()
                .put("dispatches", JsonArray.of(PostingRequest.posted(posted)))
                .build());
    }

    private Response acknowledge(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        Hash dispatch = directory.arrival(ControlRoutes.required(body, "dispatch"));
        String role = body.string("role").orElse("duty officer");
        String person = body.string("person").orElse("");
        node.originating().acknowledge(dispatch, new Receipt.Person(role, person));
        return ControlRoutes.json(JsonObject.builder().put("acknowledged", true).build());
    }

    /// A dispatch, as every list shows it.
    static Hash hash(String text) {
        if (!HASH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a dispatch: expected 64 hexadecimal digits in lower case, found \"%.80s\"".formatted(text));
        }
        return Hash.parseHex(text);
    }

    private Response offer(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        MemberId peer = directory.member(ControlRoutes.required(body, "peer"));
        if (peer.equals(node.self().member())) {
            throw ControlRoutes.refused("a bilateral channel has another member at its other end");
        }
        String name = body.string("name").orElse("bilateral");
        return channel(node.originating().offer(peer, name));
    }

    private Response accept(Request request) throws IOException {
        ChannelId channel = directory.channel(ControlRoutes.required(ControlRoutes.body(request), "channel"));
        node.originating().accept(channel);
        return channel(channel);
    }

    private static Response channel(ChannelId channel) {
        return ControlRoutes.json(
                JsonObject.builder().put("channel", channel.hex()).build());
    }
}
