// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonLimits;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Defect;
import org.mithaq.stix.MalformedStix;
import org.mithaq.stix.Markings;
import org.mithaq.stix.Reading;
import org.mithaq.stix.SpecVersion;
import org.mithaq.stix.StixId;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.StixTimestamp;

/// STIX 2.1: objects, bundles as files, and the values in them.
public final class StixTargets {

    private static final String UUID = "e2e1a340-4415-4ba8-9671-f7343fbf0836";
    private static final String INDICATOR = """
        {"type":"indicator","spec_version":"2.1","id":"indicator--%1$s","created":"2026-01-02T03:04:05.678Z",\
        "modified":"2026-01-02T03:04:05.678Z","pattern":"[url:value = 'http://a.example/']","pattern_type":"stix",\
        "valid_from":"2026-01-02T03:04:05Z","labels":["x"],"confidence":15,"lang":"ar","revoked":false,\
        "created_by_ref":"identity--%1$s","object_marking_refs":["marking-definition--%1$s"],\
        "granular_markings":[{"marking_ref":"marking-definition--%1$s","selectors":["labels.[0]"]}],\
        "kill_chain_phases":[{"kill_chain_name":"k","phase_name":"p"}],\
        "external_references":[{"source_name":"s","url":"https://a.example/","hashes":{"SHA-256":"%2$s"}}]}\
        """.formatted(UUID, "ab".repeat(32));
    private static final String FILE = """
        {"type":"file","spec_version":"2.1","id":"file--%1$s","name":"a","size":12,"hashes":{"MD5":"%2$s"},\
        "extensions":{"ntfs-ext":{"sid":"1","alternate_data_streams":[{"name":"b"}]},\
        "extension-definition--%1$s":{"extension_type":"property-extension","x":1}}}\
        """.formatted(UUID, "cd".repeat(16));
    private static final String MARKING = """
        {"type":"marking-definition","spec_version":"2.1","id":"marking-definition--%1$s",\
        "created":"2026-01-02T03:04:05Z","definition_type":"statement","definition":{"statement":"Copyright"}}\
        """.formatted(UUID);
    private static final String RELATIONSHIP = """
        {"type":"relationship","spec_version":"2.1","id":"relationship--%1$s","created":"2026-01-02T03:04:05.678Z",\
        "modified":"2026-01-02T03:04:05.678Z","relationship_type":"indicates","source_ref":"indicator--%1$s",\
        "target_ref":"malware--%1$s","start_time":"2026-01-02T03:04:05Z","stop_time":"2026-01-03T03:04:05Z"}\
        """.formatted(UUID);
    private static final String TRAFFIC = """
        {"type":"network-traffic","spec_version":"2.1","id":"network-traffic--%1$s","protocols":["tcp"],\
        "src_ref":"ipv4-addr--%1$s","src_port":443,"extensions":{"http-request-ext":{"request_method":"get",\
        "request_value":"/","request_header":{"Accept":["a"]}}}}\
        """.formatted(UUID);

    private static final List<String> WORDS = List.of(
            "\"type\":",
            "\"id\":",
            "\"spec_version\":\"2.1\"",
            "\"created\":",
            "\"modified\":",
            "\"objects\":[",
            "\"extensions\":{",
            "\"extension_type\":",
            "\"new-sdo\"",
            "\"toplevel-property-extension\"",
            "\"hashes\":{",
            "\"object_marking_refs\":[",
            "\"granular_markings\":[",
            "\"selectors\":[",
            "extension-definition--",
            "marking-definition--",
            "--e2e1a340-4415-4ba8-9671-f7343fbf0836",
            "2026-01-02T03:04:05.678Z",
            "\"bundle\"",
            "\"malware\"",
            "\"identity\"",
            "\"report\"",
            "\"sighting\"",
            "\"email-message\"",
            "\"process\"",
            "\"x509-certificate\"");

    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 64, 10_000, 1 << 14);
    private static final BundleLimits BUNDLE_LIMITS = new BundleLimits(LIMITS.withBytesMax(1 << 12), 1 << 18, 50);

    private StixTargets() {}

    /// Single objects.
    public static Target objects() {
        return new Target(
                "stix-object",
                4_096,
                WORDS,
                List.of(Kind.of(
                        "object", StixTargets::object, Seed.of(INDICATOR, FILE, MARKING, RELATIONSHIP, TRAFFIC))));
    }

    /// Bundles as files, plain and compressed.
    public static Target bundles() {
        String head = "{\"type\":\"bundle\",\"id\":\"bundle--%s\",\"objects\":[".formatted(UUID);
        byte[] bundle = Seed.of(head + INDICATOR + " , " + FILE + "]}");
        return new Target(
                "stix-bundle",
                4_096,
                WORDS,
                List.of(
                        Kind.of("bundle", StixTargets::bundle, bundle, Seed.of("[" + MARKING + "]"), Seed.of(FILE)),
                        // Compressed here: mutations of compressed bytes alone would never pass a checksum.
                        Kind.of("compressed", input -> bundle(compressed(input)), bundle),
                        Kind.of("as it came", StixTargets::bundle, compressed(bundle)),
                        Kind.of("in two members", StixTargets::inTwoMembers, bundle)));
    }

    /// Identifiers, timestamps and versions.
    public static Target values() {
        return new Target(
                "stix-value",
                300,
                List.of("--", "T00:00:00", ".000Z", "23:59:60Z", "-02-29T", "2.1", "ffffffff-"),
                List.of(
                        Kind.of(
                                "id",
                                // Capital letters are read (RFC 4122 §3), and never written.
                                Codec.stable(
                                        MalformedStix.class,
                                        input -> StixId.parse(new String(input, UTF_8)),
                                        id -> Seed.of(id.toString())),
                                Seed.of("indicator--" + UUID)),
                        Kind.of(
                                "timestamp",
                                Codec.canonicalText(MalformedStix.class, StixTimestamp::parse, StixTimestamp::written),
                                Seed.of("2026-01-02T03:04:05.678Z", "2024-02-29T23:59:60Z", "0001-01-01T00:00:00Z")),
                        Kind.of(
                                "version",
                                input ->
                                        SpecVersion.of(new String(input, UTF_8)).isPresent(),
                                Seed.of("2.1"))));
    }

    private static boolean object(byte[] input) {
        return isGood(StixReader.read(input, LIMITS));
    }

    /// Checks a verdict, and what may be asked of an object that was not refused.
    private static boolean isGood(Reading reading) {
        reading.defects().forEach(StixTargets::check);
        if (reading.object().isEmpty()) {
            if (reading.defects().isEmpty()) {
                throw new Finding("refused without a reason");
            }
            return false;
        }
        StixObject object = reading.object().get();
        Markings.of(object, ignored -> Optional.empty()).defects().forEach(StixTargets::check);
        Reading again = StixReader.read(CanonicalJson.write(object.json()), LIMITS.withBytesMax(1 << 24));
        boolean same = again.object()
                .filter(other -> other.id().equals(object.id())
                        && other.version().key().equals(object.version().key())
                        && Arrays.equals(other.contentHash(), object.contentHash()))
                .isPresent();
        if (!same) {
            throw new Finding("its canonical form is another object, or none: " + again.defects());
        }
        return true;
    }

    private static void check(Defect defect) {
        Codec.checkRefusal(new Finding(defect.quotation()));
    }

    private static boolean bundle(byte[] input) throws IOException {
        Summary whole = read(new ByteArrayInputStream(input));
        Summary dripping = read(new Dripping(input));
        // Where gzip is damaged, how much comes out before depends on how much goes in at once.
        boolean same = whole.equals(dripping) || (!whole.complete() && !dripping.complete() && isCompressed(input));
        if (!same) {
            throw new Finding("read otherwise when it comes byte by byte");
        }
        return whole.accepted() > 0;
    }

    private static boolean isCompressed(byte[] input) {
        return input.length >= 2 && input[0] == (byte) 0x1f && input[1] == (byte) 0x8b;
    }

    /// What became of a bundle. Excerpts are left out: how much of it is at hand depends on how it comes.
    private record Summary(long objects, long accepted, boolean complete, List<String> defects) {}

    private static Summary read(InputStream in) throws IOException {
        BundleReader reader = BundleReader.of(in, BUNDLE_LIMITS);
        List<String> defects = new ArrayList<>();
        long accepted = 0;
        for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
            accepted += isGood(next.get().reading()) ? 1 : 0;
            next.get().reading().defects().forEach(defect -> defects.add(named(defect)));
        }
        reader.report().defects().forEach(StixTargets::check);
        reader.report().defects().forEach(defect -> defects.add(named(defect)));
        return new Summary(reader.report().objects(), accepted, reader.report().complete(), defects);
    }

    private static String named(Defect defect) {
        return defect.code() + " " + defect.clause() + " " + defect.jsonPath();
    }

    /// Half of it compressed, and the rest behind that.
    private static boolean inTwoMembers(byte[] input) throws IOException {
        byte[] first = compressed(Arrays.copyOf(input, input.length / 2));
        byte[] second = compressed(Arrays.copyOfRange(input, input.length / 2, input.length));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        if (!read(new ByteArrayInputStream(input)).equals(read(new ByteArrayInputStream(both)))) {
            throw new Finding("in two members it is another bundle");
        }
        return bundle(both);
    }

    private static byte[] compressed(byte[] input) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(input);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
