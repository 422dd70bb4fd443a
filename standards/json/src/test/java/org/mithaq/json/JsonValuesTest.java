// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Seeds;

class JsonValuesTest {

    private static final JsonObject INDICATOR = JsonObject.builder()
            .put("type", "indicator")
            .put("confidence", 85)
            .put("score", 0.5)
            .put("revoked", false)
            .put("labels", List.of("a", "b"))
            .put("nothing", JsonNull.NULL)
            .put("mixed", JsonArray.of(JsonNull.NULL, JsonString.of("x")))
            .put("extensions", JsonObject.empty())
            .build();

    @Test
    void a_member_is_found_by_name_and_by_type() {
        assertThat(INDICATOR.string("type")).contains("indicator");
        assertThat(INDICATOR.integer("confidence")).hasValue(85);
        assertThat(INDICATOR.number("score").orElseThrow().doubleValue()).isEqualTo(0.5);
        assertThat(INDICATOR.bool("revoked")).contains(false);
        assertThat(INDICATOR.strings("labels")).contains(List.of("a", "b"));
        assertThat(INDICATOR.object("extensions")).contains(JsonObject.empty());
        assertThat(INDICATOR.array("mixed").orElseThrow().size()).isEqualTo(2);
        assertThat(INDICATOR.member("nothing")).contains(JsonNull.NULL);
    }

    @Test
    void what_is_absent_or_of_another_type_is_empty() {
        assertThat(INDICATOR.member("absent")).isEmpty();
        assertThat(INDICATOR.string("confidence")).isEmpty();
        assertThat(INDICATOR.integer("type")).isEmpty();
        assertThat(INDICATOR.integer("score")).isEmpty();
        assertThat(INDICATOR.number("nothing")).isEmpty();
        assertThat(INDICATOR.bool("nothing")).isEmpty();
        assertThat(INDICATOR.strings("mixed")).isEmpty();
        assertThat(INDICATOR.object("labels")).isEmpty();
        assertThat(INDICATOR.array("extensions")).isEmpty();
    }

    @Test
    void members_keep_their_order_and_equality_does_not_ask_for_it() {
        JsonObject reversed = JsonObject.empty();
        for (String name : INDICATOR.names().reversed()) {
            reversed = reversed.with(name, INDICATOR.member(name).orElseThrow());
        }
        assertThat(reversed.names()).isEqualTo(INDICATOR.names().reversed());
        assertThat(reversed).isEqualTo(INDICATOR).hasSameHashCodeAs(INDICATOR);
        assertThat(reversed.with("type", JsonString.of("malware"))).isNotEqualTo(INDICATOR);
        assertThat(reversed.without("type")).isNotEqualTo(INDICATOR);
    }

    @Test
    void a_changed_member_stays_in_its_place_and_the_original_stays_as_it_was() {
        JsonObject changed = INDICATOR.with("type", JsonString.of("malware")).without("labels");
        assertThat(changed.name(0)).isEqualTo("type");
        assertThat(changed.string("type")).contains("malware");
        assertThat(changed.has("labels")).isFalse();
        assertThat(INDICATOR.string("type")).contains("indicator");
        assertThat(INDICATOR.without("absent")).isSameAs(INDICATOR);
    }

    @Test
    void nothing_illegal_can_be_built() {
        JsonObject.Builder twice = JsonObject.builder().put("a", 1).put("a", 2);
        assertThatThrownBy(twice::build).hasMessageContaining("RFC 7493 §2.3");
        assertThatThrownBy(() -> JsonString.of("\ud800")).hasMessageContaining("RFC 7493 §2.1");
        assertThatThrownBy(() -> JsonString.of("\udc00\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.builder().put("\udc00", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonNumber.of(Long.MAX_VALUE)).hasMessageContaining("RFC 7493 §2.2");
    }

    @Test
    void nothing_deeper_than_the_ceiling_can_be_built() {
        JsonValue deepest = JsonArray.of();
        for (int depth = 1; depth < JsonLimits.DEPTH_CEILING; depth++) {
            deepest =
                    depth % 2 == 0 ? JsonArray.of(deepest) : JsonObject.empty().with("a", deepest);
        }
        JsonValue last = deepest;
        assertThat(Json.write(last)).isNotEmpty();
        assertThat(last)
                .isEqualTo(Json.read(Json.write(last), JsonLimits.standard().withDepthMax(1_000)));
        assertThatThrownBy(() -> JsonArray.of(last)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonObject.empty().with("a", last)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "01", "-01", "1.", ".1", "1e", "1e+", "+1", "1 ", " 1", "0x1", "1.5.5", "NaN", "١"})
    void what_the_grammar_does_not_call_a_number_is_none(String literal) {
        assertThatThrownBy(() -> new JsonNumber(literal)).hasMessageContaining("RFC 8259 §6");
    }

    @Test
    void a_long_is_exact_or_absent() {
        assertThat(new JsonNumber("-0").asLong()).hasValue(0);
        assertThat(new JsonNumber("-9223372036854775808").asLong()).hasValue(Long.MIN_VALUE);
        assertThat(new JsonNumber("9223372036854775808").asLong()).isEmpty();
        assertThat(new JsonNumber("1.0").asLong()).isEmpty();
        assertThat(new JsonNumber("1e2").asLong()).isEmpty();
        // The canonical form of 2^60 is no long that a double holds.
        assertThat(new JsonNumber("1152921504606846976").asLong()).hasValue(1L << 60);
        assertThat(new JsonNumber("1152921504606847000").asLong()).isEmpty();
        assertThat(new JsonNumber("1152921504606847000").doubleValue()).isEqualTo(0x1p60);
    }

    @Test
    void the_canonical_form_of_every_double_can_be_read() {
        Seeds.forAll(5_000, random -> {
            double value = Math.scalb(random.nextDouble(1, 2), random.nextInt(50, 75));
            assertThat(JsonNumber.of(value).doubleValue()).isEqualTo(value);
        });
    }

    @Test
    void a_text_is_compact_or_for_people() {
        JsonObject object = (JsonObject) Json.read(
                "{ \"a\" : [ 1.0 , {} , [] , \"\\u00e9\\/\\u001f\" ] , \"b\" : { \"c\" : null } }".getBytes(UTF_8),
                JsonLimits.standard());
        assertThat(new String(Json.write(object), UTF_8))
                .isEqualTo("{\"a\":[1.0,{},[],\"é/\\u001f\"],\"b\":{\"c\":null}}");
        assertThat(new String(Json.writePretty(object), UTF_8)).isEqualTo("""
                {
                  "a": [
                    1.0,
                    {},
                    [],
                    "é/\\u001f"
                  ],
                  "b": {
                    "c": null
                  }
                }
                """);
    }

    @Test
    void a_value_shows_itself_as_an_excerpt() {
        assertThat(JsonString.of("a\u202eb")).hasToString("\"a\\u202eb\"");
        assertThat(JsonArray.of(JsonNumber.of(1), JsonBoolean.TRUE, JsonNull.NULL))
                .hasToString("[1,true,null]");
        JsonValue[] many = new JsonValue[100_000];
        java.util.Arrays.fill(many, JsonNull.NULL);
        assertThat(JsonArray.of(many).toString()).hasSize(Excerpt.CHARS_MAX).endsWith("…");
    }
}
