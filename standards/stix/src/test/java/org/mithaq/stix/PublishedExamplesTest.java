// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;
import org.mithaq.testkit.SharedData;

/// The examples that the STIX text prints, and what is wrong with some of them.
class PublishedExamplesTest {

    private static final Pattern BLOCK =
            Pattern.compile("```(?:JSON|json)\\n(.*?)```|<code class=\"language-JSON\">(.*?)</code>", Pattern.DOTALL);

    /// What is wrong with the text's own examples. Ids such as `example--1` are, as §3.6.2 says, simplified.
    private static final Map<String, Set<String>> KNOWN = Map.ofEntries(
            Map.entry("?", Set.of("id-missing", "extension-key")),
            Map.entry("artifact--6be1fbcb-fd03-5ec3-b05f-4329746e9d2b", Set.of("value-type")),
            Map.entry("artifact--a785c567-cc53-52a1-abeb-026bb7ddf8ba", Set.of("value-type")),
            Map.entry("example--1", Set.of("id-malformed", "custom-type-prefix", "custom-common-missing")),
            Map.entry("example--2", Set.of("id-malformed", "custom-type-prefix", "custom-common-missing")),
            Map.entry("example--3", Set.of("id-malformed", "custom-type-prefix", "custom-common-missing")),
            Map.entry("example--5", Set.of("id-malformed", "custom-type-prefix", "custom-common-missing")),
            Map.entry("example--6", Set.of("id-malformed", "custom-type-prefix", "custom-common-missing")),
            Map.entry("file-1389b98d-a3d3-5190-a996-716fd444059a", Set.of("id-malformed")),
            Map.entry("indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2", Set.of("required-missing")),
            Map.entry("indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", Set.of("required-missing")),
            Map.entry("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Set.of("tlp-contradicted")),
            Map.entry("marking-definition--7adc34dc-f5c7-4b7c-a7da-28fc4dd716cc", Set.of("extension-type")),
            Map.entry(
                    "observed-data--0960319a-3cab-4258-a143-4dbb25525bb1",
                    Set.of("spec-version-missing", "created-missing", "modified-missing")),
            Map.entry("relationship--4", Set.of("id-malformed", "spec-version-missing", "reference-malformed")),
            Map.entry("relationship--81f12913-1372-4c96-85ec-E9034ac98aba", Set.of("uuid-in-capitals")),
            Map.entry(
                    "x-example-com-customobject--4527e5de-8572-446a-a57a-706f15467461",
                    Set.of("custom-common-missing")));

    /// Published bundles, and how many of their objects are accepted, kept and refused.
    private static final Map<String, List<Integer>> BUNDLES = Map.ofEntries(
            Map.entry("oasis/examples/indicator-for-c2-ip-address.json", List.of(1, 0, 0)),
            Map.entry("oasis/examples/indicator-to-campaign-relationship.json", List.of(3, 0, 0)),
            Map.entry("oasis/examples/indicators-for-C2-with-COA.json", List.of(8, 0, 0)),
            // One UUID in capitals.
            Map.entry("oasis/examples/infrastructure.json", List.of(9, 1, 0)),
            Map.entry("oasis/examples/interop-objectmarking-test.json", List.of(1, 0, 0)),
            Map.entry("oasis/examples/malicious-email-indicator-with-attachment.json", List.of(6, 0, 0)),
            Map.entry("oasis/examples/threat-reports/apt1.json", List.of(76, 0, 0)),
            Map.entry("oasis/examples/threat-reports/poisonivy.json", List.of(155, 0, 0)),
            Map.entry("oasis/examples-doc/apt1.json", List.of(76, 0, 0)),
            Map.entry("oasis/examples-doc/defining-campaigns-threat-actors-intrusion-sets.json", List.of(26, 0, 0)),
            Map.entry("oasis/examples-doc/identifying-a-threat-actor-profile.json", List.of(3, 0, 0)),
            Map.entry("oasis/examples-doc/indicator-for-malicious-url.json", List.of(3, 0, 0)),
            Map.entry("oasis/examples-doc/malware-indicator-for-file-hash.json", List.of(3, 0, 0)),
            Map.entry("oasis/examples-doc/poisonivy.json", List.of(155, 0, 0)),
            Map.entry("oasis/examples-doc/sighting-of-an-indicator.json", List.of(4, 0, 0)),
            Map.entry("oasis/examples-doc/sighting-of-observed-data.json", List.of(8, 0, 0)),
            Map.entry("oasis/examples-doc/threat-actor-leveraging-attack-patterns-and-malware.json", List.of(7, 0, 0)),
            Map.entry("oasis/examples-doc/using-granular-markings.json", List.of(4, 0, 0)),
            Map.entry("oasis/examples-doc/using-marking-definitions.json", List.of(4, 0, 0)),
            // A data component whose reference is an empty string.
            Map.entry("attack/ics-attack-18.1.json", List.of(1821, 5, 0)));

    @Test
    void every_complete_example_of_the_text_is_accepted_or_has_a_known_reason() {
        String text = new String(SharedData.bytes("spec/stix-v2.1.md"), StandardCharsets.UTF_8);
        Map<String, Set<String>> found = new TreeMap<>();
        int examples = 0;
        for (JsonObject example : examples(text)) {
            examples++;
            Reading reading = StixReader.read(Json.write(example), JsonLimits.standard());
            if (!(reading instanceof Reading.Accepted)) {
                found.computeIfAbsent(example.string("id").orElse("?"), _ -> new TreeSet<>())
                        .addAll(Objects.codes(reading));
            }
        }
        assertThat(examples).isGreaterThan(150);
        assertThat(found).isEqualTo(KNOWN);
    }

    @Test
    void published_bundles_are_read_as_listed() {
        BUNDLES.forEach((file, expected) -> {
            int[] verdicts = new int[3];
            List<JsonObject> objects = new ArrayList<>();
            collect(Json.read(SharedData.bytes(file), JsonLimits.standard()), objects);
            for (JsonObject object : objects) {
                switch (StixReader.read(Json.write(object), JsonLimits.standard())) {
                    case Reading.Accepted _ -> verdicts[0]++;
                    case Reading.KeptWithDefects _ -> verdicts[1]++;
                    case Reading.Refused _ -> verdicts[2]++;
                }
            }
            assertThat(verdicts).as(file).containsExactly(expected.get(0), expected.get(1), expected.get(2));
        });
    }

    private static List<JsonObject> examples(String text) {
        List<JsonObject> examples = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String block = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            try {
                collect(Json.read(block.getBytes(StandardCharsets.UTF_8), JsonLimits.standard()), examples);
            } catch (MalformedJson fragment) {
                // With an ellipsis or several values: no complete object.
            }
        }
        return examples;
    }

    private static void collect(JsonValue value, List<JsonObject> examples) {
        if (value instanceof JsonArray array) {
            array.forEach(element -> collect(element, examples));
        } else if (value instanceof JsonObject object && object.has("objects") && !object.has("first_observed")) {
            object.array("objects").ifPresent(objects -> collect(objects, examples));
        } else if (value instanceof JsonObject object && object.has("type")) {
            examples.add(object);
        }
    }
}
