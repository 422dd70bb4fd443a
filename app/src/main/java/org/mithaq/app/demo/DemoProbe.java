// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.mithaq.json.JsonLimits;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// What a large transfer consists of.
final class DemoProbe {

    private DemoProbe() {}

    /// An invented indicator of the documentation range 203.0.113.0/24.
    static StixObject of(int index) {
        String time = Instant.ofEpochSecond(1_790_000_000L + index).toString().replace("Z", ".000Z");
        String json = ("{\"type\":\"indicator\",\"spec_version\":\"2.1\",\"id\":\"indicator--%s\",\"created\":\"%s\","
                        + "\"modified\":\"%s\",\"name\":\"Probe %d of the demo\",\"indicator_types\":"
                        + "[\"anomalous-activity\"],\"pattern\":\"[ipv4-addr:value = '203.0.113.%d']\","
                        + "\"pattern_type\":\"stix\",\"valid_from\":\"%s\"}")
                .formatted(UUID.randomUUID(), time, time, index, index % 256, time);
        return StixReader.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.standard())
                .object()
                .orElseThrow();
    }
}
