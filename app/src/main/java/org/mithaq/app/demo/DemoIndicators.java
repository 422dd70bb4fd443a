// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mithaq.stix.StixObject;

/// The addresses, names and hashes in some objects, in a form that no terminal turns into a link and nobody opens by a
/// slip of the mouse.
final class DemoIndicators {

    private static final int SHOWN_MAX = 3;

    private static final Set<String> OBSERVABLES = Set.of("ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr");

    /// A literal that something is compared with (STIX 2.1 §9.2); the quoted keys of `hashes` are none.
    private static final Pattern LITERAL = Pattern.compile("=\\s*'([^'\\\\]{1,256})'");

    private DemoIndicators() {}

    /// Those of `objects`, each once, at most three, and how many more there are.
    static List<String> of(List<StixObject> objects) {
        Set<String> found = new LinkedHashSet<>();
        for (StixObject object : objects) {
            if (OBSERVABLES.contains(object.type())) {
                object.json().string("value").ifPresent(found::add);
            } else if (object.type().equals("indicator")) {
                Matcher literals =
                        LITERAL.matcher(object.json().string("pattern").orElse(""));
                while (literals.find()) {
                    found.add(literals.group(1));
                }
            }
        }
        List<String> shown = new ArrayList<>();
        for (String each : found) {
            if (shown.size() == SHOWN_MAX) {
                shown.add("+" + (found.size() - SHOWN_MAX));
                break;
            }
            shown.add(TerminalText.indicator(harmless(each)));
        }
        return List.copyOf(shown);
    }

    /// `crane-update.example` becomes `crane-update[.]example`. Nothing is cut here: a narrow terminal does that.
    static String harmless(String indicator) {
        return indicator
                .replaceFirst("^(?i)http", "hxxp")
                .replace("@", "[@]")
                .replace("::", "[::]")
                .replace(".", "[.]");
    }
}
