// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.json.MalformedJson.Reason;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;
import org.mithaq.testkit.SharedData;

class JsonReadTest {

    private static final JsonLimits LIMITS = JsonLimits.standard();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1,]                | SYNTAX           | RFC 8259 §3 | 3",
                "[1 2]               | SYNTAX           | RFC 8259 §5 | 3",
                "{\"a\":1,}          | SYNTAX           | RFC 8259 §4 | 7",
                "{\"a\" 1}           | SYNTAX           | RFC 8259 §4 | 5",
                "{\"a\":1 \"b\":2}   | SYNTAX           | RFC 8259 §4 | 7",
                "{a:1}               | SYNTAX           | RFC 8259 §4 | 1",
                "{'a':1}             | SYNTAX           | RFC 8259 §4 | 1",
                "[1}                 | SYNTAX           | RFC 8259 §5 | 2",
                "[tru]               | SYNTAX           | RFC 8259 §3 | 1",
                "[truer]             | SYNTAX           | RFC 8259 §5 | 5",
                "[NaN]               | SYNTAX           | RFC 8259 §3 | 1",
                "[/**/1]             | SYNTAX           | RFC 8259 §3 | 1",
                "[01]                | SYNTAX           | RFC 8259 §6 | 1",
                "[-]                 | SYNTAX           | RFC 8259 §6 | 2",
                "[1.]                | SYNTAX           | RFC 8259 §6 | 3",
                "[.5]                | SYNTAX           | RFC 8259 §3 | 1",
                "[+1]                | SYNTAX           | RFC 8259 §3 | 1",
                "[1e]                | SYNTAX           | RFC 8259 §6 | 3",
                "[0x1]               | SYNTAX           | RFC 8259 §5 | 2",
                "[\"\\x\"]           | SYNTAX           | RFC 8259 §7 | 3",
                "[\"\\u00g0\"]       | SYNTAX           | RFC 8259 §7 | 6",
                "[\"\\é\"]           | SYNTAX           | RFC 8259 §7 | 3",
                "[1                  | TRUNCATED        | RFC 8259 §2 | 2",
                "{\"a\":             | TRUNCATED        | RFC 8259 §2 | 5",
                "[\"ab               | TRUNCATED        | RFC 8259 §2 | 4",
                "-                   | TRUNCATED        | RFC 8259 §2 | 1",
                "{} {}               | TRAILING_BYTES   | RFC 8259 §2 | 3",
                "1 x                 | TRAILING_BYTES   | RFC 8259 §2 | 2",
                "[]]                 | TRAILING_BYTES   | RFC 8259 §2 | 2",
                "[\"é\",\"\\ud800\"] | LONE_SURROGATE   | RFC 7493 §2.1 | 7",
                "[\"\\uDC00\\uD800\"] | LONE_SURROGATE  | RFC 7493 §2.1 | 2",
                "[\"\\ud800\\n\"]    | LONE_SURROGATE   | RFC 7493 §2.1 | 2",
                "{\"\\udfff\":1}     | LONE_SURROGATE   | RFC 7493 §2.1 | 2",
                "{\"a\":1,\"\\u0061\":2} | DUPLICATE_NAME | RFC 7493 §2.3 | 7",
                "[{},{\"x\":{\"a\":[1,{}],\"b\":0,\"a\":2}}] | DUPLICATE_NAME | RFC 7493 §2.3 | 27",
                "[9007199254740993]  | NUMBER_NOT_EXACT | RFC 7493 §2.2 | 1",
                "[0, 1e400]          | NUMBER_NOT_EXACT | RFC 7493 §2.2 | 4",
                "-1e400              | NUMBER_NOT_EXACT | RFC 7493 §2.2 | 0"
            })
    void a_refusal_names_reason_clause_and_place(String text, Reason reason, String clause, long offset) {
        MalformedJson refusal = Refusals.of(text);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.clause()).isEqualTo(clause);
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(refusal).hasMessageContaining(clause).hasMessageContaining("byte " + offset);
    }

    @Test
    void nothing_and_white_space_alone_are_no_text() {
        assertThat(Refusals.of("").reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(Refusals.of(" \n").reason()).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void lines_and_columns_are_counted_from_one_and_in_code_points() {
        MalformedJson refusal = Refusals.of("{\n  \"é😀\": 1,\r\n  \"é😀\": 2\n}");
        assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_NAME);
        assertThat(refusal.line()).isEqualTo(3);
        assertThat(refusal.column()).isEqualTo(3);
        assertThat(Refusals.of("[\"é😀\" x").column()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u001f", "\n", "\t"})
    void an_unescaped_control_character_in_a_string_is_refused(String control) {
        MalformedJson refusal = Refusals.of("[\"a" + control + "\"]");
        assertThat(refusal.reason()).isEqualTo(Reason.SYNTAX);
        assertThat(refusal.clause()).isEqualTo("RFC 8259 §7");
        assertThat(refusal.offset()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void no_encoding_but_utf_8_is_guessed(String charset) {
        for (String text : List.of("{\"a\":1}", "[]", "1", "\"é\"", "[\"\u0627\"]")) {
            assertThat(Refusals.of(text.getBytes(Charset.forName(charset)), LIMITS)
                            .reason())
                    .as(text)
                    .isIn(Reason.ENCODING, Reason.TRAILING_BYTES);
        }
    }

    @Test
    void a_byte_order_mark_is_refused() {
        assertThat(Refusals.of("\ufeff{}").reason()).isEqualTo(Reason.ENCODING);
        assertThat(Refusals.of("\ufeff{}").offset()).isZero();
        assertThat(Refusals.of("{}\ufeff").reason()).isEqualTo(Reason.TRAILING_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "80",
                "bf",
                "c3",
                "e282",
                "f09f98",
                "c328",
                "e28228",
                "f09f9828",
                "ff",
                "fe",
                "f8888080",
                "e2c3a9"
            })
    void bytes_that_rfc_3629_does_not_allow_are_refused_where_they_begin(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        for (int padding = 0; padding < 20; padding++) {
            for (String tail : List.of("\"]", "abcdefghijkl\"]", "")) {
                byte[] text = joined(("[\"" + "a".repeat(padding)).getBytes(UTF_8), bad, tail.getBytes(UTF_8));
                MalformedJson refusal = Refusals.of(text, LIMITS);
                assertThat(refusal.reason()).isEqualTo(Reason.ENCODING);
                assertThat(refusal.offset()).isEqualTo(padding + 2);
            }
        }
    }

    @Test
    void every_character_of_unicode_is_read_raw_and_escaped() {
        StringBuilder raw = new StringBuilder();
        StringBuilder escaped = new StringBuilder();
        for (int point = 0x20; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 97) {
            if (point != '"' && point != '\\' && (point < 0xd800 || point > 0xdfff)) {
                raw.appendCodePoint(point);
                for (char unit : Character.toChars(point)) {
                    escaped.append("\\u%04x".formatted((int) unit));
                }
            }
        }
        assertThat(read('"' + raw.toString() + '"')).isEqualTo(JsonString.of(raw.toString()));
        assertThat(read('"' + escaped.toString() + '"')).isEqualTo(JsonString.of(raw.toString()));
    }

    @Test
    void a_backslash_before_a_backslash_escapes_no_surrogate() {
        assertThat(read("[\"\\\\ud800\"]")).isEqualTo(JsonArray.of(JsonString.of("\\ud800")));
        assertThat(Refusals.of("[\"\\\\\\ud800\"]").offset()).isEqualTo(4);
    }

    @Test
    void integers_are_exact_or_refused() {
        for (String good : List.of("-0", "9007199254740992", "-9007199254740994", "1152921504606846976", "1e308")) {
            assertThat(((JsonNumber) read(good)).literal()).isEqualTo(good);
        }
        for (String bad : List.of("9007199254740993", "-9007199254740993", "9223372036854775807", "1e309")) {
            assertThat(Refusals.of(bad).reason()).as(bad).isEqualTo(Reason.NUMBER_NOT_EXACT);
        }
        // 2^1023 has 308 digits, and the double holds them all.
        String great = java.math.BigInteger.TWO.pow(1023).toString();
        assertThat(read(great)).isEqualTo(new JsonNumber(great));
        assertThat(Refusals.of(great.substring(0, 307) + "9").reason()).isEqualTo(Reason.NUMBER_NOT_EXACT);
    }

    @Test
    void a_long_number_is_refused_at_once() {
        String longest = "0." + "1".repeat(JsonNumber.LITERAL_CHARS_MAX - 2);
        assertThat(read("[" + longest + "]")).isEqualTo(JsonArray.of(new JsonNumber(longest)));
        for (String beyond : List.of(longest + "1", "9".repeat(1_001), "1e" + "0".repeat(999), "9".repeat(1_000_000))) {
            MalformedJson refusal = Refusals.of("[" + beyond + "]");
            assertThat(refusal.reason()).isEqualTo(Reason.TOO_LONG);
            assertThat(refusal.offset()).isEqualTo(1);
        }
    }

    @Test
    void nesting_ends_at_the_limit_and_a_hundred_thousand_brackets_cost_no_stack() {
        assertThat(read("[".repeat(64) + "]".repeat(64))).isInstanceOf(JsonArray.class);
        for (String opening : List.of("[", "{\"a\":", "[{\"a\":")) {
            MalformedJson refusal = Refusals.of(opening.repeat(100_000));
            assertThat(refusal.reason()).isEqualTo(Reason.TOO_DEEP);
            assertThat(refusal.clause()).isEqualTo("limit depthMax");
        }
        assertThat(Refusals.of("[".repeat(65)).offset()).isEqualTo(64);
        JsonLimits ceiling = LIMITS.withDepthMax(JsonLimits.DEPTH_CEILING);
        String deepest = "[".repeat(1_000) + "]".repeat(1_000);
        JsonValue value = Json.read(deepest.getBytes(UTF_8), ceiling);
        assertThat(Json.write(value)).isEqualTo(deepest.getBytes(UTF_8));
        assertThat(Refusals.of("[".repeat(1_001).getBytes(UTF_8), ceiling).reason())
                .isEqualTo(Reason.TOO_DEEP);
        assertThat(Refusals.of("[]".getBytes(UTF_8), LIMITS.withDepthMax(0)).reason())
                .isEqualTo(Reason.TOO_DEEP);
        assertThat(Json.read("7".getBytes(UTF_8), LIMITS.withDepthMax(0))).isEqualTo(JsonNumber.of(7));
    }

    @Test
    void every_limit_is_inclusive() {
        byte[] text = "{\"é\":[1,\"éé\"]}".getBytes(UTF_8);
        assertThat(Json.read(text, new JsonLimits(text.length, 2, 4, 4))).isInstanceOf(JsonObject.class);
        assertThat(Refusals.of(text, new JsonLimits(text.length - 1, 2, 4, 4)).clause())
                .isEqualTo("limit bytesMax");
        assertThat(Refusals.of(text, new JsonLimits(text.length, 1, 4, 4)).clause())
                .isEqualTo("limit depthMax");
        assertThat(Refusals.of(text, new JsonLimits(text.length, 2, 3, 4)).clause())
                .isEqualTo("limit valuesMax");
        MalformedJson value = Refusals.of(text, new JsonLimits(text.length, 2, 4, 3));
        assertThat(value.clause()).isEqualTo("limit stringBytesMax");
        assertThat(value.offset()).isEqualTo(9);
        MalformedJson name = Refusals.of(text, new JsonLimits(text.length, 2, 4, 1));
        assertThat(name.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(name.offset()).isEqualTo(1);
    }

    @Test
    void limits_that_admit_nothing_cannot_be_made() {
        assertThatThrownBy(() -> LIMITS.withDepthMax(1_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LIMITS.withBytesMax(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LIMITS.withValuesMax(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LIMITS.withStringBytesMax(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_part_is_read_as_if_it_were_all() {
        byte[] text = "]]]{\"a\":1,\n\"a\":2}\u00e9".getBytes(UTF_8);
        assertThat(Json.read(text, 8, 1, LIMITS)).isEqualTo(JsonNumber.of(1));
        assertThatThrownBy(() -> Json.read(text, 3, text.length - 5, LIMITS))
                .isInstanceOfSatisfying(MalformedJson.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_NAME);
                    assertThat(refusal.position()).isEqualTo(new JsonPosition(8, 2, 1));
                });
        assertThatThrownBy(() -> Json.read(text, 3, text.length - 6, LIMITS))
                .isInstanceOfSatisfying(MalformedJson.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(Reason.TRUNCATED);
                    assertThat(refusal.offset()).isEqualTo(text.length - 6);
                });
        assertThatThrownBy(() -> Json.read(text, 8, 2, LIMITS)).isInstanceOfSatisfying(MalformedJson.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.TRAILING_BYTES);
            assertThat(refusal.offset()).isEqualTo(1);
        });
        assertThatThrownBy(() -> Json.read(text, 3, text.length, LIMITS)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /// `Aa` and `BB` have the same hash, and so has every string of the two.
    @Test
    void names_of_equal_hashes_cost_no_more_than_others() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            names.add(name.toString());
        }
        String members = String.join("\":0,\"", names);
        JsonObject object = (JsonObject) read("{\"" + members + "\":0}");
        assertThat(object.names()).isEqualTo(names);
        assertThat(object.has(names.getLast())).isTrue();
        assertThat(object.has("Aa")).isFalse();
        MalformedJson refusal = Refusals.of("{\"" + members + "\":0,\"" + names.get(7) + "\":1}");
        assertThat(refusal.reason()).isEqualTo(Reason.DUPLICATE_NAME);
        assertThat(refusal.offset()).isEqualTo(1 + 33L * (1 << 14));
    }

    @Test
    void what_was_written_is_read_back_with_its_order() {
        Seeds.forAll(1_000, random -> {
            JsonValue value = RandomJson.value(random, 5);
            assertThat(Json.read(Json.write(value), LIMITS)).isEqualTo(value);
            assertThat(Json.read(Json.writePretty(value), LIMITS)).isEqualTo(value);
            JsonValue loose = read(RandomJson.loose(value, random));
            assertThat(loose).isEqualTo(value).hasSameHashCodeAs(value);
            assertThat(Json.write(loose)).isEqualTo(Json.write(value));
        });
    }

    @Test
    void of_damaged_texts_each_is_read_or_refused_and_never_anything_else() {
        List<byte[]> samples = new ArrayList<>();
        for (var file : SharedData.files("vectors/jcs/input", ".json")) {
            samples.add(SharedData.bytes("vectors/jcs/input/" + file.getFileName()));
        }
        Seeds.forAll(4_000, random -> {
            byte[] sample = random.nextBoolean()
                    ? samples.get(random.nextInt(samples.size()))
                    : RandomJson.loose(RandomJson.value(random, 4), random).getBytes(UTF_8);
            byte[] damaged = Mutations.mutate(sample, random);
            try {
                JsonValue value = Json.read(damaged, LIMITS);
                assertThat(Json.read(Json.write(value), LIMITS)).isEqualTo(value);
                assertThat(Json.read(CanonicalJson.write(value), LIMITS)).isNotNull();
            } catch (MalformedJson refusal) {
                assertThat(refusal.offset()).isBetween(0L, (long) damaged.length);
                assertThat(refusal.excerpt()).hasSizeLessThanOrEqualTo(Excerpt.CHARS_MAX);
                // The grammar found what Jackson refused: the two never disagree.
                assertThat(refusal.clause()).isNotEqualTo("limit of names");
            }
        });
    }

    private static JsonValue read(String text) {
        return Json.read(text.getBytes(UTF_8), LIMITS);
    }

    private static byte[] joined(byte[]... parts) {
        ByteSink sink = new ByteSink(16);
        for (byte[] part : parts) {
            sink.add(part, 0, part.length);
        }
        return sink.copy();
    }
}
