// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// Damaged objects get a verdict, never an exception; and what gets through is what was read.
class MutationTest {

    private static final List<String> ORIGINALS = List.of(
            Objects.INDICATOR,
            Objects.indicatorWith("""
                    "revoked":false,"object_marking_refs":["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"],
                    "granular_markings":[{"marking_ref":"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
                    "selectors":["labels.[0]","pattern"]}],"labels":["a"],"confidence":50,"x_a":{"b_refs":
                    ["tool--e2e1a340-4415-4ba8-9671-f7343fbf0836"]},"kill_chain_phases":[{"kill_chain_name":"a",
                    "phase_name":"b"}],"external_references":[{"source_name":"a","url":"http://example.com"}]"""),
            """
            {"type":"file","id":"file--e2e1a340-4415-5ba8-9671-f7343fbf0836","hashes":{"MD5":"aa"},"size":3,
            "extensions":{"ntfs-ext":{"alternate_data_streams":[{"name":"a"}]},"extension-definition--%s":
            {"extension_type":"property-extension","a_refs":[1]}}}""".formatted(Objects.UUID),
            new String(ThematicExtensions.definitions().getLast().bytes(), StandardCharsets.UTF_8));

    @Test
    void no_damage_makes_the_reader_throw_or_change_bytes() {
        Seeds.forAll(20_000, random -> {
            byte[] original = ORIGINALS.get(random.nextInt(ORIGINALS.size())).getBytes(StandardCharsets.UTF_8);
            byte[] damaged = Mutations.mutate(original, random);
            for (int i = random.nextInt(3); i > 0; i--) {
                damaged = Mutations.mutate(damaged, random);
            }
            byte[] before = damaged.clone();
            Reading reading = StixReader.read(damaged, JsonLimits.standard());
            if (reading.object().isPresent()) {
                StixObject object = reading.object().get();
                assertThat(object.bytes()).isSameAs(damaged).isEqualTo(before);
                assertThat(object.json()).isEqualTo(Json.read(before, JsonLimits.standard()));
                assertThat(object.version().key()).isNotEmpty();
                assertThat(Markings.of(object, _ -> Optional.empty())).isNotNull();
            } else {
                assertThat(reading.defects()).isNotEmpty();
            }
        });
    }

    @Test
    void nesting_up_to_the_limit_is_read_and_beyond_it_refused() {
        JsonLimits deepest = JsonLimits.standard().withDepthMax(JsonLimits.DEPTH_CEILING);
        for (int depth : new int[] {10, JsonLimits.DEPTH_CEILING - 1, JsonLimits.DEPTH_CEILING, 100_000}) {
            String nested = "{\"b\":".repeat(depth) + '1' + "}".repeat(depth);
            Reading reading = StixReader.read(
                    Objects.indicatorWith("\"x_a\":" + nested).getBytes(StandardCharsets.UTF_8), deepest);
            assertThat(reading.object().isPresent()).isEqualTo(depth < JsonLimits.DEPTH_CEILING);
        }
    }
}
