// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.OptionalLong;
import org.mithaq.node.Core;
import org.mithaq.stix.StixTimestamp;

/// The timestamps of TAXII: UTC with six digits after the point (TAXII 2.1 §2).
final class Timestamps {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /// The written form of microseconds since 1970-01-01 UTC.
    static String written(long micros) {
        return FORM.format(Core.instant(micros));
    }

    /// Reads a timestamp; clients also send fewer digits, or more, which are cut off. Empty for anything else.
    static OptionalLong micros(String written) {
        return StixTimestamp.tryParse(written)
                .map(time -> OptionalLong.of(Core.micros(time.instant())))
                .orElse(OptionalLong.empty());
    }
}
