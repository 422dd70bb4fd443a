// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.List;

/// A member as a witness of the others' logs (Charter 1.7).
///
/// @param name name of its cosigner keys, 1 to 255 visible ASCII characters without `+`
/// @param cosignerKeys 2 to 4 different C2SP verifier keys under that name, of types 0x04 (Ed25519)
///     and 0x06 (ML-DSA-44), at least one of each
public record WitnessIdentity(String name, List<String> cosignerKeys) {

    /// Most cosigner keys of one witness.
    public static final int COSIGNER_KEYS_MAX = 4;

    public WitnessIdentity {
        VerifierKeys.name(name, CharterClause.WITNESS);
        cosignerKeys = Bounds.distinct(cosignerKeys, 2, COSIGNER_KEYS_MAX, CharterClause.WITNESS, "cosigner keys");
        boolean ed25519 = false;
        boolean mlDsa44 = false;
        for (String key : cosignerKeys) {
            switch (VerifierKeys.type(key, name, CharterClause.WITNESS)) {
                case VerifierKeys.ED25519_COSIGNATURE -> ed25519 = true;
                case VerifierKeys.ML_DSA_44_COSIGNATURE -> mlDsa44 = true;
                default -> throw new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.WITNESS, key);
            }
        }
        VerifierKeys.differById(cosignerKeys, CharterClause.WITNESS);
        if (!ed25519 || !mlDsa44) {
            throw new CharterRejected(
                    CharterRejected.Code.MISSING, CharterClause.WITNESS, "cosigner keys of one type only");
        }
    }
}
