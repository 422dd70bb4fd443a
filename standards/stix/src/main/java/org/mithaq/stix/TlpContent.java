// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Locale;
import java.util.Optional;
import org.mithaq.json.JsonObject;

/// What the content of a marking definition says about TLP, whatever its id.
///
/// @param looksLikeTlp whether it speaks of TLP at all: by its definition type, by an extension, or by its name
/// @param tlp the label that it spells out, if it is one
record TlpContent(boolean looksLikeTlp, Optional<Tlp> tlp) {

    /// Reads the `definition` of TLP 1 (§7.2.1), the extension of TLP 2.0, and the name.
    static TlpContent of(JsonObject definition) {
        Optional<String> label = definition.object("definition").flatMap(it -> it.string("tlp"));
        boolean looks = label.isPresent()
                || definition
                        .string("definition_type")
                        .filter("tlp"::equalsIgnoreCase)
                        .isPresent()
                || definition.string("name").filter(TlpContent::startsWithTlp).isPresent();
        JsonObject extensions = definition.object("extensions").orElse(JsonObject.empty());
        for (int i = 0; i < extensions.size(); i++) {
            Optional<JsonObject> extension = extensions.value(i).asObject();
            if (extension.isPresent() && extension.get().has("tlp_2_0")) {
                looks = true;
                label = extension.get().string("tlp_2_0");
            }
        }
        return new TlpContent(looks, label.flatMap(Tlp::ofValue));
    }

    /// `TLP`, alone or before something that is no letter.
    private static boolean startsWithTlp(String name) {
        String start = name.strip().toUpperCase(Locale.ROOT);
        return start.startsWith("TLP") && (start.length() == 3 || !Character.isLetter(start.charAt(3)));
    }
}
