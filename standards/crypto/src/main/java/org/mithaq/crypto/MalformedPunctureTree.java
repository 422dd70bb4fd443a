// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

/// Bytes that [PunctureTree#encode] never writes.
public final class MalformedPunctureTree extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param expected what should have stood there, without any key bytes
    public MalformedPunctureTree(String expected) {
        super("puncture tree, version 1: expected " + expected);
    }
}
