// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;

/// A member's transparency log, as others verify its checkpoints (Charter 1.6).
///
/// @param origin first line of its checkpoints, 1 to 255 visible ASCII characters without `+`, unique for ever
/// @param verifierKeys 1 to 4 different C2SP verifier keys of type 0x01 under the name `origin`
public record LogIdentity(String origin, List<String> verifierKeys) {

    /// Most verifier keys of one log.
    public static final int VERIFIER_KEYS_MAX = 4;

    public LogIdentity {
        VerifierKeys.name(origin, CharterClause.LOG);
        verifierKeys = Bounds.distinct(verifierKeys, 1, VERIFIER_KEYS_MAX, CharterClause.LOG, "log keys");
        for (String key : verifierKeys) {
            if (VerifierKeys.type(key, origin, CharterClause.LOG) != VerifierKeys.ED25519) {
                throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.LOG, key);
            }
        }
        VerifierKeys.differById(verifierKeys, CharterClause.LOG);
    }
}
