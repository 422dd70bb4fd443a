// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.Optional;

/// The version of the STIX specification that an object says it follows (STIX 2.1 §3.2).
public enum SpecVersion {
    /// Written in no object of STIX 2.0, which named its version on the bundle only.
    V2_0("2.0"),
    V2_1("2.1");

    private final String written;

    SpecVersion(String written) {
        this.written = written;
    }

    /// As it stands in `spec_version`.
    public String written() {
        return written;
    }

    /// The version written so, if it is known.
    public static Optional<SpecVersion> of(String written) {
        return switch (written) {
            case "2.0" -> Optional.of(V2_0);
            case "2.1" -> Optional.of(V2_1);
            default -> Optional.empty();
        };
    }
}
