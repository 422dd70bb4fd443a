// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.KeyRejected;
import org.mithaq.crypto.SealingPublicKey;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// The written form of a card (Charter 2.1).
final class CardJson {

    /// Longest card.
    static final int BYTES_MAX = 32_768;

    private static final JsonLimits LIMITS = new JsonLimits(BYTES_MAX, 5, 1_000, 8_192);

    private static final int SUITE = 1;

    private CardJson() {}

    static byte[] write(MemberCard card) {
        return CanonicalJson.write(JsonObject.builder()
                .put("suite", SUITE)
                .put("id", card.id().hex())
                .put("root_key", base64(card.rootKey().bytes()))
                .put("names", names(card.names()))
                .put("kind", card.kind().text())
                .put("contacts", array(card.contacts(), CardJson::contact))
                .put("nodes", array(card.nodes(), CardJson::node))
                .put(
                        "signing_key",
                        key(card.signingKey().epoch(), card.signingKey().key().bytes()))
                .put(
                        "sealing_key",
                        key(card.sealingKey().epoch(), card.sealingKey().key().bytes()))
                .put(
                        "log",
                        JsonObject.builder()
                                .put("origin", card.log().origin())
                                .put("keys", card.log().verifierKeys())
                                .build())
                .put(
                        "witness",
                        JsonObject.builder()
                                .put("name", card.witness().name())
                                .put("keys", card.witness().cosignerKeys())
                                .build())
                .put("not_before", card.validity().notBefore().toString())
                .put("not_after", card.validity().notAfter().toString())
                .put("serial", card.serial())
                .build());
    }

    /// Reads a card whose signature the caller verifies next, under the root key found here.
    ///
    /// @throws CharterRejected if the document is no card
    static MemberCard read(byte[] document) {
        Fields card = Fields.of(
                Fields.canonicalObject(document, LIMITS, CharterClause.CARD_FORM),
                CharterClause.CARD_FORM,
                "suite",
                "id",
                "root_key",
                "names",
                "kind",
                "contacts",
                "nodes",
                "signing_key",
                "sealing_key",
                "log",
                "witness",
                "not_before",
                "not_after",
                "serial");
        card.suite();
        Fields log = Fields.of(card.value("log"), CharterClause.LOG, "origin", "keys");
        Fields witness = Fields.of(card.value("witness"), CharterClause.WITNESS, "name", "keys");
        Fields signing = Fields.of(card.value("signing_key"), CharterClause.KEYS, "epoch", "key");
        Fields sealing = Fields.of(card.value("sealing_key"), CharterClause.KEYS, "epoch", "key");
        return new MemberCard(
                MemberId.parse(card.text("id")),
                readKey(card.base64("root_key"), CompositePublicKey::parse),
                readNames(card.value("names")),
                card.known("kind", MemberKind::of),
                card.list("contacts", MemberCard.CONTACTS_MAX, CardJson::readContact),
                card.list("nodes", MemberCard.NODES_MAX, CardJson::readNode),
                new SigningKey(
                        signing.integer("epoch", 1, Integer.MAX_VALUE),
                        readKey(signing.base64("key"), CompositePublicKey::parse)),
                new SealingKey(
                        sealing.integer("epoch", 1, Integer.MAX_VALUE),
                        readKey(sealing.base64("key"), SealingPublicKey::parse)),
                new LogIdentity(
                        log.text("origin"), log.texts("keys", LogIdentity.VERIFIER_KEYS_MAX, Function.identity())),
                new WitnessIdentity(
                        witness.text("name"),
                        witness.texts("keys", WitnessIdentity.COSIGNER_KEYS_MAX, Function.identity())),
                new Validity(readInstant(card.text("not_before")), readInstant(card.text("not_after"))),
                card.integer("serial", 1, Integer.MAX_VALUE));
    }

    static JsonObject names(Names names) {
        return JsonObject.builder()
                .put("ar", names.ar())
                .put("fr", names.fr())
                .put("en", names.en())
                .build();
    }

    static Names readNames(JsonValue value) {
        Fields names = Fields.of(value, CharterClause.TEXT, "ar", "fr", "en");
        return new Names(names.text("ar"), names.text("fr"), names.text("en"));
    }

    static <E> JsonArray array(List<E> elements, Function<E, JsonValue> element) {
        return JsonArray.of(elements.stream().map(element).toList());
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonValue contact(Contact contact) {
        return JsonObject.builder()
                .put("duty_role", contact.dutyRole())
                .put("languages", contact.languages())
                .put("call_back", contact.callBack())
                .build();
    }

    private static Contact readContact(JsonValue value) {
        Fields contact = Fields.of(value, CharterClause.CONTACTS, "duty_role", "languages", "call_back");
        return new Contact(
                contact.text("duty_role"),
                contact.texts("languages", Contact.LANGUAGES_MAX, Function.identity()),
                contact.text("call_back"));
    }

    private static JsonValue node(MemberNode node) {
        return JsonObject.builder()
                .put("id", node.id().hex())
                .put(
                        "endpoints",
                        node.endpoints().stream().map(Endpoint::toString).toList())
                .put("tls_pins", node.tlsPins().stream().map(TlsPin::hex).toList())
                .build();
    }

    private static MemberNode readNode(JsonValue value) {
        Fields node = Fields.of(value, CharterClause.NODES, "id", "endpoints", "tls_pins");
        return new MemberNode(
                new NodeId(node.text("id")),
                node.texts("endpoints", MemberNode.ENDPOINTS_MAX, Endpoint::parse),
                node.texts("tls_pins", MemberNode.TLS_PINS_MAX, TlsPin::parse));
    }

    private static JsonValue key(int epoch, byte[] bytes) {
        return JsonObject.builder()
                .put("epoch", epoch)
                .put("key", base64(bytes))
                .build();
    }

    private static <K> K readKey(byte[] bytes, Function<byte[], K> parse) {
        try {
            return parse.apply(bytes);
        } catch (KeyRejected e) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.KEYS, String.valueOf(e.getMessage()));
        }
    }

    /// RFC 3339 in the one spelling that [Instant#toString] gives whole seconds: `2026-01-01T00:00:00Z`.
    private static Instant readInstant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.toString().equals(text)) {
                return instant;
            }
        } catch (DateTimeException notATime) {
            // Falls through to the one refusal.
        }
        throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.VALIDITY, text);
    }
}
