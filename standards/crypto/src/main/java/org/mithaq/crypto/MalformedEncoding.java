// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// Bytes that are not the one canonical encoding of a message. Always the sender's fault, never ours.
///
/// Says where in the message the reader stopped and what it expected there; the found bytes are never quoted whole.
public final class MalformedEncoding extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final int offsetBytes;

    /// @param field name of the field that was being read, from our own text
    /// @param offsetBytes position in the message, counted from 0
    /// @param expected what the protocol's text demands there
    public MalformedEncoding(String field, int offsetBytes, String expected) {
        super("%s at byte %d: expected %s".formatted(field, offsetBytes, expected));
        this.field = field;
        this.offsetBytes = offsetBytes;
    }

    /// Name of the field that could not be read.
    public String field() {
        return field;
    }

    /// Where in the message the reader stopped, counted from 0.
    public int offsetBytes() {
        return offsetBytes;
    }
}
