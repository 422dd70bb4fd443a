// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.util.List;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// Whether a node does what it is for, and what keeps it from that.
///
/// @param checks each thing that was looked at
public record Health(List<Check> checks) {

    public Health {
        checks = List.copyOf(checks);
    }

    /// One thing that was looked at.
    ///
    /// @param name a word
    /// @param well whether all is well with it
    /// @param reason a sentence of ours: no name, no content
    public record Check(String name, boolean well, String reason) {}

    /// Whether all is well.
    public boolean isWell() {
        return checks.stream().allMatch(Check::well);
    }

    /// For programs.
    public JsonObject toJson() {
        List<JsonValue> list = checks.stream()
                .<JsonValue>map(check -> JsonObject.builder()
                        .put("check", check.name())
                        .put("well", check.well())
                        .put("reason", check.reason())
                        .build())
                .toList();
        return JsonObject.builder()
                .put("well", isWell())
                .put("checks", JsonArray.of(list))
                .build();
    }
}
