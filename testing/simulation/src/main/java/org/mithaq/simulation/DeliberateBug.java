// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A change to the sources that breaks something on purpose, kept as a patch: the simulator has to find it.
///
/// A patch is in the unified format of `diff`, with a first line that says what it breaks. Where its lines stand does
/// not matter, as long as each hunk fits exactly once: other changes to a file do not make a patch stale.
///
/// @param name of the patch file, without its ending
/// @param breaks what is wrong then, as half a sentence
/// @param file the source that is changed, from the root of the checkout
/// @param hunks the changes
public record DeliberateBug(String name, String breaks, String file, List<Hunk> hunks) {

    private static final String BREAKS = "Breaks: ";
    private static final String SUFFIX = ".patch";

    /// Lines that take the place of others.
    ///
    /// @param before lines as they stand, each with its end
    /// @param after lines in their place
    public record Hunk(String before, String after) {}

    /// A patch that does not fit the sources any more.
    public static final class Stale extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Stale(String what) {
            super(what);
        }
    }

    public DeliberateBug {
        hunks = List.copyOf(hunks);
    }

    /// All patches of a folder, by name.
    ///
    /// @throws UncheckedIOException if they cannot be read
    public static List<DeliberateBug> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .map(DeliberateBug::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DeliberateBug read(Path file) {
        try {
            String name = file.getFileName().toString();
            return parse(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a patch of one file.
    ///
    /// @throws Stale if it is none
    static DeliberateBug parse(String name, String patch) {
        List<String> lines = patch.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().startsWith(BREAKS)) {
            throw new Stale(name + " does not begin with what it breaks");
        }
        String breaks = lines.getFirst().substring(BREAKS.length()).replaceFirst("\\.$", "");
        String file = lines.stream()
                .filter(line -> line.startsWith("--- a/"))
                .map(line -> line.substring("--- a/".length()))
                .findFirst()
                .orElseThrow(() -> new Stale(name + " names no file"));
        List<Hunk> hunks = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        boolean within = false;
        for (String line : lines) {
            if (line.startsWith("@@")) {
                add(hunks, before, after);
                within = true;
            } else if (within && !line.isEmpty()) {
                String text = line.substring(1) + "\n";
                before.append(line.charAt(0) == '+' ? "" : text);
                after.append(line.charAt(0) == '-' ? "" : text);
            }
        }
        add(hunks, before, after);
        if (hunks.isEmpty()) {
            throw new Stale(name + " changes nothing");
        }
        return new DeliberateBug(name, breaks, file, hunks);
    }

    private static void add(List<Hunk> hunks, StringBuilder before, StringBuilder after) {
        if (!before.isEmpty()) {
            hunks.add(new Hunk(before.toString(), after.toString()));
        }
        before.setLength(0);
        after.setLength(0);
    }

    /// The module that the changed source belongs to.
    public String module() {
        return file.substring(0, file.indexOf("/src/main/java/"));
    }

    /// The source with the bug in it.
    ///
    /// @throws Stale if a hunk does not fit exactly once
    public String applied(String source) {
        String changed = source;
        for (Hunk hunk : hunks) {
            int at = changed.indexOf(hunk.before());
            if (at < 0 || changed.indexOf(hunk.before(), at + 1) >= 0) {
                throw new Stale("%s does not fit %s exactly once; make it anew, from:%n%s"
                        .formatted(name, file, hunk.before()));
            }
            changed = changed.substring(0, at)
                    + hunk.after()
                    + changed.substring(at + hunk.before().length());
        }
        return changed;
    }
}
