// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// Bytes that are no public key, or one that this project does not let in. Always the sender's fault, never ours.
///
/// Carries the clause so that an operator can quote it to the sender; never the bytes.
public final class KeyRejected extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param clause where the rule stands, such as `RFC 8032 §5.1.3`
    /// @param expected what the rule asks for
    public KeyRejected(String clause, String expected) {
        super("%s: expected %s".formatted(clause, expected));
    }
}
