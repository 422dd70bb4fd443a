// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;
import org.mithaq.stix.Category;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;

class ScenarioTest {

    /// One comparison of a pattern: an object path and what it is compared with.
    private static final Pattern COMPARISON = Pattern.compile("([a-z0-9-]+):([a-zA-Z.'0-9-]+) = '([^'\\\\]+)'");

    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,}");

    private final DemoScript script = DemoScript.load();

    @Test
    void every_object_reads_without_a_defect() {
        for (StixObject object : script.objects()) {
            assertThat(StixReader.read(object.bytes(), JsonLimits.standard())).isInstanceOf(Reading.Accepted.class);
        }
        Set<Object> ids =
                new HashSet<>(script.objects().stream().map(StixObject::id).toList());
        assertThat(ids).hasSizeBetween(40, 60);
    }

    @Test
    void every_kind_of_step_and_every_label_occurs() {
        List<Class<?>> actions = new ArrayList<>();
        Set<Tlp> labels = new HashSet<>();
        for (DemoScript.Step step : script.steps()) {
            actions.add(step.action().getClass());
            if (step.action() instanceof DemoScript.Action.Share share) {
                labels.add(share.tlp());
            }
        }
        assertThat(actions).contains(DemoScript.Action.class.getPermittedSubclasses());
        assertThat(labels).contains(Tlp.values());
    }

    @Test
    void one_flash_has_a_deadline_and_one_item_is_an_exercise() {
        List<DemoScript.Posting> postings = script.steps().stream()
                .map(DemoScript.Step::action)
                .filter(DemoScript.Action.Share.class::isInstance)
                .map(action -> ((DemoScript.Action.Share) action).posting())
                .toList();
        assertThat(postings).filteredOn(each -> each.deadline().isPresent()).hasSize(1);
        assertThat(postings).filteredOn(DemoScript.Posting::exercise).hasSize(1);
    }

    @Test
    void red_reaches_the_two_named_and_in_the_pair_only_the_other() {
        List<List<String>> audiences = script.steps().stream()
                .filter(step -> step.action() instanceof DemoScript.Action.Share share && share.tlp() == Tlp.RED)
                .map(script::audience)
                .toList();
        assertThat(audiences).containsExactly(List.of("harrowmere"), List.of("safwara", "valmeronde"));
    }

    @Test
    void the_relay_reaches_a_member_who_had_none_of_it() {
        for (DemoScript.Step step : script.steps()) {
            if (step.action() instanceof DemoScript.Action.Relay relay) {
                List<String> first = script.audience(script.step(relay.ofStep()));
                assertThat(script.audience(step)).isNotEmpty().doesNotContainAnyElementsOf(first);
            }
        }
    }

    @Test
    void both_themes_share_one_address_in_the_same_bytes() {
        assertThat(script.objects().stream().map(StixObject::id).toList())
                .filteredOn(id -> id.type().equals("ipv4-addr"))
                .filteredOn(id -> script.objects().stream()
                                .filter(object -> object.id().equals(id))
                                .count()
                        == 2)
                .isNotEmpty();
    }

    @Test
    void every_organisation_has_its_name_in_its_language_and_the_two_others() {
        for (DemoCast.Member member : script.cast().members()) {
            StixObject identity = script.objects().stream()
                    .filter(object -> object.id().equals(member.identity()))
                    .findFirst()
                    .orElseThrow();
            assertThat(identity.json().string("name")).hasValue(member.ownName());
            assertThat(identity.json().string("lang")).hasValue(member.language());
            JsonObject contents = script.objects().stream()
                    .filter(object -> object.json()
                            .string("object_ref")
                            .equals(identity.json().string("id")))
                    .findFirst()
                    .orElseThrow()
                    .json()
                    .object("contents")
                    .orElseThrow();
            List<String> languages = new ArrayList<>(contents.names());
            languages.add(member.language());
            assertThat(languages).containsExactlyInAnyOrder("ar", "fr", "en");
        }
    }

    @Test
    void identifiers_are_deterministic_for_observables_and_random_for_the_rest() throws Exception {
        for (StixObject object : script.objects()) {
            if (object.category() == Category.SCO) {
                assertThat(object.id().uuid()).as(object.type()).isEqualTo(deterministic(object));
            } else {
                assertThat(object.id().uuid().version()).as(object.type()).isEqualTo(4);
            }
        }
    }

    @Test
    void every_text_is_in_normal_form_without_controls() {
        for (String text : allTexts()) {
            assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC))
                    .as(text)
                    .isTrue();
            assertThat(text.codePoints()
                            .map(Character::getType)
                            .noneMatch(type -> type == Character.CONTROL || type == Character.FORMAT))
                    .as(text)
                    .isTrue();
        }
    }

    @Test
    void every_pattern_compares_only_addresses_names_and_hashes_made_for_documentation() {
        int patterns = 0;
        for (StixObject object : script.objects()) {
            if (object.type().equals("indicator")) {
                String pattern = object.json().string("pattern").orElseThrow();
                assertThat(object.json().string("pattern_type")).hasValue("stix");
                Matcher matcher = COMPARISON.matcher(pattern);
                while (matcher.find()) {
                    assertInvented(matcher.group(1) + ":" + matcher.group(2), matcher.group(3));
                }
                assertThat(COMPARISON.matcher(pattern).replaceAll("C")).matches("\\[C( (OR|AND) C)*]");
                patterns++;
            }
        }
        assertThat(patterns).isGreaterThanOrEqualTo(4);
    }

    @Test
    void every_address_and_domain_name_anywhere_is_reserved_for_documentation() {
        for (String text : allTexts()) {
            Matcher dotted = DOTTED.matcher(text);
            while (dotted.find()) {
                assertThat(isDocumentation(dotted.group())).as(text).isTrue();
            }
            for (String word : text.split("[^A-Za-z0-9.-]+", -1)) {
                boolean file = word.endsWith(".bin") || word.endsWith(".json");
                if (HOST_NAME.matcher(word).matches() && !file) {
                    assertThat(word).matches(".*\\.(example|invalid)");
                }
            }
        }
    }

    private static void assertInvented(String path, String value) {
        switch (path) {
            case "ipv4-addr:value" ->
                assertThat(isDocumentation(value)).as(value).isTrue();
            case "ipv6-addr:value" -> assertThat(value).startsWith("2001:db8:");
            case "domain-name:value" -> assertThat(value).matches("[a-z0-9.-]+\\.(example|invalid)");
            case "file:hashes.'SHA-256'" -> assertThat(value).matches("[0-9a-f]{64}");
            default -> assertThat(path).as("a path that the scenario uses").isEmpty();
        }
    }

    /// RFC 5737 §3.
    private static boolean isDocumentation(String address) {
        return address.startsWith("192.0.2.") || address.startsWith("198.51.100.") || address.startsWith("203.0.113.");
    }

    private List<String> allTexts() {
        List<String> texts = new ArrayList<>();
        script.objects().forEach(object -> collect(object.json(), texts));
        for (String file : List.of("members.json", "script.json")) {
            collect(Json.read(DemoResources.bytes(file), JsonLimits.standard()), texts);
        }
        return texts;
    }

    private static void collect(JsonValue value, List<String> texts) {
        if (value instanceof JsonString string) {
            texts.add(string.value());
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(element -> collect(element, texts));
        } else if (value instanceof JsonObject object) {
            object.forEach(member -> collect(member.value(), texts));
        }
    }

    /// STIX 2.1 §2.9: UUID version 5 of the contributing properties in canonical form.
    private static UUID deterministic(StixObject object) throws Exception {
        List<String> contributing = object.type().equals("file") ? List.of("hashes", "name") : List.of("value");
        JsonObject.Builder chosen = JsonObject.builder();
        for (String name : contributing) {
            chosen.put(name, object.json().member(name).orElseThrow());
        }
        UUID namespace = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");
        MessageDigest digest = MessageDigest.getInstance("SHA-1");
        digest.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .flip());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(CanonicalJson.write(chosen.build())));
        long most = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
        long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    @Test
    void the_cast_speaks_three_languages_and_no_name_is_written_twice() {
        assertThat(script.cast().members()).hasSize(5);
        assertThat(script.cast().members())
                .extracting(DemoCast.Member::language)
                .contains("ar", "fr", "en");
        assertThat(script.cast().members()).extracting(DemoCast.Member::ownName).doesNotHaveDuplicates();
        String bytes = new String(DemoResources.bytes("members.json"), StandardCharsets.UTF_8);
        assertThat(bytes).contains("ميثاق");
    }
}
