// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mithaq.stix.StixTimestamp;

/// Which versions of an object are asked for: `match[version]` (TAXII 2.1 §3.4.1).
///
/// @param all every version
/// @param first the earliest
/// @param last the latest
/// @param exact those of these moments
record VersionFilter(boolean all, boolean first, boolean last, List<StixTimestamp> exact) {

    /// What holds where nothing is said.
    static final VersionFilter LAST = new VersionFilter(false, false, true, List.of());

    /// Every version.
    static final VersionFilter ALL = new VersionFilter(true, false, false, List.of());

    VersionFilter {
        exact = List.copyOf(exact);
    }

    /// Reads the value of the parameter.
    ///
    /// @throws org.mithaq.http.Refused with 400 if a keyword or moment is malformed or stands twice, or `all` is
    ///     not alone
    static VersionFilter parse(String value) {
        Set<String> seen = new HashSet<>();
        List<StixTimestamp> exact = new ArrayList<>();
        for (String each : value.split(",", -1)) {
            if (!seen.add(each)) {
                throw ObjectQuery.malformed("match[version]", "each version once", each);
            }
            if (!each.equals("all") && !each.equals("first") && !each.equals("last")) {
                exact.add(StixTimestamp.tryParse(each)
                        .orElseThrow(() ->
                                ObjectQuery.malformed("match[version]", "all, first, last or a STIX timestamp", each)));
            }
        }
        boolean all = seen.contains("all");
        if (all && seen.size() > 1) {
            throw ObjectQuery.malformed("match[version]", "all, and nothing beside it", value);
        }
        return new VersionFilter(all, seen.contains("first"), seen.contains("last"), exact);
    }

    boolean names(StixTimestamp version) {
        return exact.stream().anyMatch(each -> each.compareTo(version) == 0);
    }
}
