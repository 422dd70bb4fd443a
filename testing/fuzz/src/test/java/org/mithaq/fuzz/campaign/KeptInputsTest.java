// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Repository;
import org.mithaq.fuzz.Target;

/// Reads every input that is kept, without a fuzzer: what broke a parser once never does again.
class KeptInputsTest {

    private static final Duration INPUT_TIME_MAX = Duration.ofSeconds(20);

    static List<Target> targets() {
        return new All().targets();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_kind_has_a_seed_that_is_accepted(Target target) throws Exception {
        for (Kind kind : target.kinds()) {
            boolean accepted = false;
            for (byte[] seed : kind.seeds()) {
                accepted |= kind.parser().accepts(seed.clone());
            }
            assertThat(accepted).as("%s, %s", target, kind).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void no_input_that_is_kept_breaks_its_parser(Target target) {
        for (byte[] seed : target.seeds()) {
            assertHarmless(target, seed, "a seed");
        }
        kept(target).forEach(file -> assertHarmless(target, bytes(file), file.toString()));
    }

    @Test
    void every_folder_of_inputs_is_that_of_a_target() throws IOException {
        List<String> names = targets().stream().map(Target::name).toList();
        assertThat(names).containsExactlyInAnyOrderElementsOf(new All().makers().keySet());
        for (Path folder : List.of(
                Repository.corpus("any").resolveSibling(""),
                Repository.regressions("any").resolveSibling(""))) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> folders = Files.list(folder)) {
                    assertThat(folders.map(each -> each.getFileName().toString()))
                            .isSubsetOf(names);
                }
            }
        }
    }

    private static List<Path> kept(Target target) {
        return Stream.of(Repository.regressions(target.name()), Repository.corpus(target.name()))
                .flatMap(folder -> Repository.files(folder).stream())
                .toList();
    }

    private static void assertHarmless(Target target, byte[] input, String name) {
        assertThatCode(() -> assertTimeoutPreemptively(INPUT_TIME_MAX, () -> target.feed(input)))
                .as(name)
                .doesNotThrowAnyException();
    }

    private static byte[] bytes(Path file) {
        return Repository.bytes(file.toString());
    }
}
