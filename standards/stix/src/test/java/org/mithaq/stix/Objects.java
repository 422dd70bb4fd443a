// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mithaq.json.JsonLimits;

/// Small objects for tests, as text in which a test changes what it is about.
final class Objects {

    static final String UUID = "e2e1a340-4415-4ba8-9671-f7343fbf0836";

    static final String INDICATOR = """
            {"type":"indicator","spec_version":"2.1","id":"indicator--e2e1a340-4415-4ba8-9671-f7343fbf0836",\
            "created":"2026-01-02T03:04:05.678Z","modified":"2026-01-02T03:04:05.678Z",\
            "pattern":"[url:value = 'http://example.com/']","pattern_type":"stix",\
            "valid_from":"2026-01-02T03:04:05Z"}""";

    private Objects() {}

    static Reading read(String text) {
        return StixReader.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.standard());
    }

    /// The object, whatever its defects.
    static StixObject object(String text) {
        return read(text)
                .object()
                .orElseThrow(() -> new AssertionError(read(text).defects()));
    }

    static List<String> codes(Reading reading) {
        return reading.defects().stream().map(Defect::code).toList();
    }

    /// The indicator with a further member, such as `"revoked":true`.
    static String indicatorWith(String member) {
        return INDICATOR.substring(0, INDICATOR.length() - 1) + ',' + member + '}';
    }

    /// The indicator with the first `from` replaced.
    static String indicator(String from, String to) {
        if (!INDICATOR.contains(from)) {
            throw new IllegalArgumentException("not in the indicator: " + from);
        }
        return INDICATOR.replace(from, to);
    }
}
