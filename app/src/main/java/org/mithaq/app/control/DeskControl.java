// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.port.Quarantine;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;

/// What the command line asks about tokens and quarantine; see [Control].
final class DeskControl {

    private static final int PAGE = 500;

    private final NodeRuntime node;

    DeskControl(NodeRuntime node) {
        this.node = node;
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.post("/tokens", this::issue),
                routes.get("/tokens", request -> tokens()),
                routes.post("/tokens/revoke", this::revoke),
                routes.get("/quarantine", this::quarantine),
                routes.get("/quarantine/{number}", this::refused),
                routes.post("/quarantine/{number}/retry", this::retry),
                routes.post("/quarantine/{number}/drop", this::drop));
    }

    private Response issue(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        AccessTokens.Issued issued = node.tokens()
                .issue(
                        ControlRoutes.required(body, "name"),
                        body.strings("scopes").orElse(List.of(AccessTokens.TAXII_READ)));
        try (SecretBytes secret = issued.secret()) {
            return ControlRoutes.json(JsonObject.builder()
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
        return ControlRoutes.json(
                JsonObject.builder().put("tokens", JsonArray.of(list)).build());
    }

    private Response revoke(Request request) throws IOException {
        String name = ControlRoutes.required(ControlRoutes.body(request), "name");
        if (!node.tokens().revoke(name)) {
            throw ControlRoutes.absent("there is no token %.80s".formatted(name));
        }
        return ControlRoutes.json(JsonObject.builder().put("revoked", true).build());
    }

    private Response quarantine(Request request) {
        long after = ControlRoutes.cursor(request, "after", 0);
        List<JsonValue> list = new ArrayList<>();
        for (Quarantine.Row row : node.quarantine().page(after, ControlRoutes.pageSize(request, PAGE))) {
            list.add(JsonObject.builder()
                    .put("number", row.number())
                    .put("source", row.source())
                    .put("reason", row.reason())
                    .put("timeMicros", row.timeMicros())
                    .build());
        }
        return ControlRoutes.json(
                JsonObject.builder().put("quarantine", JsonArray.of(list)).build());
    }

    private static long number(Request request) {
        return ControlRoutes.whole("NUMBER", request.pathValue("number"));
    }

    private Response refused(Request request) {
        return Response.of(200, "application/octet-stream", bytes(request));
    }

    private byte[] bytes(Request request) {
        long number = number(request);
        return node.quarantine()
                .bytes(number)
                .orElseThrow(() -> ControlRoutes.absent("nothing in quarantine has number " + number));
    }

    /// Reads it again, as after an upgrade that knows more; what is accepted now is kept here, and leaves quarantine.
    private Response retry(Request request) {
        Item item = switch (StixReader.read(bytes(request), JsonLimits.standard())) {
            case Reading.Accepted accepted -> Item.of(accepted.accepted(), Terms.standard(), false);
            case Reading.KeptWithDefects kept -> Item.of(kept.kept(), Terms.standard(), true);
            case Reading.Refused refused ->
                throw ControlRoutes.refused("it is refused as before, and stays in quarantine: "
                        + refused.defects().getFirst().quotation());
        };
        Posting.Outcome outcome = node.posting().keep(List.of(item), false);
        if (!outcome.conflicting().isEmpty()) {
            throw ControlRoutes.refused("another content is held under its id and modified, and counts"
                    + " (STIX 2.1 §3.6); it stays in quarantine");
        }
        node.quarantine().remove(number(request));
        if (!outcome.recalled().isEmpty()) {
            // It was put into quarantine anew.
            throw ControlRoutes.refused("this member has recalled this version (Recall 3); it stays in quarantine,"
                    + " under a new number. A new version can be shared");
        }
        return ControlRoutes.json(JsonObject.builder()
                .put("kept", outcome.repeated() == 0)
                .put("repeated", outcome.repeated())
                .build());
    }

    private Response drop(Request request) {
        long number = number(request);
        if (!node.quarantine().remove(number)) {
            throw ControlRoutes.absent("nothing in quarantine has number " + number);
        }
        return ControlRoutes.json(JsonObject.builder().put("dropped", number).build());
    }
}
