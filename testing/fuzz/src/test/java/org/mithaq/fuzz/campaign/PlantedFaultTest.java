// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;

/// Shows that a campaign finds what is planted, and that each thing that a target asserts bites.
class PlantedFaultTest {

    /// Far more than it takes, also on a busy machine: it ends with what it finds.
    private static final Duration TIME_MAX = Duration.ofSeconds(60);

    @Test
    void a_fault_behind_a_magic_a_range_and_a_word_is_found(@TempDir Path folder) throws Exception {
        Target toy = new Planted().target("toy");

        Campaign.Outcome outcome = new Campaign(Planted.class, toy, folder).run(TIME_MAX);

        assertThat(outcome.broke()).hasSize(1);
        assertThat(outcome.found()).contains("ArrayIndexOutOfBoundsException", "ToyParser.read");
    }

    @Test
    void another_exception_than_the_documented_one_is_a_finding() {
        assertThatThrownBy(() -> feed(input -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_second_spelling_of_a_value_is_a_finding() {
        assertThatThrownBy(() -> feed(input -> new String(input, StandardCharsets.UTF_8).strip()))
                .isInstanceOf(Finding.class)
                .hasMessageContaining("spelling");
    }

    @Test
    void memory_beyond_what_the_input_justifies_is_a_finding() {
        assertThatThrownBy(() -> feed(input -> new byte[5 << 20].length > input.length ? " x" : ""))
                .isInstanceOf(Finding.class)
                .hasMessageContaining("bytes of memory");
    }

    @Test
    void a_refusal_that_quotes_control_characters_or_too_much_is_a_finding() {
        for (String message : List.of("found \n", "", "x".repeat(3_000))) {
            assertThatThrownBy(() -> feed(input -> {
                        throw new IllegalArgumentException(message);
                    }))
                    .isInstanceOf(Finding.class)
                    .hasMessageContaining("a refusal");
        }
    }

    @Test
    void a_changed_input_is_a_finding() {
        assertThatThrownBy(() -> feed(input -> {
                    input[0]++;
                    return " x";
                }))
                .isInstanceOf(Finding.class)
                .hasMessageContaining("changes");
    }

    private static void feed(Codec.Reading<String> reading) throws Exception {
        Kind kind = Kind.of(
                "planted",
                Codec.canonical(
                        IllegalArgumentException.class, reading, text -> text.getBytes(StandardCharsets.UTF_8)));
        new Target("planted", 100, List.of(), List.of(kind)).feed(" x".getBytes(StandardCharsets.UTF_8));
    }
}
