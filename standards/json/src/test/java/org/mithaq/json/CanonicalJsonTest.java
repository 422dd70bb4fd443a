// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.testkit.Seeds;
import org.mithaq.testkit.SharedData;

class CanonicalJsonTest {

    @Test
    void the_published_inputs_become_the_published_outputs() {
        List<Path> inputs = SharedData.files("vectors/jcs/input", ".json");
        assertThat(inputs).hasSize(6);
        for (Path input : inputs) {
            String name = input.getFileName().toString();
            byte[] output = CanonicalJson.write(
                    Json.read(SharedData.bytes("vectors/jcs/input/" + name), JsonLimits.standard()));
            assertThat(output).as(name).isEqualTo(SharedData.bytes("vectors/jcs/output/" + name));
            String hex = new String(SharedData.bytes("vectors/jcs/outhex/" + name.replace(".json", ".txt")), US_ASCII);
            assertThat(output)
                    .as(name)
                    .isEqualTo(HexFormat.of().parseHex(hex.strip().replaceAll("\\s+", "")));
        }
    }

    /// RFC 8785 appendix B, in its order: the bits of a double and its canonical form.
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void the_numbers_of_rfc_8785_appendix_b_have_their_printed_form(String bits, String form) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(EcmaNumber.text(value)).isEqualTo(form);
    }

    /// RFC 8785 appendix B, last lines: NaN and infinity are errors.
    @Test
    void what_is_no_finite_number_has_no_form() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> EcmaNumber.text(value)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> JsonNumber.of(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /// Double.toString prefers two nearer digits to one; ECMAScript takes one. Smallest subnormals show it.
    @ParameterizedTest
    @CsvSource({"1, 5e-324", "2, 1e-323", "3, 1.5e-323", "4, 2e-323", "5, 2.5e-323", "20, 1e-322", "21, 1.04e-322"})
    void the_fewest_digits_win_over_the_nearest(long bits, String form) {
        assertThat(EcmaNumber.text(Double.longBitsToDouble(bits))).isEqualTo(form);
    }

    @Test
    void no_form_can_lose_a_digit_and_every_form_reads_back_as_its_number() {
        Seeds.forAll(20_000, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(value)) {
                return;
            }
            String form = EcmaNumber.text(value);
            assertThat(Double.parseDouble(form)).isEqualTo(value == 0 ? 0.0 : value);
            assertThat(digits(form)).isEqualTo(shortestBySearch(value));
        });
    }

    /// RFC 8785 §3.2.3, its example.
    @Test
    void members_are_ordered_by_the_utf_16_code_units_of_their_names() {
        String text = """
                {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                 "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
                 "\\u00f6": "Latin Small Letter O With Diaeresis"}""";
        String canonical = new String(CanonicalJson.write(read(text)), UTF_8);
        assertThat(read(canonical).asObject().orElseThrow().names())
                .containsExactly("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
    }

    /// RFC 8785 §3.2.2, its example.
    @Test
    void the_example_of_the_standard_becomes_its_printed_form() {
        String text = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }""";
        assertThat(new String(CanonicalJson.write(read(text)), UTF_8)).isEqualTo("""
                {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
                "string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}""");
    }

    @Test
    void the_canonical_form_is_its_own_canonical_form() {
        Seeds.forAll(500, random -> {
            byte[] once = CanonicalJson.write(RandomJson.value(random, 5));
            assertThat(CanonicalJson.write(Json.read(once, JsonLimits.standard())))
                    .isEqualTo(once);
        });
    }

    @Test
    void the_order_in_which_members_were_written_does_not_matter() {
        assertThat(CanonicalJson.write(read("{\"b\":1.0,\"a\":{\"d\":[],\"c\":null}}")))
                .isEqualTo(CanonicalJson.write(read("{\"a\":{\"c\":null,\"d\":[]},\"b\":1}")))
                .isEqualTo("{\"a\":{\"c\":null,\"d\":[]},\"b\":1}".getBytes(UTF_8));
    }

    private static JsonValue read(String text) {
        return Json.read(text.getBytes(UTF_8), JsonLimits.standard());
    }

    private static int digits(String form) {
        String mantissa = form.replaceFirst("e.*", "").replaceAll("[^0-9]", "").replaceFirst("^0+", "");
        return Math.max(1, mantissa.replaceFirst("0+$", "").length());
    }

    /// The slow reference: the smallest precision at which rounding reads back.
    private static int shortestBySearch(double value) {
        for (int precision = 1; precision <= 17; precision++) {
            java.math.BigDecimal rounded = new java.math.BigDecimal(value).round(new java.math.MathContext(precision));
            if (rounded.doubleValue() == value) {
                return Math.max(1, rounded.stripTrailingZeros().precision());
            }
        }
        throw new AssertionError("17 digits always suffice: " + value);
    }
}
