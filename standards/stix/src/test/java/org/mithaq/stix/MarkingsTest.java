// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.stix.Objects.UUID;
import static org.mithaq.stix.Objects.codes;
import static org.mithaq.stix.Objects.indicatorWith;
import static org.mithaq.stix.Objects.object;
import static org.mithaq.stix.Objects.read;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MarkingsTest {

    private static final String TLP_2_0 = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    private static StixObject marked(String... ids) {
        return object(indicatorWith("\"object_marking_refs\":[\"" + String.join("\",\"", ids) + "\"]"));
    }

    private static Markings resolved(StixObject object, StixObject... definitions) {
        List<StixObject> known = List.of(definitions);
        return Markings.of(
                object, id -> known.stream().filter(it -> it.id().equals(id)).findFirst());
    }

    private static String definition(String uuid, String members) {
        return """
                {"type":"marking-definition","spec_version":"2.1","id":"marking-definition--%s",\
                "created":"2022-10-01T00:00:00.000Z",%s}""".formatted(uuid, members);
    }

    private static String tlp1(String uuid, String value) {
        return definition(uuid, "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"" + value + "\"}");
    }

    private static String tlp2(String uuid, String value) {
        return definition(
                uuid,
                "\"extensions\":{\"" + TLP_2_0 + "\":{\"extension_type\":\"property-extension\",\"tlp_2_0\":\"" + value
                        + "\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "CLEAR, 94868c89-83c2-464b-929b-a1a8aa3c8487",
        "GREEN, bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        "AMBER, 55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "AMBER_STRICT, 939a9414-2ddd-4d32-a0cd-375ea402b003",
        "RED, e828b379-4e03-4974-9ac4-e53a884c97c1",
        "CLEAR, 613f2e26-407d-48c7-9eca-b8e91df99dc9",
        "GREEN, 34098fce-860f-48ae-8e50-ebd3cc5e41da",
        "AMBER, f88d31f6-486f-44da-b317-01333bde0b82",
        "RED, 5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
    })
    void each_published_id_is_its_label(Tlp tlp, String uuid) {
        Markings markings = resolved(marked("marking-definition--" + uuid));
        assertThat(markings.tlp()).contains(tlp);
        assertThat(markings.unknown()).isEmpty();
        assertThat(markings.defects()).isEmpty();
    }

    @Test
    void an_id_that_differs_by_a_digit_is_unknown() {
        Markings markings = resolved(marked("marking-definition--94868c89-83c2-4f24-ae4d-79f2bf239a72"));
        assertThat(markings.tlp()).isEmpty();
        assertThat(markings.unknown()).hasSize(1);
    }

    @Test
    void the_strictest_of_several_wins() {
        assertThat(resolved(marked(
                                Tlp.CLEAR.definition().toString(),
                                Tlp.AMBER_STRICT.definition().toString(),
                                Tlp.AMBER.definition().toString()))
                        .tlp())
                .contains(Tlp.AMBER_STRICT);
    }

    @Test
    void a_stricter_granular_marking_counts_for_the_whole_object() {
        StixObject object = object(indicatorWith(("\"object_marking_refs\":[\"%s\"],"
                        + "\"granular_markings\":[{\"marking_ref\":\"%s\",\"selectors\":[\"pattern\"]}]")
                .formatted(Tlp.GREEN.definition(), Tlp.RED.definition())));
        assertThat(resolved(object).tlp()).contains(Tlp.RED);
    }

    @Test
    void what_looks_like_tlp_without_being_it_is_red_and_reported() {
        for (String members : List.of(
                "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"white\"}",
                "\"definition_type\":\"TLP\",\"definition\":{\"statement\":\"a\"}",
                "\"name\":\"TLP:CLEAR\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"a\"}",
                "\"name\":\"tlp green\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"a\"}",
                "\"extensions\":{\"" + TLP_2_0
                        + "\":{\"extension_type\":\"property-extension\",\"tlp_2_0\":\"clear\"}}")) {
            StixObject definition = object(definition(UUID, members));
            assertThat(codes(read(definition(UUID, members)))).as(members).contains("tlp-unknown");
            Markings markings = resolved(marked("marking-definition--" + UUID), definition);
            assertThat(markings.tlp()).as(members).contains(Tlp.RED);
            assertThat(markings.defects())
                    .singleElement()
                    .extracting(Defect::code)
                    .isEqualTo("tlp-unknown");
        }
    }

    @Test
    void a_statement_restricts_nothing_and_is_named() {
        StixObject statement = object(
                definition(UUID, "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"Copyright\"}"));
        Markings markings = resolved(marked("marking-definition--" + UUID), statement);
        assertThat(markings.tlp()).isEmpty();
        assertThat(markings.statements()).containsExactly(statement.id());
        assertThat(markings.unknown()).isEmpty();
    }

    @Test
    void a_marking_of_a_kind_that_nobody_here_understands_is_unknown() {
        StixObject other = object(definition(
                UUID,
                "\"extensions\":{\"extension-definition--" + UUID + "\":{\"extension_type\":\"property-extension\"}}"));
        assertThat(resolved(marked("marking-definition--" + UUID), other).unknown())
                .containsExactly(other.id());
    }

    @Test
    void an_unmarked_object_has_none() {
        assertThat(Markings.of(object(Objects.INDICATOR), _ -> Optional.empty()))
                .isEqualTo(Markings.none());
    }

    @Test
    void a_well_known_id_with_other_content_can_only_become_stricter() {
        String green = "34098fce-860f-48ae-8e50-ebd3cc5e41da";
        assertThat(codes(read(tlp1(green, "red")))).containsExactly("tlp-contradicted");
        assertThat(resolved(marked("marking-definition--" + green), object(tlp1(green, "red")))
                        .tlp())
                .contains(Tlp.RED);
        assertThat(resolved(marked("marking-definition--" + green), object(tlp1(green, "white")))
                        .tlp())
                .contains(Tlp.GREEN);
    }

    @Test
    void the_published_definitions_are_accepted() {
        assertThat(read(tlp1("613f2e26-407d-48c7-9eca-b8e91df99dc9", "white"))).isInstanceOf(Reading.Accepted.class);
        assertThat(read(tlp2("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict")))
                .isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void a_definition_that_defines_nothing_or_marks_itself_is_kept_with_that_defect() {
        assertThat(codes(read(definition(UUID, "\"name\":\"a\"")))).containsExactly("marking-undefined");
        assertThat(codes(read(definition(
                        UUID,
                        "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"a\"},"
                                + "\"object_marking_refs\":[\"marking-definition--" + UUID + "\"]"))))
                .containsExactly("marks-itself");
        assertThat(codes(read(definition(UUID, "\"definition_type\":\"statement\",\"definition\":{\"text\":\"a\"}"))))
                .containsExactly("required-missing");
    }

    @Test
    void a_definition_is_never_versioned() {
        String versioned = definition(
                UUID,
                "\"definition_type\":\"statement\",\"definition\":{\"statement\":\"a\"},"
                        + "\"modified\":\"2023-10-01T00:00:00.000Z\",\"revoked\":true");
        assertThat(codes(read(versioned))).containsExactly("not-applicable", "not-applicable");
        assertThat(object(versioned).version()).isInstanceOf(Version.Created.class);
        assertThat(object(versioned).revoked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Tlp.class)
    void labels_are_written_as_first_writes_them(Tlp tlp) {
        assertThat(tlp.label()).isEqualTo("TLP:" + tlp.name().replace("_", "+"));
        assertThat(Tlp.ofDefinition(tlp.definition())).contains(tlp);
    }
}
