// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.in;
import static org.mithaq.charter.Refusals.put;
import static org.mithaq.charter.Refusals.refused;
import static org.mithaq.charter.Refusals.withBody;
import static org.mithaq.charter.Refusals.withEnvelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

class ActRefusalTest {

    private static void refusedBody(CharterRejected.Code code, CharterClause clause, UnaryOperator<JsonObject> change) {
        SignedAct act = withBody(change);
        refused(code, clause, () -> Charter.found(SIGNATURES, act));
        assertThat(Charter.fold(SIGNATURES, List.of(act))).isInstanceOfSatisfying(Fold.Stopped.class, stopped -> {
            assertThat(stopped.actIndex()).isZero();
            assertThat(stopped.clause()).isEqualTo(clause);
        });
    }

    private static JsonArray reversed(JsonObject body) {
        return JsonArray.of(body.array("members").orElseThrow().elements().reversed());
    }

    @Test
    void an_act_of_an_unknown_type_stops_the_fold_and_is_never_skipped() {
        CharterState founded = Charter.found(SIGNATURES, Founders.act());
        SignedAct admission = withEnvelope("expel", founded.hash(), 1, 0);
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), admission, Founders.act())))
                .isInstanceOfSatisfying(Fold.Stopped.class, stopped -> {
                    assertThat(stopped.actIndex()).isEqualTo(1);
                    assertThat(stopped.clause()).isEqualTo(CharterClause.UNKNOWN_TYPE);
                    assertThat(stopped.reason()).contains("Charter 3.3").contains("expel");
                });
        refused(
                CharterRejected.Code.UNKNOWN,
                CharterClause.UNKNOWN_TYPE,
                () -> Charter.found(SIGNATURES, withEnvelope("expel", Hash.ZERO, 0, 0)));
    }

    @Test
    void a_second_founding_stops_the_fold() {
        assertThat(Charter.fold(SIGNATURES, List.of(Founders.act(), Founders.act())))
                .isInstanceOfSatisfying(Fold.Stopped.class, stopped -> {
                    assertThat(stopped.actIndex()).isEqualTo(1);
                    assertThat(stopped.clause()).isEqualTo(CharterClause.CHAIN);
                });
    }

    @Test
    void no_act_at_all_is_no_charter() {
        assertThat(Charter.fold(SIGNATURES, List.of()))
                .isInstanceOfSatisfying(
                        Fold.Stopped.class,
                        stopped -> assertThat(stopped.clause()).isEqualTo(CharterClause.CHAIN));
    }

    @Test
    void a_founding_has_no_parent_no_epoch_and_no_round() {
        Hash some = Founders.act().payloadHash();
        for (SignedAct act : List.of(
                withEnvelope("found", some, 0, 0),
                withEnvelope("found", Hash.ZERO, 1, 0),
                withEnvelope("found", Hash.ZERO, 0, 1))) {
            refused(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.FOUNDING_PLACE,
                    () -> Charter.found(SIGNATURES, act));
        }
    }

    @Test
    void a_changed_byte_of_the_payload_is_refused_everywhere() {
        byte[] payload = Founders.act().payload();
        for (int at = 0; at < payload.length; at += payload.length / 40) {
            byte[] changed = payload.clone();
            changed[at] ^= 1;
            SignedAct act = new SignedAct(changed, Founders.act().endorsements());
            assertThat(Charter.fold(SIGNATURES, List.of(act))).isInstanceOf(Fold.Stopped.class);
        }
    }

    @Test
    void unknown_members_are_refused_at_every_depth() {
        JsonValue extra = JsonString.of("x");
        CharterRejected.Code malformed = CharterRejected.Code.MALFORMED;
        refusedBody(malformed, CharterClause.FOUNDING_BODY, put("extra", extra));
        refusedBody(malformed, CharterClause.TEXT, in("names", put("extra", extra)));
        refusedBody(malformed, CharterClause.CARD_ENVELOPE, in("members", 0, put("extra", extra)));
        refusedBody(malformed, CharterClause.CARD_ENVELOPE, in("members", 0, in("signatures", 0, put("extra", extra))));
        refusedBody(malformed, CharterClause.CHANNEL_KIND, in("channels", 0, put("extra", extra)));
        refusedBody(malformed, CharterClause.CHANNEL_RULES, in("channels", 0, in("rules", put("extra", extra))));

        byte[] document = ("{\"body\":{},\"epoch\":0,\"extra\":1,\"parent\":\"" + Hash.ZERO
                        + "\",\"round\":0,\"suite\":1,\"type\":\"found\"}")
                .getBytes(StandardCharsets.UTF_8);
        refused(malformed, CharterClause.ACT_FORM, () -> Act.parse(document));
    }

    @Test
    void absent_members_are_refused_at_every_depth() {
        CharterRejected.Code missing = CharterRejected.Code.MISSING;
        refusedBody(missing, CharterClause.FOUNDING_BODY, body -> body.without("nonce"));
        refusedBody(missing, CharterClause.TEXT, in("names", names -> names.without("ar")));
        refusedBody(missing, CharterClause.CARD_ENVELOPE, in("members", 0, put("signatures", JsonArray.of())));
        refusedBody(missing, CharterClause.CHANNEL_KIND, in("channels", 1, channel -> channel.without("theme")));
        refusedBody(missing, CharterClause.CHANNEL_MEMBERS, in("channels", 1, channel -> channel.without("members")));
        refusedBody(
                missing,
                CharterClause.CHANNEL_RULES,
                in("channels", 0, in("rules", rules -> rules.without("posting"))));
    }

    @Test
    void an_act_that_is_not_in_canonical_form_is_refused() {
        String canonical = new String(Founders.act().payload(), StandardCharsets.UTF_8);
        for (String other : List.of(
                canonical + "\n",
                canonical.replace("\"epoch\":0", "\"epoch\":0.0"),
                canonical.replace("\"round\":0", "\"round\": 0"),
                canonical.replace("\"type\":\"found\"", "\"type\":\"f\\u006fund\""))) {
            refused(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.ACT_FORM,
                    () -> Act.parse(other.getBytes(StandardCharsets.UTF_8)));
        }
        for (String other : List.of("[]", "", "{", "null", "{\"a\":1,\"a\":2}")) {
            refused(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.ACT_FORM,
                    () -> Act.parse(other.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void another_suite_or_a_number_out_of_range_is_refused() {
        String canonical = new String(Founders.act().payload(), StandardCharsets.UTF_8);
        for (String other : List.of(
                canonical.replace("\"suite\":1", "\"suite\":2"),
                canonical.replace("\"epoch\":0", "\"epoch\":-1"),
                canonical.replace("\"round\":0", "\"round\":2147483648"),
                canonical.replace("\"round\":0", "\"round\":\"0\""),
                canonical.replace("\"type\":\"found\"", "\"type\":\"Found\""),
                canonical.replace("\"parent\":\"0", "\"parent\":\""))) {
            refused(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.ACT_FORM,
                    () -> Act.parse(other.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void founders_stand_in_ascending_order_each_once_and_are_two_at_least() {
        refusedBody(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.FOUNDERS,
                body -> body.with("members", reversed(body)));
        refusedBody(CharterRejected.Code.DUPLICATE, CharterClause.FOUNDERS, body -> {
            JsonValue first = body.array("members").orElseThrow().element(0);
            return body.with("members", JsonArray.of(first, first));
        });
        refusedBody(
                CharterRejected.Code.MISSING,
                CharterClause.FOUNDERS,
                body -> body.with(
                        "members",
                        JsonArray.of(body.array("members").orElseThrow().element(0))));
    }

    @Test
    void more_founders_or_channels_than_the_limit_are_refused_before_they_are_read() {
        List<JsonValue> many = Collections.nCopies(257, JsonObject.empty());
        refusedBody(CharterRejected.Code.TOO_MUCH, CharterClause.FOUNDING_BODY, put("members", JsonArray.of(many)));
        refusedBody(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.FOUNDING_BODY,
                put("channels", JsonArray.of(many.subList(0, 65))));
        refusedBody(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.CHANNEL_KIND,
                in("channels", 1, put("members", JsonArray.ofStrings(Collections.nCopies(257, Hash.ZERO.hex())))));
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ACT_FORM,
                () -> Act.parse(new byte[Act.PAYLOAD_BYTES_MAX + 1]));
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ACT_FORM,
                () -> new SignedAct(new byte[Act.PAYLOAD_BYTES_MAX + 1], List.of()));
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ACT_ENCODING,
                () -> SignedAct.decode(new byte[SignedAct.ENCODING_BYTES_MAX + 1]));
    }

    @Test
    void channels_begin_with_the_one_plenary_and_hold_nothing_bilateral() {
        CharterRejected.Code outOfPlace = CharterRejected.Code.OUT_OF_PLACE;
        refusedBody(
                outOfPlace,
                CharterClause.CHANNEL_LIST,
                body -> body.with(
                        "channels",
                        JsonArray.of(
                                body.array("channels").orElseThrow().elements().reversed())));
        refusedBody(outOfPlace, CharterClause.CHANNEL_LIST, body -> {
            JsonValue plenary = body.array("channels").orElseThrow().element(0);
            return body.with("channels", JsonArray.of(plenary, plenary));
        });
        refusedBody(CharterRejected.Code.MISSING, CharterClause.CHANNEL_LIST, put("channels", JsonArray.of()));
        refusedBody(
                outOfPlace,
                CharterClause.BILATERAL,
                in(
                        "channels",
                        1,
                        channel ->
                                channel.without("theme").without("members").with("kind", JsonString.of("bilateral"))));
        refusedBody(outOfPlace, CharterClause.CHANNEL_KIND, in("channels", 0, put("theme", "terrorism")));
        refusedBody(outOfPlace, CharterClause.CHANNEL_MEMBERS, in("channels", 0, put("members", JsonArray.of())));
        refusedBody(
                CharterRejected.Code.MALFORMED, CharterClause.CHANNEL_KIND, in("channels", 1, put("theme", "cyber")));
        refusedBody(
                CharterRejected.Code.MALFORMED, CharterClause.CHANNEL_KIND, in("channels", 1, put("kind", "secret")));
    }

    @Test
    void no_channel_is_there_twice() {
        refusedBody(CharterRejected.Code.DUPLICATE, CharterClause.CHANNEL_LIST, body -> {
            List<JsonValue> channels = body.array("channels").orElseThrow().elements();
            return body.with("channels", JsonArray.of(channels.get(0), channels.get(1), channels.get(1)));
        });
        refusedBody(
                CharterRejected.Code.DUPLICATE,
                CharterClause.CHANNEL_LIST,
                in("channels", 2, in("names", put("ar", "البنى التحتية الحرجة"))));
    }

    @Test
    void members_of_a_community_are_founders_in_ascending_order() {
        List<String> ids = Arrays.asList(Founders.id(0).hex(), Founders.id(1).hex());
        Collections.sort(ids);
        refusedBody(
                CharterRejected.Code.MALFORMED,
                CharterClause.CHANNEL_KIND,
                in("channels", 1, put("members", JsonArray.ofStrings(ids.reversed()))));
        refusedBody(
                CharterRejected.Code.MALFORMED,
                CharterClause.CHANNEL_KIND,
                in("channels", 1, put("members", JsonArray.ofStrings(List.of(ids.get(0), ids.get(0))))));
        refusedBody(
                CharterRejected.Code.MISSING,
                CharterClause.CHANNEL_MEMBERS,
                in("channels", 1, put("members", JsonArray.ofStrings(ids.subList(0, 1)))));
        List<String> foreign =
                Arrays.asList(Founders.id(0).hex(), Founders.id(5).hex());
        Collections.sort(foreign);
        refusedBody(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.CHANNEL_MEMBERS,
                in("channels", 1, put("members", JsonArray.ofStrings(foreign))));
    }

    @Test
    void rules_are_bounded_and_name_only_members_of_the_channel() {
        CharterClause rules = CharterClause.CHANNEL_RULES;
        refusedBody(
                CharterRejected.Code.OUT_OF_PLACE,
                rules,
                in(
                        "channels",
                        1,
                        in(
                                "rules",
                                put(
                                        "posting",
                                        JsonArray.ofStrings(
                                                List.of(Founders.id(2).hex()))))));
        refusedBody(
                CharterRejected.Code.MISSING, rules, in("channels", 1, in("rules", put("posting", JsonArray.of()))));
        for (UnaryOperator<JsonObject> change : List.<UnaryOperator<JsonObject>>of(
                put("posting", "nobody"),
                put("default_marking", "purple"),
                put("history_days", JsonNumber.of(3_651)),
                put("recall_hours", JsonNumber.of(0)),
                put("recall_hours", JsonNumber.of(721)))) {
            refusedBody(CharterRejected.Code.MALFORMED, rules, in("channels", 1, in("rules", change)));
        }
    }

    @Test
    void a_file_of_another_type_or_with_more_after_it_is_no_signed_act() {
        byte[] encoding = Founders.act().encode();
        refused(
                CharterRejected.Code.MALFORMED,
                CharterClause.ACT_ENCODING,
                () -> SignedAct.decode(Arrays.copyOf(encoding, encoding.length + 1)));
        refused(CharterRejected.Code.MALFORMED, CharterClause.ACT_ENCODING, () -> SignedAct.decode(new byte[0]));
        byte[] card = new CanonicalWriter()
                .text(CertifiedCard.PAYLOAD_TYPE)
                .bytes(new byte[0])
                .u32(0)
                .toByteArray();
        refused(CharterRejected.Code.MALFORMED, CharterClause.ACT_ENCODING, () -> SignedAct.decode(card));
        byte[] many = new CanonicalWriter()
                .text(Act.PAYLOAD_TYPE)
                .bytes(new byte[0])
                .u32(257)
                .toByteArray();
        refused(CharterRejected.Code.MALFORMED, CharterClause.ACT_ENCODING, () -> SignedAct.decode(many));
    }
}
