// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Keeps what compilers and formatters cannot; [HouseRulesTest] shows that each rule bites.
class HouseTest {

    private static final Checkout CHECKOUT = Checkout.ofBuild();
    private static final Map<String, String> TEXTS = CHECKOUT.texts();
    private static final List<JavaSource> SOURCES = CHECKOUT.javaSources();

    @Test
    void the_checkout_is_seen_whole() {
        assertThat(SOURCES).hasSizeGreaterThan(50);
        assertThat(TEXTS).containsKeys("pom.xml", "mithaq", ".ci/run", "app/pom.xml", "LICENSE");
    }

    @Test
    void files_methods_and_lines_are_short() {
        assertNone(each(SourceRules::lengths));
    }

    @Test
    void names_say_what_things_are() {
        assertNone(each(SourceRules::names));
    }

    @Test
    void every_java_file_begins_with_its_licence() {
        assertNone(each(SourceRules::licence));
    }

    @Test
    void exceptions_have_names_and_suppressions_have_reasons() {
        assertNone(each(SourceRules::carelessness));
    }

    @Test
    void every_package_is_null_marked() {
        assertNone(SourceRules.nullMarks(SOURCES));
    }

    @Test
    void every_test_can_fail() {
        assertNone(TestRules.everyTestAsserts(SOURCES));
    }

    @Test
    void every_sentence_in_a_test_class_runs() {
        assertNone(each(TestRules::everySentenceIsATest));
    }

    @Test
    void no_text_leaves_work_for_later_or_names_a_registry_or_one_machine() {
        var violations = new ArrayList<Violation>();
        TEXTS.forEach((path, text) -> violations.addAll(TextRules.words(path, text)));
        assertNone(violations);
    }

    @Test
    void decisions_are_numbered_once_and_have_their_four_parts() {
        assertThat(TEXTS.keySet()).anyMatch(path -> path.startsWith("docs/decisions/"));
        assertNone(TextRules.decisions(TEXTS));
    }

    @Test
    void every_module_is_in_the_pages_that_lead_readers() throws IOException {
        var violations = new ArrayList<Violation>();
        for (String page : List.of("README.md", "ARCHITECTURE.md")) {
            if (TEXTS.containsKey(page)) {
                violations.addAll(TextRules.modulesListed(CHECKOUT.modules(), page, TEXTS.get(page)));
            }
        }
        assertNone(violations);
    }

    /// What this module does not see, its rules about arrows do not see either.
    @Test
    void this_module_sees_every_other() throws IOException {
        String pom = Files.readString(CHECKOUT.root().resolve("app/pom.xml"));

        for (String module : CHECKOUT.modules()) {
            String artifact = "mithaq-" + Path.of(module).getFileName();
            if (!module.equals("app") && !module.startsWith("testing/")) {
                assertThat(pom).contains("<artifactId>" + artifact + "</artifactId>");
            }
        }
    }

    @Test
    void every_allowance_is_still_needed_and_has_a_reason() {
        var violations = new ArrayList<Violation>();
        List.<Function<JavaSource, List<Violation>>>of(
                        SourceRules::lengths,
                        SourceRules::names,
                        SourceRules::licence,
                        SourceRules::carelessness,
                        TestRules::everySentenceIsATest)
                .forEach(rule -> violations.addAll(each(rule)));
        violations.addAll(TestRules.everyTestAsserts(SOURCES));
        TEXTS.forEach((path, text) -> violations.addAll(TextRules.words(path, text)));

        assertThat(Allowances.ALL).allSatisfy(allowance -> {
            assertThat(allowance.reason()).isNotBlank();
            assertThat(violations).anyMatch(allowance::covers);
        });
    }

    private static List<Violation> each(Function<JavaSource, List<Violation>> rule) {
        return SOURCES.stream().flatMap(source -> rule.apply(source).stream()).toList();
    }

    private static void assertNone(List<Violation> violations) {
        assertThat(violations.stream().filter(each -> !Allowances.cover(each))).isEmpty();
    }
}
