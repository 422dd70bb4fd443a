// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Invented STIX 2.1 objects of 1 to 2 kB, the same again from the same seed: indicators, malware and attack patterns
/// in
/// the proportions of a day's sharing. Nothing in them is real.
public final class MadeObjects {

    private static final List<String> WORDS = List.of(
            "the",
            "loader",
            "contacts",
            "its",
            "relay",
            "after",
            "a",
            "delay",
            "and",
            "writes",
            "one",
            "task",
            "that",
            "starts",
            "with",
            "session",
            "beacon",
            "traffic",
            "hides",
            "in",
            "ordinary",
            "requests",
            "to",
            "cloud",
            "storage",
            "operators",
            "reuse",
            "certificates",
            "of",
            "former",
            "campaigns",
            "against",
            "water",
            "power",
            "ports",
            "rail",
            "substations",
            "telemetry",
            "gateways",
            "credentials",
            "were",
            "taken",
            "from",
            "engineers");

    private static final int TEXT_BYTES_MIN = 800;
    private static final int TEXT_BYTES_MAX = 1_450;

    private final SplittableRandom random;

    /// Objects from a seed.
    ///
    /// @param seed of everything
    public MadeObjects(long seed) {
        random = new SplittableRandom(seed);
    }

    /// The next object, as UTF-8.
    public byte[] next() {
        int kind = random.nextInt(100);
        String text;
        if (kind < 70) {
            text = indicator();
        } else if (kind < 85) {
            text = named("malware", "\"is_family\":true,\"malware_types\":[\"backdoor\"],");
        } else {
            text = named("attack-pattern", "");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Writes a bundle of the next `count` objects.
    ///
    /// @return bytes of its objects
    public long writeBundle(Path file, int count) throws IOException {
        long bytes = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write(("{\"type\":\"bundle\",\"id\":\"bundle--" + uuid() + "\",\"objects\":[\n")
                    .getBytes(StandardCharsets.UTF_8));
            for (int index = 0; index < count; index++) {
                if (index > 0) {
                    out.write(",\n".getBytes(StandardCharsets.UTF_8));
                }
                byte[] object = next();
                bytes += object.length;
                out.write(object);
            }
            out.write("\n]}\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    private String indicator() {
        String time = time();
        return "{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--" + uuid() + "\",\"created\":\""
                + time + "\",\"modified\":\"" + time + "\",\"name\":\"" + sentence(30) + "\",\"description\":\""
                + sentence(length()) + "\",\"indicator_types\":[\"malicious-activity\"],\"pattern\":\"" + pattern()
                + "\",\"pattern_type\":\"stix\",\"valid_from\":\"" + time + "\",\"confidence\":"
                + random.nextInt(1, 101) + "}";
    }

    private String named(String type, String more) {
        String time = time();
        return "{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type + "--" + uuid()
                + "\",\"created\":\"" + time + "\",\"modified\":\"" + time + "\"," + more + "\"name\":\"" + sentence(30)
                + "\",\"description\":\"" + sentence(length()) + "\"}";
    }

    private String pattern() {
        return switch (random.nextInt(3)) {
            case 0 -> "[ipv4-addr:value = '192.0.2." + random.nextInt(256) + "']";
            case 1 -> "[domain-name:value = 'h" + Long.toHexString(random.nextLong()) + ".example']";
            default ->
                "[file:hashes.'SHA-256' = '"
                        + "%016x%016x%016x%016x"
                                .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong())
                        + "']";
        };
    }

    private int length() {
        return random.nextInt(TEXT_BYTES_MIN, TEXT_BYTES_MAX);
    }

    private String sentence(int least) {
        StringBuilder text = new StringBuilder(least + 16);
        while (text.length() < least) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return text.toString();
    }

    private String time() {
        return "2026-03-%02dT%02d:%02d:%02d.%03dZ"
                .formatted(
                        random.nextInt(1, 29),
                        random.nextInt(24),
                        random.nextInt(60),
                        random.nextInt(60),
                        random.nextInt(1_000));
    }

    private UUID uuid() {
        // Version 4, variant 10 (RFC 9562 §5.4).
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
