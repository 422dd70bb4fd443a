// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import java.util.List;

/// Every place that may break a rule, and why. One that nothing breaks any more is itself a failure.
final class Allowances {

    /// @param path of the file, from the root
    record Allowance(String rule, String path, String reason) {

        boolean covers(Violation violation) {
            return violation.rule().equals(rule)
                    && violation.place().replaceFirst(":[0-9]+$", "").equals(path);
        }
    }

    static final List<Allowance> ALL = List.of();

    private Allowances() {}

    static boolean cover(Violation violation) {
        return ALL.stream().anyMatch(each -> each.covers(violation));
    }
}
