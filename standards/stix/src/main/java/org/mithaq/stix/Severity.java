// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

/// How strongly the text asks for what was not found (RFC 2119, as STIX 2.1 §1.1 uses it).
public enum Severity {
    MUST,
    SHOULD
}
