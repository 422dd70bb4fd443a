// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.mithaq.testkit.files.FaultyFiles.Change;

/// What may lie on the medium when power fails after any of the changes that were made: what was forced, and of
/// the rest nothing, all, or some sectors.
///
/// Of the names that were changed since their folder was forced, the later ones are lost first, as a journal of a
/// file system loses them.
public final class PowerLoss {

    private static final int SECTOR_BYTES = 512;
    private static final int TORN_VARIANTS = 3;

    private final FaultyFiles files;
    private final Path scratch;
    private int checked;

    /// @param files what was written
    /// @param scratch an empty folder for what is left
    public PowerLoss(FaultyFiles files, Path scratch) {
        this.files = files;
        this.scratch = scratch;
    }

    /// Looks at what is left.
    public interface Check {
        /// Looks at one state.
        ///
        /// @param left a folder with what is left of the one that was written to
        /// @param said what the program had promised before
        void check(Path left, List<String> said) throws IOException;
    }

    /// What a file may have become: with a length, and bytes.
    private record Variant(Map<Path, byte[]> content) {}

    /// Calls `check` with every different state that power loss can leave after each change.
    ///
    /// @param random which sectors are torn
    /// @return how many states there were
    public int afterEachChange(RandomGenerator random, Check check) throws IOException {
        List<Change> changes = files.changes();
        for (int count = 0; count <= changes.size(); count++) {
            List<Change> before = changes.subList(0, count);
            List<String> said = before.stream()
                    .filter(Change.Said.class::isInstance)
                    .map(each -> ((Change.Said) each).word())
                    .toList();
            Set<String> seen = new HashSet<>();
            for (Variant variant : variants(before, random)) {
                if (seen.add(fingerprint(variant))) {
                    check(variant, said, check, count);
                }
            }
        }
        return checked;
    }

    private void check(Variant variant, List<String> said, Check check, int count) throws IOException {
        Path left = Files.createDirectory(scratch.resolve("left" + checked++));
        for (var entry : variant.content().entrySet()) {
            Path file = left.resolve(files.real().relativize(entry.getKey()).toString());
            Files.createDirectories(file.resolveSibling(""));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, entry.getValue());
        }
        try {
            check.check(left, said);
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError("power failed after change " + count + " of " + files.changes(), failed);
        }
    }

    private static String fingerprint(Variant variant) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(variant.content())
                .forEach((name, bytes) -> text.append(name)
                        .append('=')
                        .append(Arrays.hashCode(bytes))
                        .append(';'));
        return text.toString();
    }

    private static List<Variant> variants(List<Change> before, RandomGenerator random) {
        List<Variant> variants = new ArrayList<>();
        int unsure = unsureNames(before);
        for (int lost = 0; lost <= unsure; lost++) {
            Map<Path, Integer> names = names(before, lost);
            for (int torn = 0; torn < 2 + TORN_VARIANTS; torn++) {
                int kind = torn;
                Map<Path, byte[]> content = new HashMap<>();
                names.forEach((name, file) -> content.put(name, content(before, file, kind, random)));
                variants.add(new Variant(content));
            }
        }
        return variants;
    }

    private static boolean names(Change change) {
        return switch (change) {
            case Change.Made _, Change.Moved _, Change.Removed _ -> true;
            case Change.Wrote _, Change.Cut _, Change.Forced _, Change.FolderForced _, Change.Said _ -> false;
        };
    }

    private static Path folder(Change change) {
        return switch (change) {
            case Change.Made made -> made.name().resolveSibling("");
            case Change.Moved moved -> moved.to().resolveSibling("");
            case Change.Removed removed -> removed.name().resolveSibling("");
            case Change.FolderForced forced -> forced.folder();
            case Change.Wrote _, Change.Cut _, Change.Forced _, Change.Said _ -> Path.of("");
        };
    }

    /// How many changes of names may be lost.
    private static int unsureNames(List<Change> before) {
        return (int) before.stream().filter(PowerLoss::names).count() - sureNames(before);
    }

    private static int sureNames(List<Change> before) {
        Map<Path, Integer> waiting = new HashMap<>();
        int sure = 0;
        for (Change change : before) {
            if (names(change)) {
                waiting.merge(folder(change), 1, Integer::sum);
            } else if (change instanceof Change.FolderForced forced) {
                sure += waiting.getOrDefault(forced.folder(), 0);
                waiting.remove(forced.folder());
            }
        }
        return sure;
    }

    /// Which name leads to which file when the last `lost` changes of names that were not forced are lost.
    private static Map<Path, Integer> names(List<Change> before, int lost) {
        List<Change> kept = new ArrayList<>();
        Map<Path, Integer> unsure = new HashMap<>();
        int left = unsureNames(before) - lost;
        for (int index = 0; index < before.size(); index++) {
            Change change = before.get(index);
            if (!names(change)) {
                continue;
            }
            boolean sure = isForcedAfter(before, index, folder(change));
            if (sure || left > 0) {
                kept.add(change);
            }
            if (!sure) {
                left--;
                unsure.merge(folder(change), 1, Integer::sum);
            }
        }
        Map<Path, Integer> names = new HashMap<>();
        for (Change change : kept) {
            switch (change) {
                case Change.Made made -> names.put(made.name(), made.file());
                case Change.Removed removed -> names.remove(removed.name());
                case Change.Moved moved -> {
                    Integer file = names.remove(moved.from());
                    if (file != null) {
                        names.put(moved.to(), file);
                    }
                }
                case Change.Wrote _, Change.Cut _, Change.Forced _, Change.FolderForced _, Change.Said _ -> {}
            }
        }
        return names;
    }

    private static boolean isForcedAfter(List<Change> before, int index, Path folder) {
        return before.subList(index, before.size()).stream()
                .anyMatch(each -> each instanceof Change.FolderForced forced
                        && forced.folder().equals(folder));
    }

    /// A file's bytes: kind 0 has what was forced, 1 has all, more have some sectors of what was not forced.
    private static byte[] content(List<Change> before, int file, int kind, RandomGenerator random) {
        int forced = 0;
        for (int index = 0; index < before.size(); index++) {
            if (before.get(index) instanceof Change.Forced each && each.file() == file) {
                forced = index;
            }
        }
        byte[] bytes = new byte[0];
        for (int index = 0; index < before.size(); index++) {
            boolean sure = index < forced;
            if (sure || kind > 0) {
                bytes = applied(before.get(index), file, bytes, sure || kind == 1, random);
            }
        }
        return bytes;
    }

    private static byte[] applied(Change change, int file, byte[] bytes, boolean whole, RandomGenerator random) {
        return switch (change) {
            case Change.Cut cut
            when cut.file() == file && (whole || random.nextBoolean()) ->
                Arrays.copyOf(bytes, Math.toIntExact(cut.length()));
            case Change.Wrote wrote when wrote.file() == file -> written(wrote, bytes, whole, random);
            case Change.Wrote _, Change.Cut _, Change.Made _, Change.Moved _, Change.Removed _ -> bytes;
            case Change.Forced _, Change.FolderForced _, Change.Said _ -> bytes;
        };
    }

    private static byte[] written(Change.Wrote wrote, byte[] bytes, boolean whole, RandomGenerator random) {
        int at = Math.toIntExact(wrote.at());
        int end = at + wrote.bytes().length;
        // A length may be durable before what it covers: then zeros are read there.
        byte[] result =
                whole || random.nextBoolean() ? Arrays.copyOf(bytes, Math.max(bytes.length, end)) : bytes.clone();
        for (int from = at; from < end; ) {
            int to = Math.min(end, (from / SECTOR_BYTES + 1) * SECTOR_BYTES);
            if ((whole || random.nextBoolean()) && to <= result.length) {
                System.arraycopy(wrote.bytes(), from - at, result, from, to - from);
            }
            from = to;
        }
        return result;
    }
}
