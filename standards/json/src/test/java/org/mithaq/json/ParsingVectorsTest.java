// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.mithaq.json.MalformedJson.Reason;
import org.mithaq.testkit.SharedData;

/// JSONTestSuite: texts that must be accepted (y), must be refused (n), and about which RFC 8259 leaves a choice (i).
class ParsingVectorsTest {

    private static final String FOLDER = "vectors/json-parsing";

    /// RFC 8259 §4 only advises against duplicate names; RFC 7493 §2.3, which we follow, forbids them.
    private static final List<String> DUPLICATE_NAMES =
            List.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @Test
    void what_every_parser_must_accept_is_accepted() {
        List<Path> files = named("y_");
        assertThat(files).hasSize(95);
        for (Path file : files) {
            if (!DUPLICATE_NAMES.contains(file.getFileName().toString())) {
                assertThatCode(() -> Json.read(bytes(file), JsonLimits.standard()))
                        .as(file.getFileName().toString())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void what_only_i_json_forbids_is_refused_as_a_duplicate_name() {
        for (String name : DUPLICATE_NAMES) {
            byte[] text = SharedData.bytes(FOLDER + "/" + name);
            MalformedJson refusal =
                    catchThrowableOfType(MalformedJson.class, () -> Json.read(text, JsonLimits.standard()));
            assertThat(refusal.reason()).as(name).isEqualTo(Reason.DUPLICATE_NAME);
            assertThat(refusal.offset()).as(name).isEqualTo(9);
        }
    }

    @Test
    void what_every_parser_must_refuse_is_refused_by_the_documented_exception_alone() {
        List<Path> files = named("n_");
        assertThat(files).hasSizeGreaterThan(180);
        for (Path file : files) {
            assertThatThrownBy(() -> Json.read(bytes(file), JsonLimits.standard()))
                    .as(file.getFileName().toString())
                    .isExactlyInstanceOf(MalformedJson.class);
        }
    }

    /// What is not listed with a reason is accepted.
    @Test
    void where_the_standard_leaves_a_choice_it_is_made_as_listed() {
        Map<String, Reason> refused = new TreeMap<>();
        for (Path file : named("i_")) {
            try {
                Json.read(bytes(file), JsonLimits.standard());
            } catch (MalformedJson refusal) {
                String name = file.getFileName().toString();
                refused.put(name.substring(2, name.length() - ".json".length()), refusal.reason());
            }
        }
        Map<String, Reason> decided = decidedRefusals();
        List<String> accepted = List.of(
                // A fraction that is too small for a double is nearest to zero, as any fraction is to some double.
                "number_double_huge_neg_exp",
                "number_real_underflow",
                // Ten to the 20th, which a double holds exactly.
                "number_too_big_pos_int");
        assertThat(refused).isEqualTo(decided).doesNotContainKeys(accepted.toArray(String[]::new));
        assertThat(named("i_")).hasSize(decided.size() + accepted.size());
    }

    private static Map<String, Reason> decidedRefusals() {
        Map<String, Reason> decided = new TreeMap<>();
        decide(
                decided,
                Reason.NUMBER_NOT_EXACT,
                "number_huge_exp",
                "number_neg_int_huge_exp",
                "number_pos_double_huge_exp",
                "number_real_neg_overflow",
                "number_real_pos_overflow",
                "number_too_big_neg_int",
                "number_very_big_negative_int");
        decide(
                decided,
                Reason.LONE_SURROGATE,
                "object_key_lone_2nd_surrogate",
                "string_1st_surrogate_but_2nd_missing",
                "string_1st_valid_surrogate_2nd_invalid",
                "string_incomplete_surrogate_and_escape_valid",
                "string_incomplete_surrogate_pair",
                "string_incomplete_surrogates_escape_valid",
                "string_invalid_lonely_surrogate",
                "string_invalid_surrogate",
                "string_inverted_surrogates_U+1D11E",
                "string_lone_second_surrogate");
        decide(
                decided,
                Reason.ENCODING,
                "string_UTF-16LE_with_BOM",
                "string_UTF-8_invalid_sequence",
                "string_UTF8_surrogate_U+D800",
                "string_invalid_utf-8",
                "string_iso_latin_1",
                "string_lone_utf8_continuation_byte",
                "string_not_in_unicode_range",
                "string_overlong_sequence_2_bytes",
                "string_overlong_sequence_6_bytes",
                "string_overlong_sequence_6_bytes_null",
                "string_truncated-utf-8",
                "string_utf16BE_no_BOM",
                "string_utf16LE_no_BOM",
                "structure_UTF-8_BOM_empty_object");
        decide(decided, Reason.TOO_DEEP, "structure_500_nested_arrays");
        return decided;
    }

    private static void decide(Map<String, Reason> decided, Reason reason, String... names) {
        for (String name : names) {
            decided.put(name, reason);
        }
    }

    private static List<Path> named(String prefix) {
        return SharedData.files(FOLDER, ".json").stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .toList();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
