// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.testkit.SharedData;

/// Bundles that people publish: whatever the verdicts, nothing is lost and nothing is changed.
class RealDataTest {

    private static BundleReport readWithoutLoss(Path file) throws IOException {
        boolean plain = !file.toString().endsWith(".gz");
        byte[] whole = plain ? Files.readAllBytes(file) : new byte[0];
        try (InputStream in = Files.newInputStream(file)) {
            BundleReader reader = BundleReader.of(in, BundleLimits.standard());
            for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
                BundleObject object = next.get();
                byte[] bytes = object.bytes().orElseThrow();
                if (plain) {
                    int start = Math.toIntExact(object.start().offset());
                    assertThat(java.util.Arrays.equals(whole, start, start + bytes.length, bytes, 0, bytes.length))
                            .as(file + " at " + start)
                            .isTrue();
                }
                object.reading()
                        .object()
                        .ifPresent(read -> assertThat(read.bytes()).isSameAs(bytes));
                assertThat(object.reading() instanceof Reading.Accepted)
                        .isEqualTo(object.reading().defects().isEmpty());
            }
            if (plain) {
                long objects = Json.read(
                                whole,
                                JsonLimits.standard().withBytesMax(1 << 28).withValuesMax(10_000_000))
                        .asObject()
                        .orElseThrow()
                        .array("objects")
                        .orElseThrow()
                        .size();
                assertThat(reader.report().objects()).as(file.toString()).isEqualTo(objects);
            }
            assertThat(reader.report().complete()).as(file.toString()).isTrue();
            return reader.report();
        }
    }

    private static List<Path> bundles(String folder, String... suffixes) throws IOException {
        try (Stream<Path> files = Files.walk(SharedData.at(folder))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void published_stix_2_1_is_read_without_loss_and_hardly_ever_refused() throws IOException {
        long refused = 0;
        long objects = 0;
        for (String folder : List.of("amnesty-ccby", "atlas-apache2", "mvt-mit", "opencti-apache2", "slider-bsd3")) {
            for (Path file : bundles("real/stix21-" + folder, ".json", ".stix2")) {
                BundleReport report = readWithoutLoss(file);
                refused += report.refused();
                objects += report.objects();
            }
        }
        assertThat(objects).isGreaterThan(6_000);
        // Two objects of one publisher were modified before they were created.
        assertThat(refused).isEqualTo(2);
    }

    @Test
    void attack_is_read_without_loss_in_every_version_of_stix_2_1() throws IOException {
        for (Path file : bundles("attack", ".json")) {
            BundleReport report = readWithoutLoss(file);
            assertThat(report.refused()).as(file.toString()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void stix_2_0_is_refused_object_by_object_and_nothing_of_it_is_lost() throws IOException {
        List<Path> files = bundles("real/stix20-unit42-mit", ".json");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            BundleReport report = readWithoutLoss(file);
            assertThat(report.refused()).as(file.toString()).isEqualTo(report.objects());
        }
    }

    @Test
    void a_packed_bundle_of_25_000_objects_streams_through() throws IOException {
        BundleReport report = readWithoutLoss(SharedData.at("attack/enterprise-attack-18.1-stix20-rebuilt.json.gz"));
        assertThat(report.objects()).isEqualTo(24_771);
    }
}
