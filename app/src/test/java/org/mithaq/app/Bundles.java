// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Bundles, good and bad, as bytes.
final class Bundles {

    static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";

    private Bundles() {}

    /// The id of the indicator that is called so.
    static String id(String name) {
        return "indicator--" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /// An indicator of that name, TLP:GREEN.
    static String indicator(String name) {
        return indicator(name, ",\"object_marking_refs\":[\"" + GREEN + "\"]");
    }

    /// An indicator of that name, with more members.
    static String indicator(String name, String more) {
        return ("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"%s\","
                        + "\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\","
                        + "\"name\":\"%s\",\"pattern\":\"[ipv4-addr:value = '198.51.100.7']\","
                        + "\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\"%s}")
                .formatted(id(name), name, more);
    }

    /// A bundle of them.
    static byte[] of(String... objects) {
        return ("{\"type\":\"bundle\",\"id\":\"bundle--4fbd5dd8-6f51-4e4e-9a44-1bbc43ad4e43\",\"objects\":["
                        + String.join(",", objects) + "]}")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
