// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// The checkout that these tests were built from, as text.
final class Checkout {

    private static final Set<String> LEFT_BY_BUILDS =
            Set.of(".git", ".build", "target", ".idea", ".vscode", "node_modules");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private final Path root;

    Checkout(Path root) {
        this.root = root;
    }

    /// The one that the build names; a module's own folder sees too little.
    static Checkout ofBuild() {
        return new Checkout(Path.of(System.getProperty("mithaq.root")));
    }

    /// Every text file by its path from the root, with `/` between the parts.
    Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skipped =
                            LEFT_BY_BUILDS.contains(folder.getFileName().toString());
                    return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = root.relativize(file).toString().replace('\\', '/');
                    if (attributes.isRegularFile() && !path.equals(".git")) {
                        text(file).ifPresent(text -> texts.put(path, text));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return texts;
    }

    /// Folders of the reactor's modules, in the reactor's order.
    List<String> modules() throws IOException {
        return MODULE.matcher(Files.readString(root.resolve("pom.xml")))
                .results()
                .map((MatchResult each) -> each.group(1))
                .toList();
    }

    Path root() {
        return root;
    }

    List<JavaSource> javaSources() {
        Map<String, String> sources = new TreeMap<>(texts());
        sources.keySet().removeIf(path -> !path.endsWith(".java"));
        return JavaSource.all(sources);
    }

    /// Empty for bytes that are no UTF-8: images and golden files are not ours to read.
    private static Optional<String> text(Path file) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
