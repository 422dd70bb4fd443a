// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.json.Excerpt;

/// A card, an act or a part of them that the charter's text does not allow. Always the sender's fault, never ours.
///
/// Carries the clause so that an operator can quote it to the sender. The found text is an [Excerpt]: it is hostile
/// until proved otherwise, and it ends up in logs.
public final class CharterRejected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What was wrong, for a program to decide by.
    public enum Code {
        /// Not of the form that the clause asks for.
        MALFORMED,
        /// Longer, or more of them, than the clause allows.
        TOO_MUCH,
        /// There already, where the clause wants it once.
        DUPLICATE,
        /// Not there, where the clause wants it.
        MISSING,
        /// Not signed by whom the clause names, or by a key that is none.
        UNPROVEN,
        /// Well formed, but not what may stand in this place.
        OUT_OF_PLACE,
        /// A kind of act that this version does not know.
        UNKNOWN
    }

    private final Code code;
    private final CharterClause clause;
    private final String excerpt;

    /// @param code what was wrong, for programs
    /// @param clause the clause that was broken
    /// @param found what was found instead, of any length; clipped here
    public CharterRejected(Code code, CharterClause clause, String found) {
        String excerpt = Excerpt.of(found);
        super("%s: %s Found: %s".formatted(clause.id(), clause.sentence(), excerpt));
        this.code = code;
        this.clause = clause;
        this.excerpt = excerpt;
    }

    /// What was wrong.
    public Code code() {
        return code;
    }

    /// The clause that was broken.
    public CharterClause clause() {
        return clause;
    }

    /// What was found instead: an [Excerpt] of it.
    public String excerpt() {
        return excerpt;
    }
}
