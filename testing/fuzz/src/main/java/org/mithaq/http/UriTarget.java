// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;

/// What a request's first line holds.
public final class UriTarget {

    private UriTarget() {}

    /// Paths and queries.
    public static Target target() {
        return new Target(
                "uri",
                512,
                List.of("%2e", "%2F", "%5c", "%c3%a9", "%00", "/../", "//", ";", "&", "=", "+", "%ed%a0%80"),
                List.of(
                        Kind.of(
                                "path",
                                Codec.readOnly(MalformedUri.class, input -> checked(RequestPath.parse(text(input)))),
                                "/taxii2/api/collections/%C3%A9/".getBytes(US_ASCII)),
                        Kind.of(
                                "query",
                                Codec.readOnly(MalformedUri.class, input -> Query.parse(text(input))),
                                "match%5Btype%5D=indicator&limit=10&x".getBytes(US_ASCII))));
    }

    /// The parameters that `raw` holds.
    ///
    /// @throws MalformedUri if it is no query
    public static Query query(String raw) {
        return Query.parse(raw);
    }

    private static String text(byte[] input) {
        return new String(input, UTF_8);
    }

    /// No segment that was let in leads out of where it stands.
    private static RequestPath checked(RequestPath path) {
        boolean escapes = path.segments().stream()
                .anyMatch(segment -> segment.equals("..")
                        || segment.equals(".")
                        || segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < 0x20));
        if (escapes) {
            throw new Finding("a path that leads elsewhere: " + path);
        }
        return path;
    }
}
