// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.util.HexFormat;

/// What tells two versions of one object apart (STIX 2.1 §3.6).
public sealed interface Version {

    /// A text that is the same for the same version only, fit for a key: the written time, or `sha256:` and the
    /// hash.
    String key();

    /// Versioned by time: the later is the newer state.
    record Modified(StixTimestamp time) implements Version {
        @Override
        public String key() {
            return time.written();
        }
    }

    /// Made once and never versioned, as marking definitions are (§7.2.1): the time of creation.
    record Created(StixTimestamp time) implements Version {
        @Override
        public String key() {
            return time.written();
        }
    }

    /// Without any time, as cyber-observables are: known by its content, with no order between two of them.
    ///
    /// @param sha256 64 lower-case hexadecimal digits, of the canonical bytes; see [StixObject#contentHash]
    record Content(String sha256) implements Version {

        static Content of(byte[] hash) {
            return new Content(HexFormat.of().formatHex(hash));
        }

        @Override
        public String key() {
            return "sha256:" + sha256;
        }
    }
}
