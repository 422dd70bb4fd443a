// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import org.jspecify.annotations.Nullable;

/// A test that cannot fail, and one that never runs, are worse than none: both look like safety.
final class TestRules {

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final Set<String> LIFE_CYCLE = Set.of("BeforeEach", "AfterEach", "BeforeAll", "AfterAll");
    private static final Pattern ASSERTION = Pattern.compile("(assert|verify|fail|until)([A-Z].*)?|check");

    private TestRules() {}

    /// A test method must assert, by itself or through a method of the test sources that does.
    static List<Violation> everyTestAsserts(List<JavaSource> sources) {
        Set<String> asserting = assertingNames(sources);
        var violations = new ArrayList<Violation>();
        for (JavaSource source : sources) {
            for (JavaSource.Method method : source.methods()) {
                boolean test = TESTS.stream().anyMatch(method::isAnnotated);
                if (test && !asserts(calls(method.tree()), asserting)) {
                    violations.add(new Violation(
                            "test-asserts", source.placeOf(method.tree()), method.name() + " asserts nothing"));
                }
            }
        }
        return violations;
    }

    /// A sentence in a test class or a contract is a test, and says so.
    static List<Violation> everySentenceIsATest(JavaSource source) {
        var violations = new ArrayList<Violation>();
        for (JavaSource.Method method : source.methods()) {
            boolean place = method.owner().endsWith("Test") || method.owner().endsWith("Contract");
            boolean sentence = method.name().contains("_")
                    && method.tree().getReturnType() != null
                    && isVoid(method.tree().getReturnType())
                    && !method.tree().getModifiers().getFlags().contains(Modifier.PRIVATE);
            boolean annotated = TESTS.stream().anyMatch(method::isAnnotated)
                    || LIFE_CYCLE.stream().anyMatch(method::isAnnotated)
                    || method.isAnnotated("Override");
            if (place && sentence && !annotated) {
                violations.add(
                        new Violation("test-runs", source.placeOf(method.tree()), method.name() + " has no @Test"));
            }
        }
        return violations;
    }

    private static boolean isVoid(Tree type) {
        return type instanceof PrimitiveTypeTree primitive && primitive.getPrimitiveTypeKind() == TypeKind.VOID;
    }

    /// Names of methods in test sources that assert, directly or through one another. By name alone: good enough to
    /// find a test without any check, and never wrong about one that has some.
    private static Set<String> assertingNames(List<JavaSource> sources) {
        Map<String, Set<String>> callsByName = new HashMap<>();
        for (JavaSource source : sources) {
            if (source.isTest()) {
                for (JavaSource.Method method : source.methods()) {
                    callsByName
                            .computeIfAbsent(method.name(), ignored -> new HashSet<>())
                            .addAll(calls(method.tree()));
                }
            }
        }
        var asserting = new HashSet<String>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Map.Entry<String, Set<String>> each : callsByName.entrySet()) {
                if (!asserting.contains(each.getKey()) && asserts(each.getValue(), asserting)) {
                    asserting.add(each.getKey());
                    grew = true;
                }
            }
        }
        return asserting;
    }

    private static boolean asserts(Set<String> calls, Set<String> asserting) {
        return calls.stream().anyMatch(each -> ASSERTION.matcher(each).matches() || asserting.contains(each));
    }

    /// Names of all that `tree` calls or refers to; throwing an AssertionError counts as `fail`.
    private static Set<String> calls(Tree tree) {
        var calls = new HashSet<String>();
        new TreeScanner<@Nullable Void, Set<String>>() {
            @Override
            public @Nullable Void visitMethodInvocation(MethodInvocationTree call, Set<String> found) {
                Tree called = call.getMethodSelect();
                if (called instanceof MemberSelectTree member) {
                    found.add(member.getIdentifier().toString());
                } else if (called instanceof IdentifierTree name) {
                    found.add(name.getName().toString());
                }
                return super.visitMethodInvocation(call, found);
            }

            @Override
            public @Nullable Void visitMemberReference(MemberReferenceTree reference, Set<String> found) {
                found.add(reference.getName().toString());
                return super.visitMemberReference(reference, found);
            }

            @Override
            public @Nullable Void visitThrow(ThrowTree thrown, Set<String> found) {
                if (thrown.getExpression().toString().startsWith("new AssertionError")) {
                    found.add("fail");
                }
                return super.visitThrow(thrown, found);
            }
        }.scan(tree, calls);
        return calls;
    }
}
