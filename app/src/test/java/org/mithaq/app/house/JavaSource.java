// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One Java file, parsed as the compiler parses it, so that a rule never mistakes a comment or a string for code.
///
/// @param path from the root of the checkout
record JavaSource(String path, String text, CompilationUnitTree unit, SourcePositions positions) {

    private static final JavaCompiler COMPILER = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());

    static JavaSource of(String path, String text) {
        return all(Map.of(path, text)).getFirst();
    }

    /// All of them by one compiler, whose start costs more than most of the files.
    ///
    /// @param texts by their paths from the root of the checkout
    static List<JavaSource> all(Map<String, String> texts) {
        var paths = List.copyOf(texts.keySet());
        List<InMemory> files = paths.stream()
                .map(path -> new InMemory(path, texts.getOrDefault(path, "")))
                .toList();
        // Only parsed, never attributed: no class path is needed, and what is missing from it is no error.
        var task = (JavacTask) COMPILER.getTask(null, null, ignored -> {}, List.of("-proc:none"), null, files);
        try {
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            var sources = new ArrayList<JavaSource>();
            // Units come in the order of their files.
            for (CompilationUnitTree unit : task.parse()) {
                String path = paths.get(sources.size());
                sources.add(new JavaSource(path, texts.getOrDefault(path, ""), unit, positions));
            }
            return sources;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Whether it is a test or serves tests only.
    boolean isTest() {
        return path.contains("/src/test/") || path.startsWith("testing/");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    /// Package as declared; empty for none.
    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    /// From its first annotation or modifier to its last brace.
    long linesOf(Tree tree) {
        long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
        long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, tree));
        return last - first + 1;
    }

    /// `path:line` of `tree`, for messages.
    String placeOf(Tree tree) {
        return path + ":" + unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
    }

    /// Types at any depth, local and nested ones included; anonymous ones have no name to judge.
    List<ClassTree> types() {
        var types = new ArrayList<ClassTree>();
        new TreeScanner<@Nullable Void, List<ClassTree>>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, List<ClassTree> found) {
                if (!type.getSimpleName().isEmpty()) {
                    found.add(type);
                }
                return super.visitClass(type, found);
            }
        }.scan(unit, types);
        return types;
    }

    /// Methods at any depth, those of anonymous types included, in their order.
    List<Method> methods() {
        var methods = new ArrayList<Method>();
        new TreeScanner<@Nullable Void, String>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, String owner) {
                return super.visitClass(type, type.getSimpleName().toString());
            }

            @Override
            public @Nullable Void visitMethod(MethodTree method, String owner) {
                methods.add(new Method(owner, method));
                return super.visitMethod(method, owner);
            }
        }.scan(unit, "");
        return methods;
    }

    /// @param owner simple name of the type around it; empty in an anonymous one
    record Method(String owner, MethodTree tree) {

        String name() {
            return tree.getName().toString();
        }

        boolean isAnnotated(String simpleName) {
            return tree.getModifiers().getAnnotations().stream()
                    .map(AnnotationTree::getAnnotationType)
                    .map(Tree::toString)
                    .anyMatch(type -> type.equals(simpleName) || type.endsWith("." + simpleName));
        }
    }

    private static final class InMemory extends SimpleJavaFileObject {

        private final String text;

        InMemory(String path, String text) {
            super(URI.create("memory:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
