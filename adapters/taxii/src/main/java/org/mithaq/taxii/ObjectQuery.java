// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mithaq.http.Problem;
import org.mithaq.http.Query;
import org.mithaq.http.Refused;

/// What a client asks of a collection (TAXII 2.1 §3.4). Parameters that TAXII does not define are passed over, as it
/// allows.
///
/// @param addedAfterMicros only what was added later
/// @param limit objects in the page
/// @param afterNumber only rows above this, from `next`
/// @param ids only these; empty is all
/// @param types only these; empty is all
/// @param stix21 whether objects of STIX 2.1 are wanted, the only ones there are
/// @param versions which versions of each
record ObjectQuery(
        OptionalLong addedAfterMicros,
        int limit,
        long afterNumber,
        Set<String> ids,
        Set<String> types,
        boolean stix21,
        VersionFilter versions) {

    /// Which of the match fields an endpoint knows (TAXII 2.1 §5).
    enum Fields {
        COLLECTION,
        OBJECT,
        VERSIONS
    }

    private static final int EXCERPT_CHARS_MAX = 80;

    /// Reads the parameters.
    ///
    /// @param pageObjectsMax the server's own limit
    /// @throws Refused with 400 if one is malformed, or stands twice
    static ObjectQuery parse(Query query, Fields fields, int pageObjectsMax) {
        Optional<String> addedAfter = single(query, "added_after");
        OptionalLong micros = OptionalLong.empty();
        if (addedAfter.isPresent()) {
            micros = Timestamps.micros(addedAfter.get());
            if (micros.isEmpty()) {
                throw malformed("added_after", "a timestamp in UTC", addedAfter.get());
            }
        }
        int limit = single(query, "limit").map(ObjectQuery::limit).orElse(TaxiiSettings.PAGE_OBJECTS);
        long after = single(query, "next").map(ObjectQuery::number).orElse(0L);
        Set<String> ids = fields == Fields.COLLECTION ? values(query, "id") : Set.of();
        Set<String> types = fields == Fields.COLLECTION ? values(query, "type") : Set.of();
        Set<String> specs = values(query, "spec_version");
        for (String spec : specs) {
            if (!spec.matches("[0-9]{1,3}\\.[0-9]{1,3}")) {
                throw malformed("match[spec_version]", "versions such as 2.1", spec);
            }
        }
        VersionFilter versions = fields == Fields.VERSIONS
                ? VersionFilter.ALL
                : single(query, "match[version]").map(VersionFilter::parse).orElse(VersionFilter.LAST);
        return new ObjectQuery(
                micros,
                Math.min(limit, pageObjectsMax),
                after,
                ids,
                types,
                specs.isEmpty() || specs.contains("2.1"),
                versions);
    }

    /// The same of one object.
    ObjectQuery of(String stixId) {
        return new ObjectQuery(addedAfterMicros, limit, afterNumber, Set.of(stixId), types, stix21, versions);
    }

    private static Optional<String> single(Query query, String name) {
        List<String> all = query.all(name);
        if (all.size() > 1) {
            throw malformed(name, "this parameter once", all.get(1));
        }
        return all.stream().findFirst();
    }

    private static Set<String> values(Query query, String field) {
        Optional<String> value = single(query, "match[" + field + "]");
        if (value.isEmpty()) {
            return Set.of();
        }
        Set<String> values = new LinkedHashSet<>(List.of(value.get().split(",", -1)));
        if (values.contains("")) {
            throw malformed("match[" + field + "]", "values with commas between", value.get());
        }
        return values;
    }

    private static int limit(String written) {
        if (!written.matches("[0-9]{1,16}") || Long.parseLong(written) == 0) {
            throw malformed("limit", "a positive integer", written);
        }
        return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(written));
    }

    private static long number(String written) {
        if (!written.matches("[0-9]{1,18}")) {
            throw malformed("next", "what an earlier answer gave", written);
        }
        return Long.parseLong(written);
    }

    static Refused malformed(String parameter, String expected, String found) {
        String excerpt = found.codePoints()
                .limit(EXCERPT_CHARS_MAX)
                .map(c -> Character.isISOControl(c) ? '.' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Refused(Problem.of(
                "malformed-parameter",
                400,
                "A query parameter is malformed",
                "%s: expected %s, found \"%s\"".formatted(parameter, expected, excerpt),
                "TAXII 2.1 §3.4"));
    }
}
