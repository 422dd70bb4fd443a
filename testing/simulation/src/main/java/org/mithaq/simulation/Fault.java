// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// One thing that went wrong, named by its place in the run so that a replay can leave it out or keep it.
///
/// @param kind what went wrong
/// @param place where and when, such as `message 0>2 DELIVER 5` or `node 3 step 17`
public record Fault(FaultKind kind, String place) {

    @Override
    public String toString() {
        return kind.words() + ": " + place;
    }
}
