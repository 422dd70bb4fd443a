// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mithaq.stix.Objects.INDICATOR;
import static org.mithaq.stix.Objects.UUID;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.mithaq.json.JsonLimits;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class BundleReaderTest {

    private static final String HEAD = "{\"type\":\"bundle\",\"id\":\"bundle--" + UUID + "\",\"objects\":[";
    private static final BundleLimits LIMITS = BundleLimits.standard();

    private record Outcome(List<BundleObject> objects, BundleReport report) {}

    private static Outcome read(byte[] document, BundleLimits limits) {
        return read(new ByteArrayInputStream(document), limits);
    }

    private static Outcome read(InputStream document, BundleLimits limits) {
        try {
            BundleReader reader = BundleReader.of(document, limits);
            List<BundleObject> objects = new ArrayList<>();
            for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
                objects.add(next.get());
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.report().objects()).isEqualTo(objects.size());
            return new Outcome(objects, reader.report());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome read(String document) {
        return read(document.getBytes(UTF_8), LIMITS);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static List<String> codes(BundleReport report) {
        return report.defects().stream().map(Defect::code).toList();
    }

    @Test
    void each_object_of_a_bundle_comes_with_its_bytes_and_place() {
        Outcome outcome = read(HEAD + " " + INDICATOR + " ,\n" + INDICATOR + "]}");
        assertThat(outcome.objects()).hasSize(2);
        assertThat(outcome.objects().get(1).index()).isEqualTo(1);
        assertThat(outcome.objects().get(1).start().line()).isEqualTo(2);
        assertThat(outcome.objects().get(1).start().offset()).isEqualTo(HEAD.length() + INDICATOR.length() + 4L);
        assertThat(outcome.objects())
                .allSatisfy(object -> assertThat(object.bytes().orElseThrow()).isEqualTo(INDICATOR.getBytes(UTF_8)));
        assertThat(outcome.report().id()).contains(StixId.parse("bundle--" + UUID));
        assertThat(outcome.report().complete()).isTrue();
        assertThat(outcome.report().defects()).isEmpty();
    }

    @Test
    void a_list_of_objects_and_one_object_alone_are_read_too() {
        assertThat(read("[" + INDICATOR + "," + INDICATOR + "]").report().accepted())
                .isEqualTo(2);
        Outcome one = read("\n" + INDICATOR);
        assertThat(one.report().accepted()).isEqualTo(1);
        assertThat(one.objects().getFirst().bytes().orElseThrow()).isEqualTo(("\n" + INDICATOR).getBytes(UTF_8));
    }

    @Test
    void an_observation_of_the_deprecated_kind_is_no_bundle() {
        Outcome outcome = read("""
            {"type":"observed-data","spec_version":"2.1","id":"observed-data--%s",
            "created":"2026-01-02T03:04:05.678Z",
            "modified":"2026-01-02T03:04:05.678Z","first_observed":"2026-01-02T03:04:05Z","number_observed":1,
            "last_observed":"2026-01-02T03:04:05Z","objects":{"0":{"type":"ipv4-addr","value":"198.51.100.3"}}}
            """.formatted(UUID));
        assertThat(outcome.report().accepted()).isEqualTo(1);
    }

    @Test
    void a_bad_object_costs_no_other_and_keeps_its_bytes() {
        Outcome outcome = read(HEAD + INDICATOR + ",{\"type\":\"indicator\",},7," + INDICATOR + "]}");
        assertThat(outcome.report().accepted()).isEqualTo(2);
        assertThat(outcome.report().refused()).isEqualTo(2);
        assertThat(outcome.objects().get(1).bytes().orElseThrow())
                .isEqualTo("{\"type\":\"indicator\",}".getBytes(UTF_8));
        assertThat(outcome.report().complete()).isTrue();
    }

    @Test
    void an_object_beyond_the_limit_is_refused_and_passed_over() {
        BundleLimits limits = LIMITS.withObject(JsonLimits.standard().withBytesMax(1_000));
        String large = Objects.indicatorWith("\"x_a\":\"" + "a".repeat(2_000) + '"');
        Outcome outcome = read((HEAD + large + ',' + INDICATOR + "]}").getBytes(UTF_8), limits);
        assertThat(outcome.report().refused()).isEqualTo(1);
        assertThat(outcome.report().accepted()).isEqualTo(1);
        assertThat(outcome.objects().getFirst().bytes()).isEmpty();
        assertThat(outcome.objects().getFirst().reading().defects().getFirst().clause())
                .startsWith("limit");
    }

    @Test
    void what_is_wrong_with_the_envelope_is_reported_and_costs_no_object() {
        assertThat(codes(read(HEAD.replace("\"bundle\"", "\"bunch\"") + INDICATOR + "]}")
                        .report()))
                .containsExactly("bundle-type");
        assertThat(codes(read(HEAD.replace("bundle--", "bundel--") + INDICATOR + "]}")
                        .report()))
                .containsExactly("bundle-id");
        assertThat(codes(read("{\"objects\":[" + INDICATOR + "]}").report()))
                .containsExactly("bundle-type", "bundle-id");
        assertThat(codes(read(HEAD + "]}").report())).containsExactly("bundle-empty");
        assertThat(codes(read(HEAD + INDICATOR + "],\"spec_version\":\"2.0\"}").report()))
                .containsExactly("bundle-of-stix-2-0");
        assertThat(codes(read("7").report())).containsExactly("bundle-type");
        assertThat(read("{\"type\":\"bundle\",\"id\":\"bundle--" + UUID + "\"}")
                        .report()
                        .defects())
                .isEmpty();
    }

    @Test
    void a_document_that_breaks_off_gives_what_came_before() {
        for (String end : new String[] {"", ",", ", {\"type\":", "]", "]}x", "} "}) {
            Outcome outcome = read(HEAD + INDICATOR + end);
            assertThat(outcome.report().accepted()).as(end).isEqualTo(1);
            assertThat(outcome.report().complete()).as(end).isFalse();
            assertThat(codes(outcome.report())).as(end).containsExactly("bundle-malformed");
        }
        assertThat(codes(read("").report())).containsExactly("bundle-malformed");
    }

    @Test
    void gzip_is_undone_where_it_is_found() {
        Outcome outcome = read(gzip((HEAD + INDICATOR + "]}").getBytes(UTF_8)), LIMITS);
        assertThat(outcome.report().accepted()).isEqualTo(1);
        assertThat(outcome.report().complete()).isTrue();
    }

    @Test
    void gzip_of_several_members_is_one_file_however_slowly_it_comes() {
        byte[] first = gzip((HEAD + INDICATOR).getBytes(UTF_8));
        byte[] second = gzip("]}".getBytes(UTF_8));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        // Says at the end of the first that nothing is there yet.
        InputStream slow = new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second));

        for (InputStream in : List.of(new ByteArrayInputStream(both), slow)) {
            Outcome outcome = read(in, LIMITS);
            assertThat(outcome.report().complete()).isTrue();
            assertThat(outcome.report().defects()).isEmpty();
            assertThat(outcome.report().accepted()).isEqualTo(1);
        }
    }

    @Test
    void damaged_gzip_is_a_defect_of_the_bundle() {
        byte[] whole = gzip((HEAD + INDICATOR + "]}").getBytes(UTF_8));
        byte[] changed = whole.clone();
        changed[whole.length - 5] ^= 1;
        for (byte[] damaged : List.of(Arrays.copyOf(whole, 5), Arrays.copyOf(whole, whole.length - 9), changed)) {
            Outcome outcome = read(damaged, LIMITS);
            assertThat(outcome.report().complete()).isFalse();
            assertThat(outcome.report().defects().getFirst().clause()).isEqualTo("RFC 1952");
        }
    }

    @Test
    void a_document_that_inflates_beyond_the_limit_is_cut_there() {
        byte[] bomb = gzip((HEAD + " ".repeat(10_000_000) + INDICATOR + "]}").getBytes(UTF_8));
        Outcome outcome = read(bomb, LIMITS.withInflatedBytesMax(100_000));
        assertThat(outcome.report().complete()).isFalse();
        assertThat(outcome.report().defects().getFirst().clause()).isEqualTo("limit inflatedBytesMax");
        byte[] plain = (HEAD + INDICATOR + "]}").getBytes(UTF_8);
        assertThat(read(plain, LIMITS.withInflatedBytesMax(plain.length))
                        .report()
                        .complete())
                .isTrue();
        assertThat(read(plain, LIMITS.withInflatedBytesMax(plain.length - 1L))
                        .report()
                        .complete())
                .isFalse();
    }

    @Test
    void more_objects_than_the_limit_end_the_reading() {
        byte[] three = (HEAD + INDICATOR + ',' + INDICATOR + ',' + INDICATOR + "]}").getBytes(UTF_8);
        Outcome outcome = read(three, LIMITS.withObjectsMax(2));
        assertThat(outcome.report().accepted()).isEqualTo(2);
        assertThat(outcome.report().defects().getFirst().clause()).isEqualTo("limit objectsMax");
        assertThat(read(three, LIMITS.withObjectsMax(3)).report().complete()).isTrue();
    }

    @Test
    void a_stream_that_fails_is_the_callers_matter() throws IOException {
        InputStream failing = InputStream.nullInputStream();
        failing.close();
        assertThatThrownBy(() -> BundleReader.of(failing, LIMITS)).isInstanceOf(IOException.class);
    }

    @Test
    void hundreds_of_thousands_of_objects_stream_through() throws IOException {
        int count = 200_000;
        String document = HEAD + (INDICATOR + ',').repeat(count) + INDICATOR + "]}";
        InputStream many = new ByteArrayInputStream(document.getBytes(UTF_8));
        BundleReader reader = BundleReader.of(many, LIMITS);
        while (reader.next().isPresent()) {
            assertThat(reader.report().refused()).isZero();
        }
        assertThat(reader.report().accepted()).isEqualTo(count + 1L);
        assertThat(reader.report().complete()).isTrue();
    }

    @Test
    void no_damage_makes_the_reader_throw_or_lose_count() {
        byte[] plain =
                (HEAD + INDICATOR + ',' + Objects.indicatorWith("\"labels\":[]") + "],\"x_a\":[1]}").getBytes(UTF_8);
        byte[] packed = gzip(plain);
        Seeds.forAll(5_000, random -> {
            Outcome outcome = read(Mutations.mutate(random.nextInt(4) == 0 ? packed : plain, random), LIMITS);
            if (!outcome.report().complete()) {
                assertThat(codes(outcome.report())).contains("bundle-malformed");
            }
        });
    }
}
