// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Gate;
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
import org.mithaq.node.AccessTokens;
import org.mithaq.node.Item;
import org.mithaq.node.port.Quarantine;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;

/// What the command line asks about tokens, quarantine and evidence; see [Control].
public final class DeskControl {

    private static final RouteLimits SMALL = new RouteLimits(65_536, Duration.ofSeconds(60), 16);
    private static final int PAGE = 500;

    private final NodeRuntime node;
    private final Gate gate;

    /// @param node the running node
    /// @param gate who may come in
    public DeskControl(NodeRuntime node, Gate gate) {
        this.node = node;
        this.gate = gate;
    }

    /// The routes, for the local door.
    public List<Route> routes() {
        return List.of(
                route(Method.POST, "/tokens", this::issue),
                route(Method.GET, "/tokens", request -> tokens()),
                route(Method.POST, "/tokens/revoke", this::revoke),
                route(Method.GET, "/quarantine", this::quarantine),
                route(Method.GET, "/quarantine/{number}", this::refused),
                route(Method.POST, "/quarantine/{number}/retry", this::retry),
                route(Method.GET, "/evidence/{number}", this::evidence));
    }

    private interface Action {
        Response handle(Request request) throws IOException;
    }

    private Route route(Method method, String path, Action action) {
        RouteLimits limits = method == Method.GET ? RouteLimits.READ : SMALL;
        return new Route(method, Control.PREFIX + path, limits, gate, request -> {
            try {
                return action.handle(request);
            } catch (AccessTokens.TokenRefused refused) {
                throw new Refused(Problem.of("refused", 422, "Refused", String.valueOf(refused.getMessage())));
            } catch (IllegalArgumentException malformed) {
                throw new Refused(
                        Problem.of("malformed", 400, "Not understood", String.valueOf(malformed.getMessage())));
            }
        });
    }

    private Response issue(Request request) throws IOException {
        JsonObject body = body(request);
        AccessTokens.Issued issued = node.tokens()
                .issue(Control.required(body, "name"), body.strings("scopes").orElse(List.of(AccessTokens.TAXII_READ)));
        try (SecretBytes secret = issued.secret()) {
            return Control.json(JsonObject.builder()
                    .put("name", issued.row().name())
                    .put("scopes", issued.row().scopes())
                    .put("secret", new String(secret.revealSecret(), StandardCharsets.US_ASCII))
                    .build());
        }
    }

    private Response tokens() {
        List<JsonValue> list = new ArrayList<>();
        node.tokens()
                .all()
                .forEach(row -> list.add(JsonObject.builder()
                        .put("name", row.name())
                        .put("scopes", row.scopes())
                        .put("createdMicros", row.createdMicros())
                        .build()));
        return Control.json(
                JsonObject.builder().put("tokens", JsonArray.of(list)).build());
    }

    private Response revoke(Request request) throws IOException {
        boolean there = node.tokens().revoke(Control.required(body(request), "name"));
        return Control.json(JsonObject.builder().put("revoked", there).build());
    }

    private Response quarantine(Request request) {
        long after = request.query().first("after").map(Long::parseLong).orElse(0L);
        List<JsonValue> list = new ArrayList<>();
        for (Quarantine.Row row : node.quarantine().page(after, PAGE)) {
            list.add(JsonObject.builder()
                    .put("number", row.number())
                    .put("source", row.source())
                    .put("reason", row.reason())
                    .put("timeMicros", row.timeMicros())
                    .build());
        }
        return Control.json(
                JsonObject.builder().put("quarantine", JsonArray.of(list)).build());
    }

    private Response refused(Request request) {
        return Response.of(200, "application/octet-stream", bytes(request));
    }

    private byte[] bytes(Request request) {
        long number = Long.parseLong(request.pathValue("number"));
        return node.quarantine()
                .bytes(number)
                .orElseThrow(() -> new Refused(
                        Problem.of("not-found", 404, "Not there", "nothing in quarantine has number " + number)));
    }

    /// Reads it again, as after an upgrade that knows more; what is accepted now is kept here, and leaves quarantine.
    private Response retry(Request request) {
        Item item = switch (StixReader.read(bytes(request), JsonLimits.standard())) {
            case Reading.Accepted accepted -> Item.of(accepted.accepted(), Terms.standard(), false);
            case Reading.KeptWithDefects kept -> Item.of(kept.kept(), Terms.standard(), true);
            case Reading.Refused refused ->
                throw new Refused(Problem.of(
                        "refused",
                        422,
                        "Refused again",
                        "STIX 2.1 " + refused.defects().getFirst().sentence()));
        };
        node.posting().keep(List.of(item), false);
        node.quarantine().remove(Long.parseLong(request.pathValue("number")));
        return Control.json(JsonObject.builder().put("kept", true).build());
    }

    private Response evidence(Request request) {
        long number = Long.parseLong(request.pathValue("number"));
        RelayedObject proof = node.ledger()
                .read(tables -> tables.shelf().object(number))
                .flatMap(row -> node.holdings().proof(row))
                .orElseThrow(() -> new Refused(
                        Problem.of("not-found", 404, "No proof", "no object " + number + " with a proof is held")));
        SignedAct founding = SignedAct.decode(
                node.ledger().read(tables -> tables.registry().acts()).getFirst());
        return Response.of(200, "application/vnd.mithaq.evidence", new EvidenceBundle(founding, proof).toBytes());
    }

    private static JsonObject body(Request request) throws IOException {
        return Json.read(request.bodyBytes(), JsonLimits.standard())
                .asObject()
                .orElseThrow(() -> new IllegalArgumentException("expected a JSON object"));
    }
}
