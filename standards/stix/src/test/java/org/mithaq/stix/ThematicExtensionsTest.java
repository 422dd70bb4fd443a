// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.stix.Objects.UUID;
import static org.mithaq.stix.Objects.codes;
import static org.mithaq.stix.Objects.object;
import static org.mithaq.stix.Objects.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThematicExtensionsTest {

    private static final String ROUTE =
            thematic("smuggling-route", ThematicExtensions.SMUGGLING_ROUTE, "\"commodities\":[\"fuel\"]");
    private static final String CHANNEL =
            thematic("financing-channel", ThematicExtensions.FINANCING_CHANNEL, "\"channel_types\":[\"hawala\"]");
    private static final String DOCUMENT = thematic(
            "forged-document",
            ThematicExtensions.FORGED_DOCUMENT,
            "\"document_type\":\"passport\",\"forgery_types\":[\"counterfeit\"]");
    private static final String GROUP = """
            {"type":"intrusion-set","spec_version":"2.1","id":"intrusion-set--%s","created":"2026-03-02T08:00:00.000Z",\
            "modified":"2026-03-02T08:00:00.000Z","name":"a group","extensions":{"%s":\
            {"extension_type":"property-extension","group_kind":"hybrid",\
            "activities":["cybercrime","fuel-smuggling"]}}}\
            """.formatted(UUID, ThematicExtensions.GROUP);

    private static String thematic(String type, StixId extension, String members) {
        return """
                {"type":"%1$s","spec_version":"2.1","id":"%1$s--%2$s","created":"2026-03-02T08:00:00.000Z",\
                "modified":"2026-03-02T08:00:00.000Z","name":"a name",%3$s,\
                "extensions":{"%4$s":{"extension_type":"new-sdo"}}}""".formatted(type, UUID, members, extension);
    }

    private static String with(String object, String member) {
        return object.substring(0, object.length() - 1) + ',' + member + '}';
    }

    @Test
    void objects_of_each_type_are_accepted_as_domain_objects() {
        for (String text : List.of(ROUTE, CHANNEL, DOCUMENT, GROUP)) {
            assertThat(read(text)).as(text).isInstanceOf(Reading.Accepted.class);
            assertThat(object(text).category()).isEqualTo(Category.SDO);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"holder_name\":\"A. Person\"",
                "\"date_of_birth\":\"1990-01-01\"",
                "\"x_bearer\":\"A. Person\"",
                "\"photograph_bin\":\"QUI=\"",
                "\"nationality\":\"xx\"",
            })
    void a_property_that_the_table_does_not_list_refuses_the_object(String member) {
        for (String text : List.of(ROUTE, CHANNEL, DOCUMENT)) {
            assertThat(read(with(text, member))).isInstanceOf(Reading.Refused.class);
            assertThat(codes(read(with(text, member)))).contains("thematic-unknown-property");
        }
        String inside = GROUP.replace("\"group_kind\"", member + ",\"group_kind\"");
        assertThat(read(inside)).isInstanceOf(Reading.Refused.class);
        assertThat(codes(read(inside))).contains("thematic-unknown-property");
        String hidden = ROUTE.replace("\"new-sdo\"", "\"new-sdo\"," + member);
        assertThat(read(hidden)).isInstanceOf(Reading.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"individual, true", "'', true", "unknown, true", "system, true", "group, false", "organization, false"})
    void a_group_is_never_a_person(String identityClass, boolean refused) {
        String identity = GROUP.replace("intrusion-set", "identity");
        String text =
                identityClass.isEmpty() ? identity : with(identity, "\"identity_class\":\"" + identityClass + '"');
        assertThat(read(text) instanceof Reading.Refused).isEqualTo(refused);
        assertThat(codes(read(text)).contains("thematic-person")).isEqualTo(refused);
    }

    @Test
    void a_group_with_the_resources_of_an_individual_is_refused() {
        assertThat(codes(read(with(GROUP, "\"resource_level\":\"individual\""))))
                .containsExactly("thematic-person");
        assertThat(read(with(GROUP, "\"resource_level\":\"club\""))).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void a_missing_required_property_and_an_unknown_term_are_kept_and_reported() {
        assertThat(codes(read(ROUTE.replace("\"commodities\":[\"fuel\"],", ""))))
                .containsExactly("required-missing");
        assertThat(codes(read(ROUTE.replace("fuel", "sand")))).containsExactly("not-in-enumeration");
        assertThat(codes(read(GROUP.replace("\"hybrid\"", "\"club\"")))).containsExactly("not-in-enumeration");
        assertThat(read(GROUP.replace("\"hybrid\"", "\"club\""))
                        .defects()
                        .getFirst()
                        .clause())
                .isEqualTo("docs/extensions.md §5");
        assertThat(codes(read(ROUTE.replace("\"new-sdo\"", "\"new-sro\"")))).containsExactly("not-in-enumeration");
    }

    @Test
    void a_malformed_reference_refuses_and_one_to_another_type_is_reported() {
        assertThat(read(with(ROUTE, "\"waypoint_refs\":[\"a port\"]"))).isInstanceOf(Reading.Refused.class);
        assertThat(codes(read(with(CHANNEL, "\"intermediary_refs\":[\"identity--" + UUID + "\"]"))))
                .containsExactly("reference-target");
        assertThat(object(with(ROUTE, "\"waypoint_refs\":[\"location--" + UUID + "\"]"))
                        .references())
                .containsExactly(new Reference("$.waypoint_refs[0]", StixId.parse("location--" + UUID)));
    }

    @Test
    void an_extension_on_a_type_that_it_is_not_for_is_reported() {
        assertThat(codes(read(GROUP.replace("intrusion-set", "tool")))).containsExactly("thematic-type");
        assertThat(codes(read(GROUP.replace(
                        ThematicExtensions.GROUP.toString(), ThematicExtensions.FORGED_DOCUMENT.toString()))))
                .contains("thematic-type");
    }

    @Test
    void a_type_of_that_name_under_another_extension_is_that_extensions() {
        String plain = ROUTE.replace(ThematicExtensions.SMUGGLING_ROUTE.toString(), "extension-definition--" + UUID);
        assertThat(object(with(plain, "\"anything\":1")).category()).isEqualTo(Category.SDO);
    }

    @Test
    void the_definitions_are_sound_objects_that_name_each_extension() {
        List<StixObject> definitions = ThematicExtensions.definitions();
        assertThat(definitions)
                .extracting(StixObject::id)
                .contains(
                        ThematicExtensions.SMUGGLING_ROUTE, ThematicExtensions.FINANCING_CHANNEL,
                        ThematicExtensions.FORGED_DOCUMENT, ThematicExtensions.GROUP);
        StixId creator = definitions.getFirst().id();
        for (StixObject definition : definitions) {
            assertThat(StixReader.read(definition.bytes(), org.mithaq.json.JsonLimits.standard()))
                    .isInstanceOf(Reading.Accepted.class);
            assertThat(definition.createdByRef().orElse(creator)).isEqualTo(creator);
        }
    }

    @Test
    void the_documentation_lists_exactly_the_properties_and_terms_of_the_code() throws IOException {
        String text = Files.readString(
                Path.of(System.getProperty("mithaq.root", "../..")).resolve("docs/extensions.md"));
        Map<StixId, PropertyTable> tables = ThematicExtensions.tables();
        assertThat(text).contains(tables.keySet().stream().map(StixId::toString).toList());
        for (PropertyTable table : tables.values()) {
            String number = table.section().substring(table.section().indexOf('§') + 1);
            String section = text.substring(text.indexOf("## " + number + ". "));
            section = section.substring(0, section.indexOf("\n## ", 1));
            TreeSet<String> documented = new TreeSet<>();
            Matcher row = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (yes)? ?\\| ([^|]*) \\|(.*)\\|$")
                    .matcher(section);
            while (row.find()) {
                documented.add(row.group(1) + (row.group(2) == null ? "" : "!"));
                Property property = table.property(row.group(1)).orElseThrow();
                for (String term : property.allowed()) {
                    assertThat(row.group(4)).as(row.group(1)).contains('`' + term + '`');
                }
            }
            TreeSet<String> coded = new TreeSet<>();
            for (Property property : table.properties().values()) {
                if (ObjectTypes.unnamed(Category.SDO).table().find(property.name()) == null) {
                    coded.add(property.name() + (property.requiredBit() == 0 ? "" : "!"));
                }
            }
            assertThat(documented).as(table.name()).isEqualTo(coded);
        }
    }

    @Test
    void the_example_of_the_documentation_is_accepted() throws IOException {
        String text = Files.readString(
                Path.of(System.getProperty("mithaq.root", "../..")).resolve("docs/extensions.md"));
        String example = text.substring(text.indexOf("```json") + 7);
        assertThat(read(example.substring(0, example.indexOf("```")))).isInstanceOf(Reading.Accepted.class);
    }
}
