// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

/// The literal `null` (RFC 8259 §3). A member that is absent is no such value.
public enum JsonNull implements JsonValue {
    /// The only one.
    NULL;

    @Override
    public String toString() {
        return "null";
    }
}
