// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every parser has a target that reaches it, or a reason here why it needs none.
class EveryParserTest {

    private static final Pattern NAME = Pattern.compile("(parse|decode|read|tryParse|open|opening)([A-Z].*)?");
    private static final Set<String> INPUTS =
            Set.of(byte[].class.getName(), "java.io.InputStream", "java.lang.String", "org.mithaq.crypto.SecretBytes");

    private static final String SHIPPED = "reads what is shipped in the program's own jar, and nothing else";

    /// What reads no input from outside, and why it does not.
    private static final Map<String, String> NEEDS_NONE = Map.of(
            "org.mithaq.app.demo.DemoBundle.read",
            SHIPPED,
            "org.mithaq.app.demo.DemoCopies.read",
            "reads a ledger that the demo itself has written",
            "org.mithaq.node.ReceiptProofs$Due.read",
            "reads a row of the node's own ledger, which nobody else writes",
            "org.mithaq.app.demo.DemoCast.read",
            SHIPPED,
            "org.mithaq.app.demo.Row.read",
            SHIPPED,
            "org.mithaq.app.demo.ScriptReader.read",
            SHIPPED,
            "org.mithaq.app.demo.TerminalSize.parse",
            "reads what stty says, and falls back where that is no size",
            "org.mithaq.http.PathPattern.parse",
            "reads the patterns of our own routes, when they are registered");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mithaq");

    @Test
    void every_parser_is_reached_by_a_target_or_has_a_reason() {
        Set<String> reached = reached();
        var missing = new TreeSet<String>();
        parsers()
                .map(EveryParserTest::name)
                .filter(each -> !reached.contains(each))
                .forEach(missing::add);

        assertThat(missing).as("parsers without a target").isEqualTo(NEEDS_NONE.keySet());
    }

    @Test
    void the_rule_knows_parsers_when_it_sees_them() {
        assertThat(parsers().map(EveryParserTest::name))
                .hasSizeGreaterThan(60)
                .contains(
                        "org.mithaq.json.Json.read",
                        "org.mithaq.exchange.Manifest.parse",
                        "org.mithaq.stix.BundleReader.of",
                        "org.mithaq.app.config.ConfigFile.read");
        assertThat(reached()).doesNotContain("org.mithaq.app.demo.DemoCast.read");
    }

    /// Methods of the program that make something of bytes, text or a stream.
    private static Stream<JavaMethod> parsers() {
        return CLASSES.stream()
                .filter(each -> !isFuzz(each))
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE)
                        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && method.getModifiers().contains(JavaModifier.STATIC))
                .filter(method -> NAME.matcher(method.getName()).matches()
                        || (method.getName().equals("of") && takes(method, "java.io.InputStream")))
                .filter(method -> INPUTS.stream().anyMatch(input -> takes(method, input)));
    }

    private static boolean takes(JavaMethod method, String type) {
        return method.getRawParameterTypes().stream()
                .anyMatch(each -> each.getName().equals(type)
                        || (type.equals(byte[].class.getName())
                                && each.getName().equals("[B")));
    }

    /// Everything that a target calls, directly or through what it calls.
    private static Set<String> reached() {
        var seen = new HashSet<JavaCodeUnit>();
        Deque<JavaCodeUnit> waiting = new ArrayDeque<>();
        CLASSES.stream()
                .filter(EveryParserTest::isFuzz)
                .flatMap(each -> each.getCodeUnits().stream())
                .forEach(waiting::add);
        while (!waiting.isEmpty()) {
            JavaCodeUnit next = waiting.poll();
            if (seen.add(next)) {
                Stream.<JavaAccess<?>>concat(
                                next.getCallsFromSelf().stream(),
                                Stream.concat(
                                        next.getMethodReferencesFromSelf().stream(),
                                        next.getConstructorReferencesFromSelf().stream()))
                        .map(JavaAccess::getTarget)
                        .filter(target -> target.getOwner().getPackageName().startsWith("org.mithaq"))
                        .flatMap(target -> target.resolveMember().stream())
                        .filter(JavaCodeUnit.class::isInstance)
                        .map(JavaCodeUnit.class::cast)
                        .flatMap(called -> Stream.concat(Stream.of(called), overriding(called)))
                        .forEach(waiting::add);
            }
        }
        var names = new HashSet<String>();
        seen.forEach(each -> names.add(name(each)));
        return names;
    }

    /// What a call may end up at, where the type that it names is not the one that answers.
    private static Stream<JavaMethod> overriding(JavaCodeUnit called) {
        return called.getOwner().getAllSubclasses().stream()
                .flatMap(each -> each.getMethods().stream())
                .filter(method -> method.getName().equals(called.getName())
                        && method.getRawParameterTypes().size()
                                == called.getRawParameterTypes().size());
    }

    private static boolean isFuzz(JavaClass each) {
        return each.getPackageName().startsWith("org.mithaq.fuzz")
                || each.getSimpleName().matches(".*Targets?");
    }

    private static String name(JavaCodeUnit method) {
        return method.getOwner().getFullName() + "." + method.getName();
    }
}
