// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// Small STIX objects of our own making.
final class Samples {

    static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    static final String GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";

    private Samples() {}

    /// Id of the indicator with this number.
    static String id(int number) {
        return "indicator--" + new UUID(0x4000L | ((long) number << 32), 0x8000000000000000L | number);
    }

    static String indicator(int number) {
        return indicator(number, "2026-05-01T00:00:00.000Z", "");
    }

    /// @param more further members, each with a comma behind it
    static String indicator(int number, String modified, String more) {
        return """
                {"type":"indicator","spec_version":"2.1","id":"%s","created":"2026-04-01T00:00:00.000Z",\
                %s"modified":"%s","name":"مؤشر %d","indicator_types":["malicious-activity"],\
                "pattern":"[ipv4-addr:value = '192.0.2.%d']","pattern_type":"stix",\
                "valid_from":"2026-04-01T00:00:00Z"}""".formatted(id(number), more, modified, number, number % 256);
    }

    static String marked(int number, String marking) {
        return indicator(number, "2026-05-01T00:00:00.000Z", "\"object_marking_refs\":[\"" + marking + "\"],");
    }

    static byte[] envelope(String... objects) {
        return ("{\"objects\":[" + String.join(",", objects) + "]}").getBytes(StandardCharsets.UTF_8);
    }
}
