// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import org.mithaq.crypto.Ed25519PublicKey;
import org.mithaq.crypto.KeyRejected;
import org.mithaq.crypto.MlDsa44PublicKey;

/// What the kinds of [VerifierKey] share.
final class VerifierKeyText {

    static final String CLAUSE = "C2SP signed-note, Verifier keys";

    private VerifierKeyText() {}

    static void checkName(String name) {
        if (!TlogText.isKeyName(name)) {
            throw new MalformedTlog(CLAUSE, "a key name without spaces and plus signs", name);
        }
        if (TlogText.utf8(name).length > VerifierKey.NAME_BYTES_MAX) {
            throw new MalformedTlog(CLAUSE, "a key name of at most 255 bytes", name);
        }
    }

    static VerifierKey of(String name, byte type, byte[] publicKey) {
        try {
            return switch (type) {
                case 0x01 -> new VerifierKey.Ed25519Note(name, Ed25519PublicKey.parse(publicKey));
                case 0x04 -> new VerifierKey.Ed25519Cosignature(name, Ed25519PublicKey.parse(publicKey));
                case 0x06 -> new VerifierKey.MlDsa44Cosignature(name, MlDsa44PublicKey.parse(publicKey));
                default -> throw new MalformedTlog(CLAUSE, "signature type 0x%02x is not supported".formatted(type));
            };
        } catch (KeyRejected rejected) {
            throw new MalformedTlog(CLAUSE, "the key of " + MalformedTlog.clip(name) + ": " + rejected.getMessage());
        }
    }

    static NoteRejected badSignature(VerifierKey key) {
        return new NoteRejected(
                NoteRejected.Reason.BAD_SIGNATURE, "the signature of " + key.name() + " does not verify");
    }
}
