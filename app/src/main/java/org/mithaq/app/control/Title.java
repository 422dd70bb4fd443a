// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.util.List;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;

/// What an object calls itself, for a person who reads a list.
final class Title {

    private static final int POINTS_MAX = 100;

    /// In this order, the first that is there (STIX 2.1 §4, §6, §7): most have a name, the others what is next to it.
    private static final List<String> MEMBERS = List.of(
            "name",
            "value",
            "abstract",
            "subject",
            "path",
            "key",
            "opinion",
            "content",
            "relationship_type",
            "pattern");

    private Title() {}

    /// The title, in its own script, on one line and not too long; empty where there is none.
    ///
    /// @param object the bytes of an object that is held
    static String of(byte[] object) {
        try {
            JsonObject json = Json.read(object, JsonLimits.standard().withBytesMax(Math.max(1, object.length)))
                    .asObject()
                    .orElseGet(JsonObject::empty);
            return MEMBERS.stream()
                    .flatMap(member -> json.string(member).stream())
                    .map(text -> text.strip().replaceAll("\\s+", " "))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .map(Title::clipped)
                    .orElse("");
        } catch (MalformedJson unreadable) {
            return "";
        }
    }

    private static String clipped(String text) {
        return text.codePointCount(0, text.length()) <= POINTS_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, POINTS_MAX - 1)) + "…";
    }
}
