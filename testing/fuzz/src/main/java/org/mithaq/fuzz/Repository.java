// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Inputs that lie in the checkout: corpora, what once broke a parser, and golden files of the protocol.
public final class Repository {

    private static final String FUZZ = "testing/fuzz/";

    private Repository() {}

    /// The file at `path` from the root.
    public static byte[] bytes(String path) {
        try {
            return Files.readAllBytes(root().resolve(path));
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /// Where inputs of a target lie that found something new once.
    public static Path corpus(String target) {
        return root().resolve(FUZZ + "corpus").resolve(target);
    }

    /// Where inputs of a target lie that broke it once.
    public static Path regressions(String target) {
        return root().resolve(FUZZ + "regressions").resolve(target);
    }

    /// The files in a folder in the order of their names; none if there is no such folder.
    public static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// The root of the checkout, as the build names it.
    public static Path root() {
        return Path.of(System.getProperty("mithaq.root", "")).toAbsolutePath();
    }
}
