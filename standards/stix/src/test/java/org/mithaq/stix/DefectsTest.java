// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.stix.Objects.INDICATOR;
import static org.mithaq.stix.Objects.UUID;
import static org.mithaq.stix.Objects.codes;
import static org.mithaq.stix.Objects.indicator;
import static org.mithaq.stix.Objects.indicatorWith;
import static org.mithaq.stix.Objects.read;

import org.junit.jupiter.api.Test;

/// What is wrong with an object and does not stand in the way of exchanging it.
class DefectsTest {

    private static void kept(String text, String code, String clause, String jsonPath) {
        Reading reading = read(text);
        assertThat(reading).isInstanceOf(Reading.KeptWithDefects.class);
        assertThat(reading.defects()).singleElement().satisfies(defect -> {
            assertThat(defect.code()).isEqualTo(code);
            assertThat(defect.clause()).isEqualTo(clause);
            assertThat(defect.jsonPath()).isEqualTo(jsonPath);
        });
    }

    private static String sco(String type, String members) {
        return "{\"type\":\"%1$s\",\"id\":\"%1$s--%2$s\"%3$s}".formatted(type, UUID, members);
    }

    @Test
    void an_id_whose_uuid_is_none_of_rfc_4122() {
        kept(INDICATOR.replace(UUID, "00000000-0000-0000-0000-000000000000"), "uuid-not-rfc4122", "§2.9", "$.id");
    }

    @Test
    void a_uuid_in_capitals() {
        kept(INDICATOR.replace("fbf0836", "FBF0836"), "uuid-in-capitals", "§2.9", "$.id");
        kept(
                indicatorWith("\"created_by_ref\":\"identity--" + UUID.replace("fbf0836", "FBF0836") + "\""),
                "uuid-in-capitals",
                "§2.9",
                "$.created_by_ref");
    }

    @Test
    void a_version_time_without_milliseconds() {
        kept(indicator("678Z\",\"p", "68Z\",\"p"), "precision-below-milliseconds", "§3.2", "$.modified");
    }

    @Test
    void a_value_of_another_type_than_its_property_has() {
        kept(indicatorWith("\"name\":7"), "value-type", "§2.15", "$.name");
        kept(indicatorWith("\"labels\":\"a\""), "value-type", "§2.12", "$.labels");
        kept(indicatorWith("\"labels\":[\"a\",7]"), "value-type", "§2.12", "$.labels");
        kept(indicatorWith("\"confidence\":50.5"), "value-type", "§2.10", "$.confidence");
        kept(indicatorWith("\"valid_until\":\"soon\""), "value-type", "§2.16.1", "$.valid_until");
        kept(indicatorWith("\"kill_chain_phases\":{}"), "value-type", "§2.12", "$.kill_chain_phases");
        kept(indicatorWith("\"kill_chain_phases\":[7]"), "value-type", "§2.12", "$.kill_chain_phases");
        kept(indicatorWith("\"extensions\":[]"), "value-type", "§3.2", "$.extensions");
        kept(sco("file", ",\"name\":\"a\",\"magic_number_hex\":\"FF\""), "value-type", "§2.8", "$.magic_number_hex");
        kept(sco("file", ",\"name\":\"a\",\"hashes\":7"), "value-type", "§2.3", "$.hashes");
        kept(sco("artifact", ",\"payload_bin\":\"ab=\""), "value-type", "§2.1", "$.payload_bin");
        kept(sco("process", ",\"is_hidden\":0"), "value-type", "§2.2", "$.is_hidden");
    }

    @Test
    void an_empty_list_or_dictionary() {
        kept(indicatorWith("\"labels\":[]"), "empty-list", "§2.12", "$.labels");
        kept(indicatorWith("\"object_marking_refs\":[]"), "empty-list", "§2.12", "$.object_marking_refs");
        kept(indicatorWith("\"granular_markings\":[]"), "empty-list", "§2.12", "$.granular_markings");
        kept(indicatorWith("\"extensions\":{}"), "empty-dictionary", "§2.3", "$.extensions");
        kept(sco("file", ",\"hashes\":{}"), "empty-dictionary", "§2.3", "$.hashes");
    }

    @Test
    void a_number_out_of_its_range() {
        kept(indicatorWith("\"confidence\":101"), "range", "§4.7.1", "$.confidence");
        kept(indicatorWith("\"confidence\":-1"), "range", "§4.7.1", "$.confidence");
        String traffic = ",\"protocols\":[\"tcp\"],\"src_ref\":\"ipv4-addr--" + UUID + "\",\"src_port\":65536";
        kept(sco("network-traffic", traffic), "range", "§6.12.1", "$.src_port");
    }

    @Test
    void times_in_the_wrong_order() {
        kept(indicatorWith("\"valid_until\":\"2026-01-02T03:04:05.000Z\""), "time-order", "§4.7.1", "$.valid_until");
        assertThat(read(indicatorWith("\"valid_until\":\"2026-01-02T03:04:05.001Z\"")))
                .isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void none_or_both_of_properties_that_depend_on_each_other() {
        kept(sco("file", ""), "one-of-missing", "§6.7", "$");
        kept(sco("process", ""), "one-of-missing", "§6.13", "$");
        kept(sco("artifact", ",\"payload_bin\":\"ABCD\",\"url\":\"http://example.com/\""), "both-present", "§6.1", "$");
    }

    @Test
    void a_reference_to_a_type_that_the_property_does_not_allow() {
        kept(
                indicatorWith("\"created_by_ref\":\"tool--" + UUID + "\""),
                "reference-target",
                "§4.7.1",
                "$.created_by_ref");
        String relationship = """
                {"type":"relationship","spec_version":"2.1","id":"relationship--%1$s","relationship_type":"uses",\
                "created":"2026-01-02T03:04:05.678Z","modified":"2026-01-02T03:04:05.678Z",\
                "source_ref":"relationship--%1$s","target_ref":"tool--%1$s"}""".formatted(UUID);
        kept(relationship, "reference-target", "§5.1.2", "$.source_ref");
    }

    @Test
    void a_property_named_as_a_reference_that_is_none() {
        kept(indicatorWith("\"x_my_ref\":\"none\""), "reference-name", "§3.1", "$.x_my_ref");
        kept(indicatorWith("\"x_my_refs\":[7]"), "reference-name", "§3.1", "$.x_my_refs[0]");
    }

    @Test
    void names_that_must_not_or_should_not_be() {
        kept(indicatorWith("\"severity\":1"), "reserved-name", "§3.8", "$.severity");
        kept(indicatorWith("\"ab\":1"), "property-name", "§3.1", "$.ab");
        kept(indicatorWith("\"x-y z\":1"), "property-name", "§3.1", "$['x-y z']");
        kept(indicatorWith("\"my_score\":1"), "custom-property-prefix", "§11.1.1", "$.my_score");
        kept(indicatorWith("\"defanged\":true"), "defanged-outside-sco", "§3.2", "$.defanged");
        kept(sco("file", ",\"name\":\"a\",\"labels\":[\"b\"]"), "not-applicable", "§3.2", "$.labels");
    }

    @Test
    void a_custom_property_of_a_top_level_extension_needs_no_prefix() {
        assertThat(read(indicatorWith("\"toxicity\":8,\"extensions\":{\"extension-definition--" + UUID
                        + "\":{\"extension_type\":\"toplevel-property-extension\"}}")))
                .isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void a_custom_object_without_the_prefix_or_the_common_properties() {
        assertThat(codes(read("{\"type\":\"fooz\",\"id\":\"fooz--" + UUID + "\"}")))
                .containsExactly(
                        "custom-type-prefix",
                        "custom-common-missing",
                        "custom-common-missing",
                        "custom-common-missing");
        assertThat(codes(read(INDICATOR.replace("\"indicator", "\"x-a--b")))).containsExactly("type-name");
    }

    @Test
    void extensions_of_unknown_kinds() {
        kept(indicatorWith("\"extensions\":{\"x-mine\":{}}"), "extension-key", "§3.2", "$.extensions['x-mine']");
        kept(
                indicatorWith("\"extensions\":{\"extension-definition--" + UUID + "\":{\"extension_type\":\"x\"}}"),
                "extension-type",
                "§10.5",
                "$.extensions['extension-definition--" + UUID + "'].extension_type");
        kept(
                indicatorWith("\"extensions\":{\"extension-definition--" + UUID + "\":7}"),
                "value-type",
                "§3.2",
                "$.extensions['extension-definition--" + UUID + "']");
    }

    @Test
    void predefined_extensions_and_nested_types_that_lack_what_they_require() {
        kept(
                sco("file", ",\"name\":\"a\",\"extensions\":{\"archive-ext\":{\"comment\":\"b\"}}"),
                "required-missing",
                "§6.7.2",
                "$.extensions['archive-ext']");
        kept(
                indicatorWith("\"external_references\":[{\"source_name\":\"cve\"}]"),
                "one-of-missing",
                "§2.5",
                "$.external_references[0]");
        kept(
                indicatorWith("\"kill_chain_phases\":[{\"phase_name\":\"a\"}]"),
                "required-missing",
                "§2.11",
                "$.kill_chain_phases[0]");
    }

    @Test
    void a_term_that_an_enumeration_does_not_have() {
        String opinion = """
                {"type":"opinion","spec_version":"2.1","id":"opinion--%1$s","created":"2026-01-02T03:04:05.678Z",\
                "modified":"2026-01-02T03:04:05.678Z","opinion":"maybe",\
                "object_refs":["tool--%1$s"]}""".formatted(UUID);
        kept(opinion, "not-in-enumeration", "§4.15.1", "$.opinion");
    }

    @Test
    void a_granular_marking_of_what_is_not_there() {
        String selector = "\"granular_markings\":[{\"lang\":\"fr\",\"selectors\":[\"%s\"]}],\"labels\":[\"a\",\"b\"]";
        for (String wrong :
                new String[] {"name", "labels.[2]", "labels.a", "pattern.[0]", "labels.[", "", "labels.[x]"}) {
            kept(
                    indicatorWith(selector.formatted(wrong)),
                    "selector-unresolved",
                    "§7.2.3",
                    "$.granular_markings[0].selectors");
        }
        assertThat(read(indicatorWith(selector.formatted("labels.[1]")))).isInstanceOf(Reading.Accepted.class);
        assertThat(read(indicatorWith(selector.formatted("labels")))).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void advice_that_was_not_followed_leaves_an_object_conforming() {
        Reading.KeptWithDefects advice = (Reading.KeptWithDefects) read(indicatorWith("\"my_score\":1"));
        Reading.KeptWithDefects broken = (Reading.KeptWithDefects) read(indicatorWith("\"labels\":[]"));
        assertThat(advice.conforms()).isTrue();
        assertThat(broken.conforms()).isFalse();
    }

    @Test
    void a_defect_reads_as_a_sentence() {
        assertThat(read(indicatorWith("\"labels\":[]")).defects().getFirst().sentence())
                .isEqualTo("§2.12 at $.labels: expected a list with at least one value, or no property, found \"[]\"");
    }
}
