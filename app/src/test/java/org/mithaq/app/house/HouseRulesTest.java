// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Shows that each rule of [HouseTest] bites, on planted sources, and lets through what only looks like a fault.
class HouseRulesTest {

    private static final String SPDX = "// SPDX-License-Identifier: Apache-2.0\n";
    private static final String TEST = "app/src/test/java/org/mithaq/app/PlantedTest.java";

    @Test
    void a_long_file_line_or_method_is_found() {
        String method = "class A {\n void a() {\n" + "  b();\n".repeat(58) + " }\n void b() {}\n}\n";
        assertThat(rules(SourceRules.lengths(source(method)))).isEmpty();
        assertThat(rules(SourceRules.lengths(source(method.replaceFirst("b\\(\\);", "b();\nb();")))))
                .containsExactly("method-length");
        assertThat(rules(SourceRules.lengths(source("//" + "é".repeat(118))))).isEmpty();
        assertThat(rules(SourceRules.lengths(source("//" + "é".repeat(119))))).containsExactly("line-length");
        assertThat(rules(SourceRules.lengths(source("//\n".repeat(400))))).isEmpty();
        assertThat(rules(SourceRules.lengths(source("//\n".repeat(401))))).containsExactly("file-length");
    }

    @Test
    void an_empty_name_is_found_at_any_depth_and_in_packages() {
        assertThat(rules(SourceRules.names(source("class KeyManager {}")))).containsExactly("empty-name");
        assertThat(rules(SourceRules.names(source("class A { interface B { record BImpl() {} } }"))))
                .containsExactly("empty-name");
        assertThat(rules(SourceRules.names(source("package org.mithaq.util;")))).containsExactly("empty-name");
        assertThat(rules(SourceRules.names(source("class Implicit { Managerial x; } // Helper"))))
                .isEmpty();
    }

    @Test
    void a_get_prefix_is_found_unless_it_overrides() {
        assertThat(rules(SourceRules.names(source("class A { int getSize() { return 1; } }"))))
                .containsExactly("get-prefix");
        assertThat(rules(SourceRules.names(
                        source("class A { @Override int getSize() { return 1; } int getaway() { return 1; } }"))))
                .isEmpty();
    }

    @Test
    void a_missing_licence_is_found() {
        assertThat(rules(SourceRules.licence(source("class A {}")))).containsExactly("licence");
        assertThat(rules(SourceRules.licence(source("\n" + SPDX)))).containsExactly("licence");
        assertThat(SourceRules.licence(source(SPDX + "class A {}"))).isEmpty();
    }

    @Test
    void a_bare_exception_an_unexplained_suppression_and_a_disabled_test_are_found() {
        assertThat(rules(SourceRules.carelessness(source("throw new Runtime" + "Exception(\"\");"))))
                .containsExactly("bare-exception");
        assertThat(rules(SourceRules.carelessness(source("class A {\n@SuppressWarnings(\"x\")\nint b;}"))))
                .containsExactly("unexplained-suppression");
        assertThat(SourceRules.carelessness(source("class A {\n// because\n@SuppressWarnings(\"x\")\nint b;}")))
                .isEmpty();
        assertThat(rules(SourceRules.carelessness(source("@Dis" + "abled\n")))).containsExactly("disabled-test");
    }

    @Test
    void a_package_without_a_mark_is_found_even_beside_a_marked_one_of_another_module() {
        var marked = JavaSource.of("a/src/main/java/p/package-info.java", "@NullMarked package p;");
        var unmarked = JavaSource.of("b/src/main/java/p/package-info.java", "package p;");

        assertThat(SourceRules.nullMarks(List.of(marked, JavaSource.of("a/src/test/java/p/A.java", "package p;"))))
                .isEmpty();
        assertThat(rules(SourceRules.nullMarks(List.of(marked, unmarked)))).containsExactly("null-marked");
    }

    @Test
    void a_test_that_asserts_nothing_is_found() {
        assertThat(rules(asserts("@Test void a() { run(); } void run() {}"))).containsExactly("test-asserts");
        assertThat(rules(asserts("@Test void a() { /* assertThat(1); */ String s = \"assertThat\"; }")))
                .containsExactly("test-asserts");
    }

    @Test
    void a_test_that_asserts_directly_or_through_another_method_passes() {
        assertThat(asserts("@Test void a() { assertThat(1).isOne(); }")).isEmpty();
        assertThat(asserts("@Test void a() { b(); } void b() { c(); } void c() { Assertions.fail(); }"))
                .isEmpty();
        assertThat(asserts("@Test void a() { forAll(x -> assertEquals(1, x)); }"))
                .isEmpty();
        assertThat(asserts("@Test void a() { each(this::b); } void b() { throw new AssertionError(); }"))
                .isEmpty();
    }

    @Test
    void a_sentence_without_an_annotation_is_found() {
        assertThat(rules(sentences("class ATest { void it_works() {} }"))).containsExactly("test-runs");
        assertThat(rules(sentences("interface AContract { default void it_works() {} }")))
                .containsExactly("test-runs");
        assertThat(sentences("class ATest { @Test void it_works() {} void run() {} private void a_b() {} }"))
                .isEmpty();
        assertThat(sentences("class Thing { void it_works() {} }")).isEmpty();
    }

    @Test
    void words_that_no_text_may_hold_are_found() {
        assertThat(rules(TextRules.words("a.md", "x\nTO" + "DO: later"))).containsExactly("left-for-later");
        assertThat(rules(TextRules.words("a.sh", "// FIX" + "ME"))).containsExactly("left-for-later");
        assertThat(rules(TextRules.words("a.md", "see py" + "pi.org"))).containsExactly("registry-host");
        assertThat(rules(TextRules.words("pom.xml", "https://repo1.ma" + "ven.org/x")))
                .containsExactly("registry-host");
        assertThat(rules(TextRules.words("a.md", "cd /wor" + "k/x"))).containsExactly("machine-path");
        assertThat(rules(TextRules.words("a.md", "`/tm" + "p/x`"))).containsExactly("machine-path");
        assertThat(TextRules.words("a.md", "docs/work/x and mastodon and TODOs"))
                .isEmpty();
    }

    @Test
    void decisions_with_a_shared_number_a_wrong_name_or_a_part_missing_are_found() {
        String whole =
                "# 1\n\n## Decision\n\n## Why\n\n## What we gave up\n\n## How we will notice that it was wrong\n";

        assertThat(TextRules.decisions(Map.of("docs/decisions/0001-a.md", whole, "docs/decisions/0002-b.md", whole)))
                .isEmpty();
        assertThat(rules(TextRules.decisions(
                        Map.of("docs/decisions/0001-a.md", whole, "docs/decisions/0001-b.md", whole))))
                .containsExactly("decision-number");
        assertThat(rules(TextRules.decisions(Map.of("docs/decisions/1-a.md", whole))))
                .containsExactly("decision-name");
        assertThat(rules(TextRules.decisions(Map.of("docs/decisions/0001-a.md", whole.replace("## Why\n", "")))))
                .containsExactly("decision-parts");
    }

    @Test
    void a_module_that_no_page_mentions_is_found() {
        assertThat(rules(TextRules.modulesListed(List.of("a/b", "c"), "README.md", "`a/b` and c")))
                .containsExactly("module-listed");
    }

    @Test
    void an_allowance_covers_its_rule_in_its_file_and_nothing_else() {
        var allowance = new Allowances.Allowance("file-length", "a/B.java", "a table");

        assertThat(allowance.covers(new Violation("file-length", "a/B.java", "")))
                .isTrue();
        assertThat(allowance.covers(new Violation("file-length", "a/B.java:7", "")))
                .isTrue();
        assertThat(allowance.covers(new Violation("file-length", "a/BC.java", "")))
                .isFalse();
        assertThat(allowance.covers(new Violation("line-length", "a/B.java", "")))
                .isFalse();
    }

    private static JavaSource source(String text) {
        return JavaSource.of("app/src/main/java/org/mithaq/app/Planted.java", text);
    }

    private static List<Violation> asserts(String members) {
        return TestRules.everyTestAsserts(List.of(JavaSource.of(TEST, "class PlantedTest { " + members + " }")));
    }

    private static List<Violation> sentences(String type) {
        return TestRules.everySentenceIsATest(JavaSource.of(TEST, type));
    }

    private static List<String> rules(List<Violation> violations) {
        return violations.stream().map(Violation::rule).toList();
    }
}
