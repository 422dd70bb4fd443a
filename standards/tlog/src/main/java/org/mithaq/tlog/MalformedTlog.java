// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Objects;

/// Bytes or text that a C2SP document on transparency logs does not allow. The sender's fault, never ours.
///
/// Carries document and clause so that an operator can quote them. The found text is clipped and stripped of control
/// characters: it is hostile until proved otherwise, and it ends up in logs.
public final class MalformedTlog extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int EXCERPT_CHARS_MAX = 60;

    private final String clause;

    MalformedTlog(String clause, String expected, String found) {
        super("%s: expected %s, found \"%s\"".formatted(clause, expected, clip(found)));
        this.clause = clause;
    }

    MalformedTlog(String clause, String reason) {
        super(clause + ": " + reason);
        this.clause = clause;
    }

    /// Document and section, such as `C2SP signed-note, Format`.
    public String clause() {
        return clause;
    }

    /// Clause and reason, never null.
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    static String clip(String found) {
        StringBuilder shown = new StringBuilder();
        found.codePoints()
                .limit(EXCERPT_CHARS_MAX)
                .map(c -> isShown(c) ? c : 0xFFFD)
                .forEach(shown::appendCodePoint);
        return found.length() > shown.length() ? shown + "…" : shown.toString();
    }

    /// Neither control characters nor those that reorder or hide text on a terminal.
    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
