// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.json.JsonLimits;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;

class BenchTest {

    @TempDir
    private Path folder;

    @Test
    void the_same_seed_makes_the_same_objects_and_another_makes_others() {
        assertThat(new MadeObjects(7).next()).isEqualTo(new MadeObjects(7).next());
        assertThat(new MadeObjects(7).next()).isNotEqualTo(new MadeObjects(8).next());
    }

    @Test
    void made_objects_are_good_stix_of_one_to_two_kilobytes_and_all_different() {
        MadeObjects made = new MadeObjects(3);
        Set<String> ids = new HashSet<>();
        for (int index = 0; index < 2_000; index++) {
            byte[] bytes = made.next();
            assertThat(bytes.length).isBetween(1_000, 2_000);
            Reading reading = StixReader.read(bytes, JsonLimits.standard());
            assertThat(reading).isInstanceOf(Reading.Accepted.class);
            ids.add(((Reading.Accepted) reading).accepted().id().toString());
        }
        assertThat(ids).hasSize(2_000);
    }

    @Test
    void a_made_bundle_holds_as_many_objects_as_were_asked_for() throws Exception {
        Path file = folder.resolve("bundle.json");
        long bytes = new MadeObjects(3).writeBundle(file, 25);

        BundleReader reader =
                BundleReader.of(new ByteArrayInputStream(Files.readAllBytes(file)), BundleLimits.standard());
        long read = 0;
        int count = 0;
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            read += Workload.bytes(next.get()).length;
            count++;
        }
        assertThat(count).isEqualTo(25);
        assertThat(read).isEqualTo(bytes);
    }

    @Test
    void a_file_system_in_memory_is_refused_and_the_way_out_is_named() {
        for (String type : new String[] {"tmpfs", "ramfs", "TMPFS"}) {
            assertThatExceptionOfType(CommandRefused.class)
                    .isThrownBy(() -> BenchFolder.checkMedium(folder, type))
                    .withMessageContaining(folder.toString())
                    .withMessageContaining("--dir");
        }
        assertThatCode(() -> BenchFolder.checkMedium(folder, "ext4")).doesNotThrowAnyException();
    }

    @Test
    void a_run_leaves_no_folder_behind() throws Exception {
        Path inside;
        try (BenchFolder own = BenchFolder.in(Optional.of(Path.of("target").toAbsolutePath()))) {
            inside = own.path();
            Files.createDirectories(inside.resolve("a/b"));
            Files.writeString(inside.resolve("a/b/c"), "x");
            assertThat(inside).exists();
        }
        assertThat(inside).doesNotExist();
    }

    @Test
    void percentiles_are_nearest_ranks() {
        long[] nanos = new long[200];
        Arrays.setAll(nanos, index -> (index + 1) * 1_000L);

        assertThat(Percentiles.of(nanos)).isEqualTo(new Percentiles(200, 100, 198));
        assertThat(Percentiles.of(new long[] {5_000})).isEqualTo(new Percentiles(1, 5, 5));
    }

    @Test
    void this_process_has_taken_time_and_memory_and_one_that_is_not_there_is_said_to_be_unknown() {
        ProcessFigures own = ProcessFigures.of(ProcessHandle.current().pid());

        assertThat(own.cpuMicros()).isPositive();
        assertThat(own.residentBytes()).isGreaterThan(1 << 20);
        assertThatExceptionOfType(CommandRefused.class).isThrownBy(() -> ProcessFigures.of(Long.MAX_VALUE));
    }
}
