// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.List;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;

/// Reads single STIX 2.1 objects and says what is wrong with them, clause by clause.
public final class StixReader {

    private StixReader() {}

    /// Reads one object.
    ///
    /// Every type of STIX 2.1 is known by its property table (§4 to §7), our own by [ThematicExtensions]; other
    /// types are read by the common properties of what an extension says they are (§7.3), or as custom (§11.2).
    /// All defects are reported, up to a bound of a thousand an object. Nothing is thrown for what the bytes
    /// contain.
    ///
    /// @param bytes the object and nothing else; handed over, not copied, to become [StixObject#bytes]
    /// @param limits of bytes, depth, values and strings of the one object
    public static Reading read(byte[] bytes, JsonLimits limits) {
        JsonValue value;
        try {
            value = Json.read(bytes, limits);
        } catch (MalformedJson e) {
            return refused(e);
        }
        if (!(value instanceof JsonObject json)) {
            return new Reading.Refused(List.of(Rule.NOT_AN_OBJECT.at("$", Findings.shown(value))));
        }
        return new ObjectReader(bytes, json).read();
    }

    /// The refusal of what is no JSON within the limits.
    static Reading.Refused refused(MalformedJson e) {
        String expected = e.expected() + " at " + e.position();
        return new Reading.Refused(List.of(Rule.JSON_MALFORMED.at(e.clause(), "$", expected, e.excerpt())));
    }
}
