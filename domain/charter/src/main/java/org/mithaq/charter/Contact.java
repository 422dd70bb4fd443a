// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;
import java.util.Set;

/// Whom to reach at a member: a duty role, never a person's name (Charter 1.3).
///
/// @param dutyRole title of the role, such as `Duty officer`
/// @param languages 1 to 16 different codes of ISO 639, two or three letters in lower case, the best first
/// @param callBack how to verify by a second way: a telephone number, an address
public record Contact(String dutyRole, List<String> languages, String callBack) {

    /// Most languages of one contact.
    public static final int LANGUAGES_MAX = 16;

    public Contact {
        PlainText.arabicOrLatin(dutyRole);
        PlainText.arabicOrLatin(callBack);
        languages = List.copyOf(languages);
        if (languages.size() > LANGUAGES_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.TOO_MUCH, CharterClause.CONTACTS, languages.size() + " languages");
        }
        if (languages.isEmpty()) {
            throw new CharterRejected(CharterRejected.Code.MISSING, CharterClause.CONTACTS, "no language");
        }
        for (String language : languages) {
            if (!isCode(language)) {
                throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.CONTACTS, language);
            }
        }
        if (Set.copyOf(languages).size() != languages.size()) {
            throw new CharterRejected(CharterRejected.Code.DUPLICATE, CharterClause.CONTACTS, languages.toString());
        }
    }

    private static boolean isCode(String language) {
        return (language.length() == 2 || language.length() == 3)
                && language.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }
}
