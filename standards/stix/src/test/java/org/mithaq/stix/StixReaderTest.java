// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.stix.Objects.INDICATOR;
import static org.mithaq.stix.Objects.UUID;
import static org.mithaq.stix.Objects.codes;
import static org.mithaq.stix.Objects.indicator;
import static org.mithaq.stix.Objects.indicatorWith;
import static org.mithaq.stix.Objects.object;
import static org.mithaq.stix.Objects.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.json.JsonLimits;

/// What is read of an object, and each reason to refuse one.
class StixReaderTest {

    private static void refused(String text, String code, String clause, String jsonPath) {
        Reading reading = read(text);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        assertThat(reading.object()).isEmpty();
        assertThat(reading.defects()).anySatisfy(defect -> {
            assertThat(defect.code()).isEqualTo(code);
            assertThat(defect.clause()).isEqualTo(clause);
            assertThat(defect.jsonPath()).isEqualTo(jsonPath);
        });
    }

    private static String without(String member) {
        String start = '"' + member + "\":";
        int from = INDICATOR.indexOf(start);
        return INDICATOR.substring(0, from) + INDICATOR.substring(INDICATOR.indexOf(",\"", from) + 1);
    }

    @Test
    void a_sound_indicator_is_accepted_with_its_bytes_as_they_were() {
        byte[] bytes = (" " + INDICATOR + "\n").getBytes(StandardCharsets.UTF_8);
        Reading reading = StixReader.read(bytes, JsonLimits.standard());
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        StixObject indicator = reading.object().orElseThrow();
        assertThat(indicator.bytes()).isSameAs(bytes);
        assertThat(indicator.id()).hasToString("indicator--" + UUID);
        assertThat(indicator.type()).isEqualTo("indicator");
        assertThat(indicator.category()).isEqualTo(Category.SDO);
        assertThat(indicator.specVersion()).isEqualTo(SpecVersion.V2_1);
        assertThat(indicator.created().orElseThrow().written()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(indicator.version().key()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(indicator.revoked()).isFalse();
        assertThat(indicator.createdByRef()).isEmpty();
        assertThat(indicator.references()).isEmpty();
        assertThat(indicator.extensions()).isEmpty();
    }

    @Test
    void what_exchange_needs_is_read() {
        StixObject indicator = object(indicatorWith("""
                "revoked":true,"created_by_ref":"identity--%1$s","object_marking_refs":["marking-definition--%1$s"],
                "granular_markings":[{"marking_ref":"marking-definition--%1$s","selectors":["pattern"]},
                {"lang":"fr","selectors":["pattern"]}],
                "x_seen_at_refs":["location--%1$s"],"x_deep":[[{"x_who_ref":"tool--%1$s"}]]""".formatted(UUID)));
        assertThat(indicator.revoked()).isTrue();
        assertThat(indicator.createdByRef()).contains(StixId.parse("identity--" + UUID));
        assertThat(indicator.objectMarkingRefs()).containsExactly(StixId.parse("marking-definition--" + UUID));
        assertThat(indicator.granularMarkings())
                .containsExactly(new GranularMarking(StixId.parse("marking-definition--" + UUID), List.of("pattern")));
        assertThat(indicator.references().stream()
                        .map(it -> it.jsonPath() + ' ' + it.target().type()))
                .containsExactly(
                        "$.object_marking_refs[0] marking-definition",
                        "$.granular_markings[0].marking_ref marking-definition",
                        "$.created_by_ref identity",
                        "$.x_seen_at_refs[0] location",
                        "$.x_deep[0][0].x_who_ref tool");
    }

    @Test
    void what_is_no_json_is_refused() {
        refused("{\"type\":", "json-malformed", "RFC 8259 §2", "$");
        refused("", "json-malformed", "RFC 8259 §2", "$");
    }

    @Test
    void what_is_beyond_a_limit_is_refused() {
        Reading reading = StixReader.read(
                INDICATOR.getBytes(StandardCharsets.UTF_8),
                JsonLimits.standard().withBytesMax(100));
        assertThat(codes(reading)).containsExactly("json-malformed");
        assertThat(reading.defects().getFirst().clause()).startsWith("limit");
    }

    @Test
    void what_is_no_object_is_refused() {
        refused("[]", "not-an-object", "§12.1", "$");
        refused("\"indicator\"", "not-an-object", "§12.1", "$");
    }

    @Test
    void a_missing_or_malformed_type_is_refused() {
        refused(without("type"), "type-missing", "§3.2", "$.type");
        refused(indicator("\"type\":\"indicator\"", "\"type\":7"), "type-malformed", "§3.1", "$.type");
        refused(indicator("\"type\":\"indicator\"", "\"type\":\"Indicator\""), "type-malformed", "§3.1", "$.type");
        refused("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID + "\"}", "type-is-bundle", "§8", "$.type");
    }

    @Test
    void a_missing_malformed_or_foreign_id_is_refused() {
        refused(without("id"), "id-missing", "§3.3", "$.id");
        refused(indicator("indicator--e2e1", "indicator--x2e1"), "id-malformed", "§2.9", "$.id");
        refused(indicator("\"id\":\"indicator--", "\"id\":\"malware--"), "id-of-other-type", "§2.9", "$.id");
    }

    @Test
    void stix_2_0_is_refused_and_told_what_will_become_of_it() {
        refused(without("spec_version"), "spec-version-missing", "§3.2", "$.spec_version");
        assertThat(read(without("spec_version")).defects().getFirst().expected())
                .contains("STIX 2.0 is converted by a later version");
        refused(indicator("\"2.1\"", "\"2.0\""), "spec-version-unsupported", "§3.2", "$.spec_version");
        refused(indicator("\"2.1\"", "\"3\""), "spec-version-unsupported", "§3.2", "$.spec_version");
        refused(indicator("\"2.1\"", "2.1"), "spec-version-unsupported", "§3.2", "$.spec_version");
    }

    @Test
    void a_cyber_observable_needs_no_spec_version_but_may_name_no_other() {
        String ip = "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--" + UUID + "\",\"value\":\"198.51.100.3\"}";
        assertThat(read(ip)).isInstanceOf(Reading.Accepted.class);
        refused(
                ip.replace("\"id\"", "\"spec_version\":\"2.0\",\"id\""),
                "spec-version-unsupported",
                "§3.2",
                "$.spec_version");
    }

    @Test
    void missing_or_malformed_version_times_are_refused() {
        refused(without("created"), "created-missing", "§3.2", "$.created");
        refused(without("modified"), "modified-missing", "§3.2", "$.modified");
        refused(indicator("05.678Z\",\"m", "05.678\",\"m"), "version-time-malformed", "§2.16.1", "$.created");
        refused(indicator("05.678Z\",\"p", "65.678Z\",\"p"), "version-time-malformed", "§2.16.1", "$.modified");
    }

    @Test
    void an_object_modified_before_it_was_created_is_refused() {
        refused(indicator("05.678Z\",\"p", "05.677Z\",\"p"), "modified-before-created", "§3.6.1", "$.modified");
    }

    @Test
    void a_revocation_that_is_neither_true_nor_false_is_refused() {
        refused(indicatorWith("\"revoked\":\"true\""), "revoked-malformed", "§2.2", "$.revoked");
    }

    @Test
    void malformed_references_are_refused() {
        refused(indicatorWith("\"created_by_ref\":\"me\""), "reference-malformed", "§3.3", "$.created_by_ref");
        String report = """
                {"type":"report","spec_version":"2.1","id":"report--%1$s","created":"2026-01-02T03:04:05.678Z",\
                "modified":"2026-01-02T03:04:05.678Z","name":"r","published":"2026-01-02T03:04:05Z",\
                "object_refs":["tool--%1$s",7]}""".formatted(UUID);
        refused(report, "reference-malformed", "§3.3", "$.object_refs[1]");
        refused(
                report.replace(",7]", "]").replace("[\"tool", "{\"a\":\"tool").replace("\"]}", "\"}}"),
                "reference-malformed",
                "§3.3",
                "$.object_refs");
    }

    @Test
    void malformed_markings_are_refused() {
        refused(
                indicatorWith("\"object_marking_refs\":\"marking-definition--" + UUID + "\""),
                "marking-reference-malformed",
                "§7.2.2",
                "$.object_marking_refs");
        refused(
                indicatorWith("\"object_marking_refs\":[\"TLP:RED\"]"),
                "marking-reference-malformed",
                "§7.2.2",
                "$.object_marking_refs[0]");
        refused(
                indicatorWith("\"object_marking_refs\":[\"identity--" + UUID + "\"]"),
                "marking-reference-malformed",
                "§7.2.2",
                "$.object_marking_refs[0]");
        refused(
                indicatorWith("\"granular_markings\":7"),
                "granular-marking-malformed",
                "§7.2.3",
                "$.granular_markings");
        refused(
                indicatorWith("\"granular_markings\":[{\"selectors\":[\"pattern\"]}]"),
                "granular-marking-malformed",
                "§7.2.3",
                "$.granular_markings[0]");
        refused(
                indicatorWith("\"granular_markings\":[{\"selectors\":[],\"lang\":\"fr\"}]"),
                "granular-marking-malformed",
                "§7.2.3",
                "$.granular_markings[0]");
        refused(
                indicatorWith("\"granular_markings\":[{\"selectors\":[\"pattern\"],\"lang\":\"fr\","
                        + "\"marking_ref\":\"marking-definition--" + UUID + "\"}]"),
                "granular-marking-malformed",
                "§7.2.3",
                "$.granular_markings[0]");
        refused(
                indicatorWith("\"granular_markings\":[{\"selectors\":[\"pattern\"],\"marking_ref\":\"RED\"}]"),
                "marking-reference-malformed",
                "§7.2.2",
                "$.granular_markings[0].marking_ref");
    }

    @Test
    void every_defect_is_reported_and_not_only_the_first() {
        assertThat(codes(read(indicator("\"2.1\"", "\"2.0\"").replace("678Z\",\"p", "677Z\",\"p"))))
                .contains("spec-version-unsupported", "modified-before-created");
    }

    @Test
    void an_object_of_a_hundred_thousand_defects_costs_no_memory_for_them() {
        StringBuilder members = new StringBuilder("\"x_a_ref\":0");
        for (int i = 0; i < 100_000; i++) {
            members.append(",\"x_").append(i).append("_ref\":0");
        }
        assertThat(read(indicatorWith(members.toString())).defects()).hasSize(Findings.DEFECTS_MAX);
    }

    @Test
    void what_is_versioned_by_time_is_known_by_it_and_what_is_not_by_its_content() {
        String marking = """
                {"type":"marking-definition","spec_version":"2.1","id":"marking-definition--%s",\
                "created":"2026-01-02T03:04:05.678Z","definition_type":"statement",\
                "definition":{"statement":"©"}}""".formatted(UUID);
        assertThat(object(marking).version()).isInstanceOf(Version.Created.class);
        String ip = "{\"type\":\"ipv4-addr\",\"id\":\"ipv4-addr--" + UUID + "\",\"value\":\"198.51.100.3\"}";
        String reordered = "{\"value\":\"198.51.100.3\", \"id\":\"ipv4-addr--" + UUID + "\",\"type\":\"ipv4-addr\"}";
        assertThat(object(ip).version().key()).startsWith("sha256:").hasSize(71);
        assertThat(object(ip).version()).isEqualTo(object(reordered).version());
        assertThat(object(ip)).isNotEqualTo(object(reordered));
        assertThat(object(ip).contentHash()).isEqualTo(object(reordered).contentHash());
        assertThat(object(ip.replace("100.3", "100.4")).version())
                .isNotEqualTo(object(ip).version());
    }

    @Test
    void a_new_type_is_what_its_extension_says() {
        String type = """
                {"type":"my-favorite-thing","spec_version":"2.1","id":"my-favorite-thing--%1$s",\
                "created":"2026-01-02T03:04:05.678Z","modified":"2026-01-02T03:04:05.678Z","some_value":1,\
                "extensions":{"extension-definition--%1$s":{"extension_type":"%2$s"}}}""";
        assertThat(object(type.formatted(UUID, "new-sdo")).category()).isEqualTo(Category.SDO);
        assertThat(object(type.formatted(UUID, "new-sro")).category()).isEqualTo(Category.SRO);
        assertThat(object(type.formatted(UUID, "new-sco")).category()).isEqualTo(Category.SCO);
        assertThat(object(type.formatted(UUID, "property-extension")).category())
                .isEqualTo(Category.CUSTOM);
        assertThat(object(type.formatted(UUID, "new-sdo")).extensions())
                .containsExactly("extension-definition--" + UUID);
    }
}
