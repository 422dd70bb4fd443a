// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.crypto.Hash;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Reading;

/// What is posted, as files that lie ready before the clock starts.
///
/// @param name `made`, or the name of a file
/// @param warmUp a bundle that is not counted; empty for none
/// @param measured the bundle of the sustained run
/// @param single bundles of one object each
/// @param crowd the same, for posters who come at once
/// @param hashes of every object of `measured`, byte for byte
/// @param warmUpCount objects in `warmUp`
/// @param bytesPerObject of `measured`, on average
record Workload(
        String name,
        Optional<Path> warmUp,
        Path measured,
        List<Path> single,
        List<Path> crowd,
        List<Hash> hashes,
        int warmUpCount,
        long bytesPerObject) {

    Workload {
        single = List.copyOf(single);
        crowd = List.copyOf(crowd);
        hashes = List.copyOf(hashes);
    }

    /// How much of it.
    ///
    /// @param seed of the made objects
    /// @param objects of the sustained run, where they are made
    /// @param warmUp objects before it
    /// @param single objects one by one
    /// @param crowd objects one by one, by many at once
    /// @param data real ones for the sustained run
    record Wanted(long seed, int objects, int warmUp, int single, int crowd, Optional<Path> data) {}

    /// Writes the files into `folder`.
    ///
    /// @throws CommandRefused if the file of real objects cannot be read, or has none
    static Workload prepare(Path folder, Wanted wanted) {
        MadeObjects made = new MadeObjects(wanted.seed());
        try {
            Optional<Path> warmUp = Optional.empty();
            if (wanted.warmUp() > 0) {
                Path file = folder.resolve("warm-up.json");
                made.writeBundle(file, wanted.warmUp());
                warmUp = Optional.of(file);
            }
            Path measured;
            if (wanted.data().isPresent()) {
                measured = wanted.data().get();
            } else {
                measured = folder.resolve("measured.json");
                made.writeBundle(measured, wanted.objects());
            }
            List<Path> single = singles(made, folder.resolve("single"), wanted.single());
            List<Path> crowd = singles(made, folder.resolve("crowd"), wanted.crowd());
            return read(wanted, warmUp, measured, single, crowd);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Path> singles(MadeObjects made, Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            Path file = folder.resolve(index + ".json");
            made.writeBundle(file, 1);
            files.add(file);
        }
        return files;
    }

    private static Workload read(
            Wanted wanted, Optional<Path> warmUp, Path measured, List<Path> single, List<Path> crowd) {
        List<Hash> hashes = new ArrayList<>();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(measured)) {
            BundleReader reader = BundleReader.of(in, BundleLimits.standard());
            for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
                byte[] object = bytes(next.get());
                if (object.length > 0) {
                    bytes += object.length;
                    hashes.add(Hash.of(object));
                }
            }
        } catch (IOException unreadable) {
            throw new CommandRefused(ExitCode.USAGE, measured + " cannot be read", unreadable);
        }
        if (hashes.isEmpty()) {
            throw new CommandRefused(ExitCode.USAGE, measured + " holds no STIX 2.1 object");
        }
        String name = wanted.data().map(Path::getFileName).map(Path::toString).orElse("made");
        return new Workload(name, warmUp, measured, single, crowd, hashes, wanted.warmUp(), bytes / hashes.size());
    }

    /// The bytes of an object; none of one that is refused.
    static byte[] bytes(BundleObject object) {
        return switch (object.reading()) {
            case Reading.Accepted accepted -> accepted.accepted().bytes();
            case Reading.KeptWithDefects kept -> kept.kept().bytes();
            case Reading.Refused _ -> new byte[0];
        };
    }
}
