// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.Locale;
import java.util.Optional;
import org.mithaq.http.Headers;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;

/// Content negotiation (TAXII 2.1 §1.6.8; RFC 9110 §8.3.1, §12.5.1).
final class MediaTypes {

    /// What every answer is.
    static final String TAXII = "application/taxii+json;version=2.1";

    /// What the objects within are.
    static final String STIX = "application/stix+json;version=2.1";

    private static final String TYPE = "application/taxii+json";
    private static final String VERSION = "2.1";

    private MediaTypes() {}

    /// Checks that the caller takes what it will get. Whoever sends no field at all takes everything (RFC 9110).
    ///
    /// @throws Refused with 406
    static void demandAcceptable(Headers headers) {
        var fields = headers.all("Accept");
        if (!fields.isEmpty() && fields.stream().noneMatch(MediaTypes::takesTaxii)) {
            throw new Refused(Problem.of(
                    "not-acceptable", 406, "Only TAXII 2.1 is spoken here", "accept " + TAXII, "TAXII 2.1 §3.1"));
        }
    }

    /// Checks that what the caller sends is TAXII 2.1.
    ///
    /// @throws Refused with 415
    static void demandTaxii(Headers headers) {
        Optional<String> type = headers.first("Content-Type");
        if (type.isEmpty() || !matches(type.get(), false)) {
            throw new Refused(Problem.of(
                    "unsupported-media-type", 415, "Only TAXII 2.1 is taken here", "send " + TAXII, "TAXII 2.1 §5.5"));
        }
    }

    private static boolean takesTaxii(String accept) {
        for (String range : accept.split(",", -1)) {
            if (matches(range, true)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a media type or, where `range`, a media range with a weight above zero, covers TAXII 2.1.
    private static boolean matches(String written, boolean range) {
        String[] parts = written.split(";", -1);
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        boolean any = range && (type.equals("*/*") || type.equals("application/*"));
        if (!any && !type.equals(TYPE)) {
            return false;
        }
        for (int index = 1; index < parts.length; index++) {
            String[] parameter = parts[index].strip().split("=", 2);
            String name = parameter[0].strip().toLowerCase(Locale.ROOT);
            String value = parameter.length < 2 ? "" : unquoted(parameter[1].strip());
            if (range && name.equals("q") && isZero(value)) {
                return false;
            }
            if (name.equals("version") && !value.equals(VERSION)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String weight) {
        return weight.matches("0(\\.0{0,3})?");
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
