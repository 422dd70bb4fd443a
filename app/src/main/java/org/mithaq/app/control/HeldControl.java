// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.ChannelId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Destroyed;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.http.Method;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Declared;
import org.mithaq.node.Holdings;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// What the command line asks about what is held and what was sent: lists in pages, a bundle, a proof. See [Control].
final class HeldControl {

    /// A whole store, at the pace of whoever reads it.
    private static final RouteLimits EXPORT = new RouteLimits(0, Duration.ofHours(6), 4);

    /// Less than the time that a request may take.
    private static final long WAIT_MILLIS_MAX = 10_000;

    private static final int PAGE = 500;
    private static final int DISPATCHES = 50;

    /// Objects that are read at a time for their names: one may have a megabyte.
    private static final int NAMED = 50;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final NodeRuntime node;
    private final Directory directory;
    private final Arrivals arrivals = new Arrivals();

    HeldControl(NodeRuntime node) {
        this.node = node;
        this.directory = new Directory(node);
        node.onEffect(arrivals::on);
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.get("/objects", this::objects),
                routes.route(Method.GET, "/export", EXPORT, this::export),
                routes.get("/dispatches", this::dispatches),
                routes.get("/evidence/{object}", this::evidence));
    }

    /// Objects above `after`, at most `limit`, of a channel or of all, with `names` what each calls itself; where there
    /// are none, those that come within
    /// `waitMillis`.
    private Response objects(Request request) {
        long after = ControlRoutes.cursor(request, "after", 0);
        int limit = ControlRoutes.pageSize(request, PAGE);
        Optional<ChannelId> channel = channel(request);
        Duration patience =
                Duration.ofMillis(Math.clamp(ControlRoutes.cursor(request, "waitMillis", 0), 0, WAIT_MILLIS_MAX));
        boolean names = request.query().first("names").isPresent();
        List<JsonValue> list = new ArrayList<>();
        List<Shelf.ObjectRow> rows = arrivals.await(
                patience, () -> node.ledger().read(tables -> tables.shelf().page(channel, after, limit)));
        for (int from = 0; from < rows.size(); from += NAMED) {
            List<Shelf.ObjectRow> some = rows.subList(from, Math.min(rows.size(), from + NAMED));
            Map<Long, String> titles = names ? titles(some) : Map.of();
            some.forEach(row -> list.add(row(row, titles)));
        }
        return ControlRoutes.json(
                JsonObject.builder().put("objects", JsonArray.of(list)).build());
    }

    /// What each object calls itself, by its number.
    private Map<Long, String> titles(List<Shelf.ObjectRow> rows) {
        Map<Long, String> titles = new HashMap<>();
        node.holdings().all(rows).forEach(held -> titles.put(held.row().number(), Title.of(held.bytes())));
        return titles;
    }

    private JsonObject row(Shelf.ObjectRow row, Map<Long, String> titles) {
        JsonObject.Builder json = JsonObject.builder();
        if (titles.containsKey(row.number())) {
            json.put("name", titles.getOrDefault(row.number(), ""))
                    .put("originatorDomain", directory.domain(row.originator()))
                    .put("channelName", row.channel().map(directory::name).orElse(""));
        }
        return json.put("number", row.number())
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
        return request.query().first("channel").map(directory::channel);
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

    /// How far each copy of one `dispatch` has come, or of the newest ones, at most `limit`, below `before` in the log.
    private Response dispatches(Request request) {
        Optional<Hash> one = request.query().first("dispatch").map(Control::hash);
        long before = ControlRoutes.cursor(request, "before", Long.MAX_VALUE);
        int limit = ControlRoutes.pageSize(request, DISPATCHES);
        List<JsonValue> list = node.ledger().read(tables -> {
            if (one.isPresent()) {
                return tables.outbox().dispatch(one.get()).stream()
                        .<JsonValue>map(row -> dispatch(tables, slim(row))
                                .put("signed", row.signature().isPresent())
                                .build())
                        .toList();
            }
            return tables.outbox().sent(before, limit).stream()
                    .<JsonValue>map(row -> dispatch(tables, row).build())
                    .toList();
        });
        return ControlRoutes.json(
                JsonObject.builder().put("dispatches", JsonArray.of(list)).build());
    }

    private static Outbox.SentRow slim(Outbox.DispatchRow row) {
        return new Outbox.SentRow(row.payloadHash(), row.lane(), row.logIndex(), row.timeMicros());
    }

    private static JsonObject.Builder dispatch(Ledger.Tables tables, Outbox.SentRow row) {
        List<JsonValue> copies = new ArrayList<>();
        for (Outbox.EntryRow entry : tables.outbox().entriesOf(row.payloadHash())) {
            JsonObject.Builder copy = JsonObject.builder()
                    .put("to", entry.recipient().hex())
                    .put("sequence", entry.sequence())
                    .put("state", entry.state().name())
                    .put("status", entry.status());
            receiptMicros(entry).ifPresent(micros -> copy.put("receiptMicros", micros));
            Declared.of(tables, row.payloadHash(), entry.recipient())
                    .ifPresent(word -> copy.put("recalled", recalled(word.destroyed())));
            copies.add(copy.build());
        }
        return JsonObject.builder()
                .put("dispatch", row.payloadHash().hex())
                .put("lane", row.lane().name())
                .put("logIndex", row.logIndex())
                .put("timeMicros", row.timeMicros())
                .put("copies", JsonArray.of(copies));
    }

    /// What the recipient has declared destroyed: all of the dispatch, or the leaves at some positions.
    private static JsonObject recalled(Destroyed destroyed) {
        return JsonObject.builder()
                .put("whole", destroyed.whole())
                .put(
                        "positions",
                        JsonArray.of(destroyed.positions().stream()
                                .<JsonValue>map(JsonNumber::of)
                                .toList()))
                .build();
    }

    /// When the recipient wrote its newest receipt, by its own clock.
    private static OptionalLong receiptMicros(Outbox.EntryRow entry) {
        return entry.receipt().stream()
                .mapToLong(receipt -> Receipt.parse(Envelopes.parse(receipt, PayloadTypes.RECEIPT, Receipt.BYTES_MAX)
                                .payload())
                        .timeMicros())
                .findFirst();
    }

    /// The proof of an object: of the one with that number, or of the newest with a proof under that STIX id.
    private Response evidence(Request request) {
        String object = request.pathValue("object");
        List<Shelf.ObjectRow> rows = node.ledger()
                .read(tables -> NUMBER.matcher(object).matches()
                        ? tables.shelf().object(Long.parseLong(object)).stream().toList()
                        : tables.shelf().objectsOf(object, PAGE));
        RelayedObject proof = rows.stream()
                .sorted(Comparator.comparingLong(Shelf.ObjectRow::number).reversed())
                .flatMap(row -> node.holdings().proof(row).stream())
                .findFirst()
                .orElseThrow(() -> ControlRoutes.absent(("no object %.100s with a proof is held; an object has one once"
                                + " it was shared, and has none any more when it was recalled")
                        .formatted(object)));
        EvidenceBundle bundle = new EvidenceBundle(node.book().entries(), proof);
        return Response.of(200, "application/vnd.mithaq.evidence", bundle.toBytes());
    }
}
