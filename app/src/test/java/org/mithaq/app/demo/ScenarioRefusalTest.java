// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class ScenarioRefusalTest {

    private static final String CAST = text("members.json");
    private static final String SCRIPT = text("script.json");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"federation\"|\"federations\"|one of federation",
                "\"state-csirt\"|\"empire\"|a value that is known",
                "\"language\": \"fr\"|\"language\": \"de\"|ar, fr or en",
                "zaytara.example|zaytara.test|below .example",
                "\"key\": \"safwara\"|\"key\": \"zaytara\"|different keys",
                "\"theme\": \"terrorism\"|\"theme\": \"weather\"|a value that is known",
                "\"kind\": \"plenary\"|\"kind\": \"bilateral\"|two members",
                "\"identity\": \"identity--|\"identity\": \"malware--|an identity"
            })
    void a_cast_that_says_something_else_is_refused(String was, String becomes, String expected) {
        assertThatThrownBy(() -> DemoCast.read(bytes(CAST.replace(was, becomes))))
                .isInstanceOf(ScenarioBroken.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"number\": 3,|\"number\": 4,|the number 3",
                "\"at\": 400,|\"at\": 800,|no step back in time",
                "\"by\": \"safwara\"|\"by\": \"nobody\"|a member of the cast",
                "\"action\": \"ack\"|\"action\": \"nod\"|share, sighting",
                "\"lane\": \"flash\"|\"lane\": \"routine\"|a deadline for a flash",
                "\"tlp\": \"clear\"|\"tlp\": \"green\"|TLP:GREEN",
                "\"onward\": \"permitted\"|\"onward\": \"unstated\"|a step that may be passed on",
                "\"action\": \"start\"|\"action\": \"stop\"|a running node",
                "\"channel\": \"organised-crime\"|\"channel\": \"terrorism\"|a channel of its own",
                "\"deadlineMillis\": 30000|\"deadline\": 30000|one of number",
                "\"ofStep\": 18|\"ofStep\": 2|an object of step 2",
                "\"bundle\": \"01-places.json\"|\"bundle\": \"../members.json\"|a file name",
                "\"bundle\": \"01-places.json\"|\"bundle\": \"01-nothing.json\"|a file of the scenario"
            })
    void a_script_that_does_not_fit_is_refused(String was, String becomes, String expected) {
        assertThatThrownBy(() -> read(bytes(SCRIPT.replace(was, becomes))))
                .isInstanceOf(ScenarioBroken.class)
                .hasMessageContaining(expected);
    }

    @Test
    void an_object_with_a_defect_is_refused() {
        String bundle = text("bundles/01-places.json").replace("\"country\": \"QM\", ", "");
        assertThatThrownBy(() -> DemoBundle.read("01-places.json", bytes(bundle)))
                .isInstanceOf(ScenarioBroken.class)
                .hasMessageContaining("without defects");
    }

    @Test
    void a_resource_that_is_too_long_is_refused() {
        assertThatThrownBy(() -> DemoCast.read(bytes(CAST + " ".repeat(Row.BYTES_MAX))))
                .isInstanceOf(ScenarioBroken.class);
    }

    @Test
    void no_mutation_escapes_in_another_way() {
        byte[] bundle = DemoResources.bytes("bundles/06-flash-cranes.json");
        Seeds.forAll(60, random -> {
            onlyBroken(() -> DemoCast.read(Mutations.mutate(bytes(CAST), random)));
            onlyBroken(() -> read(Mutations.mutate(bytes(SCRIPT), random)));
            onlyBroken(() -> DemoBundle.read("06-flash-cranes.json", Mutations.mutate(bundle, random)));
        });
    }

    private static void onlyBroken(Runnable reading) {
        try {
            reading.run();
        } catch (ScenarioBroken e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }

    private static DemoScript read(byte[] script) {
        return ScriptReader.read(script, DemoCast.load(), file -> DemoResources.bytes("bundles/" + file));
    }

    private static String text(String name) {
        return new String(DemoResources.bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
