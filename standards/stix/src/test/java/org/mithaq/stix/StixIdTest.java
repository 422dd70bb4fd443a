// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Seeds;

class StixIdTest {

    @Test
    void the_written_form_is_read_and_written_again() {
        StixId id = StixId.parse("indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836");
        assertThat(id.type()).isEqualTo("indicator");
        assertThat(id.uuid()).isEqualTo(UUID.fromString("e2e1a340-4415-4ba8-9671-f7343fbf0836"));
        assertThat(id).hasToString("indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836");
    }

    @Test
    void any_type_and_uuid_round_trip() {
        Seeds.forAll(2_000, random -> {
            StringBuilder type = new StringBuilder();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                type.append("abcxyz0189-".charAt(random.nextInt(11)));
            }
            StixId id = new StixId(type.toString(), new UUID(random.nextLong(), random.nextLong()));
            assertThat(StixId.parse(id.toString())).isEqualTo(id);
        });
    }

    @Test
    void a_uuid_in_capitals_is_the_same_identifier() {
        assertThat(StixId.parse("tool--E2E1A340-4415-4BA8-9671-F7343FBF0836"))
                .isEqualTo(StixId.parse("tool--e2e1a340-4415-4ba8-9671-f7343fbf0836"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "indicator",
                "--e2e1a340-4415-4ba8-9671-f7343fbf0836",
                "e2e1a340-4415-4ba8-9671-f7343fbf0836",
                "indicator-e2e1a340-4415-4ba8-9671-f7343fbf0836",
                "indicator--e2e1a340-4415-4ba8-9671-f7343fbf083",
                "indicator--e2e1a340-4415-4ba8-9671-f7343fbf08366",
                "indicator--e2e1a340_4415-4ba8-9671-f7343fbf0836",
                "indicator--e2e1a3404-415-4ba8-9671-f7343fbf0836",
                "indicator--g2e1a340-4415-4ba8-9671-f7343fbf0836",
                "Indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836",
                "in dicator--e2e1a340-4415-4ba8-9671-f7343fbf0836",
                " indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836",
                "indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836 ",
                "indicator--\u0660\u06602e1a340-4415-4ba8-9671-f7343fbf083",
            })
    void anything_else_is_refused_with_its_clause(String written) {
        assertThat(StixId.tryParse(written)).isEmpty();
        assertThatThrownBy(() -> StixId.parse(written))
                .isInstanceOf(MalformedStix.class)
                .hasMessageStartingWith("STIX 2.1 §2.9: expected an identifier");
    }

    @Test
    void a_type_of_251_characters_is_refused_and_one_of_250_is_not() {
        assertThat(new StixId("a".repeat(250), new UUID(1, 2)).type()).hasSize(250);
        assertThatThrownBy(() -> new StixId("a".repeat(251), new UUID(1, 2))).isInstanceOf(MalformedStix.class);
        assertThatThrownBy(() -> new StixId("", new UUID(1, 2))).isInstanceOf(MalformedStix.class);
    }

    @Test
    void only_rfc_4122_uuids_of_a_defined_version_count_as_such() {
        assertThat(StixId.parse("tool--e2e1a340-4415-4ba8-9671-f7343fbf0836").isRfc4122())
                .isTrue();
        assertThat(StixId.parse("tool--e2e1a340-4415-5ba8-a671-f7343fbf0836").isRfc4122())
                .isTrue();
        assertThat(StixId.parse("tool--00000000-0000-0000-0000-000000000000").isRfc4122())
                .isFalse();
        assertThat(StixId.parse("tool--e2e1a340-4415-9ba8-9671-f7343fbf0836").isRfc4122())
                .isFalse();
        assertThat(StixId.parse("tool--e2e1a340-4415-4ba8-1671-f7343fbf0836").isRfc4122())
                .isFalse();
    }

    @Test
    void what_a_refusal_quotes_is_clipped_and_harmless() {
        assertThatThrownBy(() -> StixId.parse("\u202e\n" + "x".repeat(10_000)))
                .isInstanceOfSatisfying(MalformedStix.class, e -> {
                    assertThat(e.clause()).isEqualTo("§2.9");
                    assertThat(e.expected()).contains("object-type--UUID");
                    assertThat(e.found()).hasSizeLessThan(100).doesNotContain("\n", "\u202e");
                });
    }
}
