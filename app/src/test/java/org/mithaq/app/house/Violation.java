// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

/// One place that breaks one rule.
///
/// @param rule short name, as [Allowances] lists it
/// @param place path from the root, mostly with a line
record Violation(String rule, String place, String what) {

    @Override
    public String toString() {
        return place + ": " + rule + ": " + what;
    }
}
