// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Core;

/// The keys of this member for the command line: what is in force, and the two steps in which keys are replaced.
final class KeysControl {

    private final NodeRuntime node;

    KeysControl(NodeRuntime node) {
        this.node = node;
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.get("/keys", _ -> list()),
                routes.post("/keys/begin", _ -> begin()),
                routes.post("/keys/complete", this::complete),
                routes.post("/keys/abandon", _ -> abandon()));
    }

    private MemberCard card() {
        return node.charter()
                .member(node.self().member())
                .orElseThrow(() -> ControlRoutes.refused("this member has left the federation"));
    }

    private Response list() {
        MemberCard card = card();
        Keyring ring = node.keyring();
        List<JsonValue> keys = new ArrayList<>();
        keys.add(row(card, "root", card.rootKey().keyId(), Optional.empty(), "the offline medium"));
        keys.add(row(
                card,
                CompromisedKey.SIGNING.text(),
                card.signingKey().key().keyId(),
                Optional.of(card.signingKey().epoch()),
                ""));
        keys.add(row(
                card,
                CompromisedKey.SEALING.text(),
                Hash.of(card.sealingKey().key().bytes()),
                Optional.of(card.sealingKey().epoch()),
                ""));
        card.log().verifierKeys().forEach(key -> keys.add(row(card, "log", named(key), Optional.empty(), "")));
        card.witness().cosignerKeys().forEach(key -> keys.add(row(card, "witness", named(key), Optional.empty(), "")));
        keys.add(row(card, "tls", Hash.wrap(ring.tls().pin().bytes()), Optional.empty(), ""));
        ring.spare()
                .sealing()
                .forEach(key -> keys.add(former(
                        CompromisedKey.SEALING, Hash.of(key.key().publicKey().bytes()), Optional.of(key.number()))));
        ring.spare()
                .tls()
                .forEach(key ->
                        keys.add(former(CompromisedKey.TLS, Hash.wrap(key.pin().bytes()), Optional.empty())));
        return ControlRoutes.json(JsonObject.builder()
                .put("member", card.id().hex())
                .put("serial", card.serial())
                .put("until", card.validity().notAfter().toString())
                .put("keys", JsonArray.of(keys))
                .put("lacking", lacking())
                .build());
    }

    /// The others that are not known to have the newest card, by name.
    private List<String> lacking() {
        return node.change().lacking().stream()
                .flatMap(member -> node.charter().member(member).stream())
                .map(member -> member.names().en())
                .toList();
    }

    private static Hash named(String verifierKey) {
        return Hash.of(verifierKey.getBytes(StandardCharsets.US_ASCII));
    }

    private JsonObject row(MemberCard card, String purpose, Hash fingerprint, Optional<Integer> epoch, String where) {
        Instant now = Core.instant(node.nowMicros());
        JsonObject.Builder row = JsonObject.builder()
                .put("purpose", purpose)
                .put("state", "present")
                .put("fingerprint", fingerprint.hex())
                .put(
                        "since",
                        kind(purpose)
                                .flatMap(node.change()::sinceMicros)
                                .map(Core::instant)
                                .orElse(card.validity().notBefore())
                                .toString());
        epoch.ifPresent(number -> row.put("epoch", number));
        if (!purpose.equals("root")) {
            Instant until = card.validity().notAfter();
            row.put("until", until.toString())
                    .put("daysLeft", Duration.between(now, until).toDays());
        }
        return row.put("where", where.isEmpty() ? "keys/online.key" : where).build();
    }

    private static Optional<CompromisedKey> kind(String purpose) {
        return CompromisedKey.of(purpose);
    }

    /// A key that was replaced and lives until the others know the one after it.
    private JsonObject former(CompromisedKey kind, Hash fingerprint, Optional<Integer> epoch) {
        JsonObject.Builder row = JsonObject.builder()
                .put("purpose", kind.text().toLowerCase(Locale.ROOT))
                .put("state", "replaced")
                .put("fingerprint", fingerprint.hex())
                .put("where", "keys/online.key");
        node.change()
                .sinceMicros(kind)
                .map(Core::instant)
                .map(since -> since.plus(org.mithaq.node.KeyChange.OVERLAP_MAX))
                .ifPresent(end -> row.put("destroyedBy", end.toString()));
        epoch.ifPresent(number -> row.put("epoch", number));
        return row.build();
    }

    private Response begin() {
        LogPin pin = node.change().begin(node.nowMicros());
        return ControlRoutes.json(JsonObject.builder()
                .put("size", pin.size())
                .put("root", pin.root().hex())
                .build());
    }

    private Response complete(Request request) throws IOException {
        String act = ControlRoutes.required(ControlRoutes.body(request), "act");
        node.keys().complete(SignedAct.decode(Base64.getDecoder().decode(act)), node.change(), node.nowMicros());
        return ControlRoutes.json(JsonObject.builder().put("rotated", true).build());
    }

    private Response abandon() {
        node.change().abandon();
        return ControlRoutes.json(JsonObject.builder().put("abandoned", true).build());
    }
}
