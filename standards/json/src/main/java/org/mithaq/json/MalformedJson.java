// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// A document that RFC 8259, I-JSON (RFC 7493) or the reader's limits do not allow. Always the sender's fault.
///
/// Carries the clause and the place, so that an operator can quote them to the sender. The found text is an
/// [Excerpt]: it is hostile until proved otherwise, and it ends up in logs.
public final class MalformedJson extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// What is wrong, for programs.
    public enum Reason {
        /// No JSON text (RFC 8259 §2 to §7).
        SYNTAX,
        /// The input ends within the document.
        TRUNCATED,
        /// Something follows the document.
        TRAILING_BYTES,
        /// No UTF-8, or a byte order mark (RFC 8259 §8.1).
        ENCODING,
        /// Two members of one object have the same name (RFC 7493 §2.3).
        DUPLICATE_NAME,
        /// An escaped surrogate without its other half (RFC 7493 §2.1).
        LONE_SURROGATE,
        /// A number that a double does not hold: an integer that would be rounded, or infinity (RFC 7493 §2.2).
        NUMBER_NOT_EXACT,
        /// Document, string, name, number or array element with more bytes than the limit.
        TOO_LONG,
        /// Deeper nesting than the limit.
        TOO_DEEP,
        /// More values than the limit.
        TOO_MANY_VALUES
    }

    private final Reason reason;
    private final String clause;
    private final String expected;
    private final long offset;
    private final long line;
    private final long column;
    private final String excerpt;

    private MalformedJson(Reason reason, String clause, String expected, JsonPosition position, String excerpt) {
        super("%s: expected %s at %s, found \"%s\"".formatted(clause, expected, position, excerpt));
        this.reason = reason;
        this.clause = clause;
        this.expected = expected;
        this.offset = position.offset();
        this.line = position.line();
        this.column = position.column();
        this.excerpt = excerpt;
    }

    /// Refuses the `length` bytes from `from` on, for what is wrong `offset` bytes after `from`.
    static MalformedJson in(
            byte[] bytes, int from, int length, int offset, Reason reason, String clause, String expected) {
        int at = Math.clamp(offset, 0, length);
        JsonPosition position = JsonPosition.START.after(bytes, from, at);
        return new MalformedJson(reason, clause, expected, position, Excerpt.around(bytes, from, length, at));
    }

    /// Refuses a document of which only the place is at hand.
    static MalformedJson at(JsonPosition position, Reason reason, String clause, String expected, String excerpt) {
        return new MalformedJson(reason, clause, expected, position, Excerpt.of(excerpt));
    }

    /// The same refusal of a document whose part was read: places count from the beginning of the whole.
    ///
    /// @param start where in the whole document the part begins that was read
    public MalformedJson within(JsonPosition start) {
        return movedTo(position().from(start));
    }

    MalformedJson movedTo(JsonPosition position) {
        MalformedJson moved = new MalformedJson(reason, clause, expected, position, excerpt);
        moved.initCause(this);
        return moved;
    }

    /// What is wrong.
    public Reason reason() {
        return reason;
    }

    /// The clause that was broken, such as `RFC 8259 §7`, or `limit` and its name.
    public String clause() {
        return clause;
    }

    /// What the clause asks for, in a few words.
    public String expected() {
        return expected;
    }

    /// Where.
    public JsonPosition position() {
        return new JsonPosition(offset, line, column);
    }

    /// Bytes before the fault.
    public long offset() {
        return offset;
    }

    /// The line of the fault, from 1.
    public long line() {
        return line;
    }

    /// The column of the fault, from 1, in code points.
    public long column() {
        return column;
    }

    /// What stands around the fault; see [Excerpt].
    public String excerpt() {
        return excerpt;
    }
}
