// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.in;
import static org.mithaq.charter.Refusals.put;
import static org.mithaq.charter.Refusals.refused;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;

class CardRefusalTest {

    private static final CharterRejected.Code MALFORMED = CharterRejected.Code.MALFORMED;

    /// Member 1's card with other JSON, signed by its root all the same.
    private static void refusedCard(CharterRejected.Code code, CharterClause clause, UnaryOperator<JsonObject> change) {
        JsonObject card = Json.read(CardJson.write(Founders.card(1)), JsonLimits.standard())
                .asObject()
                .orElseThrow();
        byte[] payload = CanonicalJson.write(change.apply(card));
        refused(
                code,
                clause,
                () -> CertifiedCard.verify(
                        SIGNATURES, Dsse.sign(SIGNATURES, Founders.root(1), CertifiedCard.PAYLOAD_TYPE, payload)));
    }

    /// A founding in which member 1 has another card.
    private static void refusedAmongFounders(CharterClause clause, MemberCard other) {
        CertifiedCard certified = CertifiedCard.certify(SIGNATURES, Founders.root(1), other);
        refused(
                CharterRejected.Code.DUPLICATE,
                clause,
                () -> new FoundingDraft(
                        Founders.federation(),
                        Hash.ZERO,
                        List.of(Founders.certified(0), certified),
                        Founders.channels().subList(0, 1)));
    }

    private static MemberCard card(
            Names names,
            List<MemberNode> nodes,
            SigningKey signing,
            SealingKey sealing,
            LogIdentity log,
            WitnessIdentity witness) {
        MemberCard card = Founders.card(1);
        return new MemberCard(
                card.id(),
                card.rootKey(),
                names,
                card.kind(),
                card.contacts(),
                nodes,
                signing,
                sealing,
                log,
                witness,
                card.validity(),
                2);
    }

    @Test
    void a_card_that_its_root_did_not_sign_is_refused() {
        byte[] payload = CardJson.write(Founders.card(1));
        for (var key : List.of(Founders.signing(1), Founders.root(0))) {
            refused(
                    CharterRejected.Code.UNPROVEN,
                    CharterClause.CARD_SIGNATURE,
                    () -> CertifiedCard.verify(
                            SIGNATURES, Dsse.sign(SIGNATURES, key, CertifiedCard.PAYLOAD_TYPE, payload)));
            refused(
                    CharterRejected.Code.UNPROVEN,
                    CharterClause.CARD_SIGNATURE,
                    () -> CertifiedCard.certify(SIGNATURES, key, Founders.card(1)));
        }
        refused(
                CharterRejected.Code.UNPROVEN,
                CharterClause.CARD_SIGNATURE,
                () -> CertifiedCard.verify(
                        SIGNATURES, Dsse.sign(SIGNATURES, Founders.root(1), Act.PAYLOAD_TYPE, payload)));
    }

    @Test
    void an_id_that_is_not_the_hash_of_the_root_is_refused() {
        refusedCard(
                CharterRejected.Code.UNPROVEN,
                CharterClause.MEMBER_ID,
                put("id", Founders.id(0).hex()));
        refusedCard(
                CharterRejected.Code.UNPROVEN,
                CharterClause.MEMBER_ID,
                put("root_key", CardJson.base64(Founders.root(0).publicKey().bytes())));
        refusedCard(
                MALFORMED,
                CharterClause.MEMBER_ID,
                put("id", Founders.id(1).hex().toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void nothing_that_names_a_member_is_shared_by_two() {
        MemberCard own = Founders.card(1);
        MemberCard first = Founders.card(0);
        MemberNode node = own.nodes().getFirst();
        MemberNode firstNode = first.nodes().getFirst();
        Names alike =
                new Names(own.names().ar(), own.names().fr(), first.names().en());
        LogIdentity log = own.log();
        WitnessIdentity witness = own.witness();
        SigningKey signing = own.signingKey();
        SealingKey sealing = own.sealingKey();
        Names names = own.names();
        CharterClause unique = CharterClause.UNIQUE;
        refusedAmongFounders(unique, card(alike, own.nodes(), signing, sealing, log, witness));
        refusedAmongFounders(
                unique,
                card(
                        names,
                        List.of(new MemberNode(firstNode.id(), node.endpoints(), node.tlsPins())),
                        signing,
                        sealing,
                        log,
                        witness));
        refusedAmongFounders(
                unique,
                card(
                        names,
                        List.of(new MemberNode(node.id(), node.endpoints(), firstNode.tlsPins())),
                        signing,
                        sealing,
                        log,
                        witness));
        refusedAmongFounders(unique, card(names, own.nodes(), first.signingKey(), sealing, log, witness));
        refusedAmongFounders(
                unique, card(names, own.nodes(), new SigningKey(1, first.rootKey()), sealing, log, witness));
        refusedAmongFounders(unique, card(names, own.nodes(), signing, first.sealingKey(), log, witness));
        refusedAmongFounders(unique, card(names, own.nodes(), signing, sealing, first.log(), witness));
        refusedAmongFounders(unique, card(names, own.nodes(), signing, sealing, log, first.witness()));
        String origin = "other.example/log";
        LogIdentity sameKey = new LogIdentity(origin, List.of(Founders.ed25519(origin, 0x01, "0/log")));
        refusedAmongFounders(unique, card(names, own.nodes(), signing, sealing, sameKey, witness));
    }

    @Test
    void the_same_member_does_not_found_twice_under_two_cards() {
        MemberCard own = Founders.card(0);
        MemberCard newer = new MemberCard(
                own.id(),
                own.rootKey(),
                own.names(),
                own.kind(),
                own.contacts(),
                own.nodes(),
                own.signingKey(),
                own.sealingKey(),
                own.log(),
                own.witness(),
                own.validity(),
                2);
        refused(
                CharterRejected.Code.DUPLICATE,
                CharterClause.FOUNDERS,
                () -> new FoundingDraft(
                        Founders.federation(),
                        Hash.ZERO,
                        List.of(Founders.certified(0), CertifiedCard.certify(SIGNATURES, Founders.root(0), newer)),
                        Founders.channels().subList(0, 1)));
    }

    @Test
    void unknown_members_and_kinds_are_refused() {
        JsonString extra = JsonString.of("x");
        refusedCard(MALFORMED, CharterClause.CARD_FORM, put("extra", extra));
        refusedCard(MALFORMED, CharterClause.CONTACTS, in("contacts", 0, put("name", extra)));
        refusedCard(MALFORMED, CharterClause.NODES, in("nodes", 0, put("extra", extra)));
        refusedCard(MALFORMED, CharterClause.KEYS, in("signing_key", put("extra", extra)));
        refusedCard(MALFORMED, CharterClause.KEYS, in("sealing_key", put("extra", extra)));
        refusedCard(MALFORMED, CharterClause.LOG, in("log", put("extra", extra)));
        refusedCard(MALFORMED, CharterClause.WITNESS, in("witness", put("extra", extra)));
        refusedCard(MALFORMED, CharterClause.CARD_FORM, put("kind", "ministry-of-magic"));
        refusedCard(MALFORMED, CharterClause.CARD_FORM, put("suite", JsonNumber.of(2)));
        refusedCard(CharterRejected.Code.MISSING, CharterClause.CARD_FORM, card -> card.without("witness"));
    }

    @Test
    void keys_that_fail_the_checks_of_their_standard_are_refused() {
        byte[] small = Founders.root(1).publicKey().bytes();
        java.util.Arrays.fill(small, small.length - 32, small.length, (byte) 0);
        refusedCard(MALFORMED, CharterClause.KEYS, in("signing_key", put("key", CardJson.base64(small))));
        refusedCard(MALFORMED, CharterClause.KEYS, in("signing_key", put("key", CardJson.base64(new byte[1_983]))));
        refusedCard(MALFORMED, CharterClause.KEYS, in("sealing_key", put("key", CardJson.base64(new byte[1_216]))));
        refusedCard(MALFORMED, CharterClause.KEYS, in("sealing_key", put("epoch", JsonNumber.of(0))));
        refusedCard(MALFORMED, CharterClause.KEYS, in("signing_key", put("key", "====")));
        refusedCard(
                CharterRejected.Code.DUPLICATE,
                CharterClause.KEYS,
                in(
                        "signing_key",
                        put("key", CardJson.base64(Founders.root(1).publicKey().bytes()))));
    }

    @Test
    void malformed_pins_endpoints_and_times_are_refused() {
        String pin = Founders.card(1).nodes().getFirst().tlsPins().getFirst().hex();
        for (String bad : List.of("", pin.substring(1), pin + "0", pin.replace(pin.charAt(0), 'g'), "0x" + pin)) {
            refusedCard(
                    MALFORMED, CharterClause.NODES, in("nodes", 0, put("tls_pins", JsonArray.ofStrings(List.of(bad)))));
        }
        for (String bad : List.of(
                "http://a.example:1",
                "https://a.example",
                "https://a.example:0",
                "https://a.example:65536",
                "https://a.example:1/",
                "https://A.example:1",
                "https://u@a.example:1",
                "https://[::1:1",
                "https://" + "a".repeat(254) + ":1",
                "https://مثال:1")) {
            refusedCard(
                    MALFORMED,
                    CharterClause.NODES,
                    in("nodes", 0, put("endpoints", JsonArray.ofStrings(List.of(bad)))));
        }
        for (String bad : List.of("2026-01-01", "2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00.5Z", "now")) {
            refusedCard(MALFORMED, CharterClause.VALIDITY, put("not_before", bad));
        }
        refusedCard(MALFORMED, CharterClause.VALIDITY, put("not_after", "2026-01-01T00:00:00Z"));
    }

    @Test
    void over_long_and_empty_lists_are_refused() {
        CharterRejected.Code tooMuch = CharterRejected.Code.TOO_MUCH;
        refusedCard(
                tooMuch,
                CharterClause.CARD_FORM,
                put("contacts", JsonArray.of(Collections.nCopies(9, JsonObject.empty()))));
        refusedCard(
                tooMuch,
                CharterClause.CARD_FORM,
                put("nodes", JsonArray.of(Collections.nCopies(17, JsonObject.empty()))));
        List<String> pins = IntStream.range(0, 5)
                .mapToObj(each -> Hash.wrap(Founders.seed("pin " + each)).hex())
                .toList();
        refusedCard(tooMuch, CharterClause.NODES, in("nodes", 0, put("tls_pins", JsonArray.ofStrings(pins))));
        List<String> endpoints = IntStream.range(0, 9)
                .mapToObj(each -> "https://a.example:" + (each + 1))
                .toList();
        refusedCard(tooMuch, CharterClause.NODES, in("nodes", 0, put("endpoints", JsonArray.ofStrings(endpoints))));
        CharterRejected.Code missing = CharterRejected.Code.MISSING;
        refusedCard(missing, CharterClause.CONTACTS, put("contacts", JsonArray.of()));
        refusedCard(missing, CharterClause.NODES, put("nodes", JsonArray.of()));
        refusedCard(missing, CharterClause.NODES, in("nodes", 0, put("tls_pins", JsonArray.of())));
        refusedCard(missing, CharterClause.LOG, in("log", put("keys", JsonArray.of())));
        refusedCard(tooMuch, CharterClause.CARD_FORM, put("kind", "x".repeat(CertifiedCard.CARD_BYTES_MAX)));
        refused(
                tooMuch,
                CharterClause.CARD_ENVELOPE,
                () -> CertifiedCard.parse(SIGNATURES, new byte[CertifiedCard.ENVELOPE_BYTES_MAX + 1]));
    }

    @Test
    void no_pin_and_no_node_is_there_twice_in_one_card() {
        MemberNode node = Founders.card(1).nodes().getFirst();
        MemberNode samePin = new MemberNode(NodeId.of(new byte[16]), node.endpoints(), node.tlsPins());
        MemberNode sameId = new MemberNode(
                node.id(), node.endpoints(), List.of(new TlsPin(Hash.wrap(Founders.seed("another pin")))));
        MemberCard own = Founders.card(1);
        for (MemberNode second : List.of(samePin, sameId, node)) {
            refused(
                    CharterRejected.Code.DUPLICATE,
                    CharterClause.NODES,
                    () -> card(
                            own.names(),
                            List.of(node, second),
                            own.signingKey(),
                            own.sealingKey(),
                            own.log(),
                            own.witness()));
        }
    }

    @Test
    void an_envelope_in_another_spelling_is_refused() {
        String envelope = new String(Founders.certified(1).toJson(), StandardCharsets.UTF_8);
        String keyId = Founders.root(1).publicKey().keyId().hex();
        for (String other : List.of(
                envelope + " ",
                envelope.replace(keyId, keyId.toUpperCase(java.util.Locale.ROOT)),
                envelope.replace("\"signatures\":[", "\"signatures\":[1,"),
                envelope.replaceFirst("\"sig\":\"....", "\"sig\":\""),
                "[]")) {
            refused(
                    other.contains("[1,") ? CharterRejected.Code.TOO_MUCH : MALFORMED,
                    CharterClause.CARD_ENVELOPE,
                    () -> CertifiedCard.parse(SIGNATURES, other.getBytes(StandardCharsets.UTF_8)));
        }
        String unpadded = Base64.getEncoder().withoutPadding().encodeToString(new byte[1]);
        refused(
                MALFORMED,
                CharterClause.CARD_ENVELOPE,
                () -> CertifiedCard.parse(
                        SIGNATURES,
                        envelope.replaceFirst("\"payload\":\"[^\"]*\"", "\"payload\":\"" + unpadded + "\"")
                                .getBytes(StandardCharsets.UTF_8)));
    }
}
