// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import org.mithaq.crypto.Hash;

/// Hexadecimal digits, of which only those in lower case are let in: one value has one written form.
final class Hex {

    private Hex() {}

    /// The hash that `text` writes.
    ///
    /// @throws CharterRejected under `clause` unless there are 64 digits in lower case
    static Hash hash(String text, CharterClause clause) {
        if (!isLowerCase(text, 2 * Hash.LENGTH_BYTES)) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, clause, text);
        }
        return Hash.parseHex(text);
    }

    /// Whether `text` has `length` hexadecimal digits in lower case and nothing else.
    static boolean isLowerCase(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
