// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import com.sun.source.tree.ClassTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What every Java file keeps to, whatever it does: lengths, names, its first line.
final class SourceRules {

    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;
    static final int COLUMNS_MAX = 120;

    private static final String SPDX = "// SPDX-License-Identifier: Apache-2.0";

    /// Words that say that nobody knew what the thing is.
    private static final Set<String> EMPTY_WORDS =
            Set.of("Util", "Utils", "Utility", "Helper", "Helpers", "Manager", "Impl", "Common");

    private static final Set<String> EMPTY_PACKAGES =
            Set.of("common", "core", "util", "utils", "base", "shared", "impl", "helper", "helpers");

    private SourceRules() {}

    static List<Violation> lengths(JavaSource source) {
        var violations = new ArrayList<Violation>();
        List<String> lines = source.lines();
        if (lines.size() > FILE_LINES_MAX) {
            violations.add(new Violation("file-length", source.path(), lines.size() + " lines; where is the seam?"));
        }
        for (int i = 0; i < lines.size(); i++) {
            int columns = lines.get(i).codePointCount(0, lines.get(i).length());
            if (columns > COLUMNS_MAX) {
                violations.add(new Violation("line-length", source.path() + ":" + (i + 1), columns + " columns"));
            }
        }
        for (JavaSource.Method method : source.methods()) {
            long length = source.linesOf(method.tree());
            if (length > METHOD_LINES_MAX) {
                violations.add(new Violation(
                        "method-length", source.placeOf(method.tree()), method.name() + " has " + length + " lines"));
            }
        }
        return violations;
    }

    static List<Violation> names(JavaSource source) {
        var violations = new ArrayList<Violation>();
        for (ClassTree type : source.types()) {
            Arrays.stream(type.getSimpleName().toString().split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", -1))
                    .filter(EMPTY_WORDS::contains)
                    .forEach(word -> violations.add(new Violation(
                            "empty-name", source.placeOf(type), type.getSimpleName() + " says \"" + word + '"')));
        }
        Arrays.stream(source.packageName().split("\\.", -1))
                .filter(EMPTY_PACKAGES::contains)
                .forEach(
                        word -> violations.add(new Violation("empty-name", source.path(), "a package called " + word)));
        for (JavaSource.Method method : source.methods()) {
            if (method.name().matches("get[A-Z].*") && !method.isAnnotated("Override")) {
                violations.add(new Violation(
                        "get-prefix", source.placeOf(method.tree()), method.name() + ": a value is named, not got"));
            }
        }
        return violations;
    }

    static List<Violation> licence(JavaSource source) {
        return source.lines().stream().findFirst().filter(SPDX::equals).isPresent()
                ? List.of()
                : List.of(new Violation("licence", source.path(), "the first line is not " + SPDX));
    }

    /// An exception that says nothing, and a suppression that nobody explained.
    static List<Violation> carelessness(JavaSource source) {
        var violations = new ArrayList<Violation>();
        List<String> lines = source.lines();
        for (int i = 0; i < lines.size(); i++) {
            String place = source.path() + ":" + (i + 1);
            String line = lines.get(i).strip();
            if (line.startsWith("@SuppressWarnings")
                    && !line.contains("//")
                    && (i == 0 || !lines.get(i - 1).strip().startsWith("//"))) {
                violations.add(new Violation("unexplained-suppression", place, "the line above does not say why"));
            }
            if (line.contains("new Runtime" + "Exception(")) {
                violations.add(new Violation("bare-exception", place, "name what happened"));
            }
            if (line.startsWith("@Dis" + "abled")) {
                violations.add(new Violation("disabled-test", place, "a test runs or is gone"));
            }
        }
        return violations;
    }

    /// Every package says once that null is an exception in it.
    static List<Violation> nullMarks(List<JavaSource> sources) {
        Set<String> marked = Set.copyOf(sources.stream()
                .filter(each -> each.path().endsWith("/package-info.java"))
                .filter(each -> each.unit().getPackageAnnotations().toString().contains("NullMarked"))
                .map(SourceRules::moduleAndPackage)
                .toList());
        Stream<String> unmarked = sources.stream()
                .filter(each -> !each.path().endsWith("/module-info.java"))
                .map(SourceRules::moduleAndPackage)
                .filter(each -> !marked.contains(each))
                .distinct();
        return unmarked.map(each -> new Violation("null-marked", each, "no package-info.java with @NullMarked"))
                .toList();
    }

    /// Tests share the package, and so the mark, of what they test.
    private static String moduleAndPackage(JavaSource source) {
        return source.path().replaceFirst("/src/.*", "") + " " + source.packageName();
    }
}
