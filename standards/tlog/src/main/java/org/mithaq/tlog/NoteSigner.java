// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.SignatureProvider;

/// Signs notes with Ed25519: what a log signs its checkpoints with (signed-note, Ed25519 signatures).
public final class NoteSigner {

    private final VerifierKey.Ed25519Note verifierKey;
    private final Ed25519PrivateKey key;
    private final SignatureProvider provider;
    private final int keyId;

    /// @param name for a log its origin; without Unicode spaces and plus signs, at most 255 bytes of UTF-8
    /// @throws MalformedTlog if the name is not allowed
    public NoteSigner(String name, Ed25519PrivateKey key, SignatureProvider provider) {
        this.verifierKey = new VerifierKey.Ed25519Note(name, key.publicKey());
        this.key = key;
        this.provider = provider;
        this.keyId = verifierKey.keyId();
    }

    /// What others verify the signatures with.
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /// The signature line for `text`, which ends in a newline.
    public NoteSignature sign(String text) {
        return new NoteSignature(verifierKey.name(), keyId, provider.sign(key, TlogText.utf8(text)));
    }

    /// `checkpoint` under this signature alone.
    ///
    /// The caller has seen to it that this key never signed another tree of the same size, nor one that this
    /// tree does not extend (tlog-checkpoint, Signatures).
    public SignedCheckpoint sign(Checkpoint checkpoint) {
        return new SignedCheckpoint(checkpoint, List.of(sign(checkpoint.body())));
    }
}
