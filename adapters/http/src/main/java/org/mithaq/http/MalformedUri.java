// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// A request target that RFC 3986 does not allow, or that we refuse because programs read it in two ways.
///
/// The found text is clipped: it is hostile until proved otherwise, and it ends up in logs.
public final class MalformedUri extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int EXCERPT_CHARACTERS_MAX = 64;

    private final String clause;

    public MalformedUri(String clause, String expected, String found) {
        super("%s: expected %s, found \"%s\"".formatted(clause, expected, clip(found)));
        this.clause = clause;
    }

    /// The clause that the request broke.
    public String clause() {
        return clause;
    }

    private static String clip(String text) {
        StringBuilder clipped = new StringBuilder();
        text.chars()
                .limit(EXCERPT_CHARACTERS_MAX)
                .forEach(c -> clipped.append(c >= 0x20 && c < 0x7f && c != '"' ? (char) c : '?'));
        return text.length() > EXCERPT_CHARACTERS_MAX ? clipped + "…" : clipped.toString();
    }
}
