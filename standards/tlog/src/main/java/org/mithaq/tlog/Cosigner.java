// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.time.Instant;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SignatureProvider;

/// Signs the statement that a tree was the largest and consistent one that it has seen of a log at a time
/// (C2SP tlog-cosignature).
public sealed interface Cosigner {

    /// What others verify the cosignatures with.
    VerifierKey verifierKey();

    /// The signature line for `checkpoint`.
    ///
    /// The caller has verified that the tree extends every one that was cosigned before, and has made that durable.
    ///
    /// @param time after 1970; fractions of a second are dropped
    /// @throws IllegalArgumentException if `time` is not after 1970, which would say "no time stated"
    NoteSignature cosign(Checkpoint checkpoint, Instant time);

    /// Cosigns with Ed25519 (type 0x04). Its message does not say who signs: one key, one cosigner.
    final class Ed25519 implements Cosigner {

        private final VerifierKey.Ed25519Cosignature verifierKey;
        private final Ed25519PrivateKey key;
        private final SignatureProvider provider;

        /// @param name without Unicode spaces and plus signs, at most 255 bytes of UTF-8
        public Ed25519(String name, Ed25519PrivateKey key, SignatureProvider provider) {
            this.verifierKey = new VerifierKey.Ed25519Cosignature(name, key.publicKey());
            this.key = key;
            this.provider = provider;
        }

        @Override
        public VerifierKey verifierKey() {
            return verifierKey;
        }

        @Override
        public NoteSignature cosign(Checkpoint checkpoint, Instant time) {
            long seconds = CosignatureTime.seconds(time);
            byte[] signature = provider.sign(key, CosignedMessage.ed25519(seconds, checkpoint.body()));
            return new TimestampedSignature(seconds, signature).line(verifierKey);
        }
    }

    /// Cosigns with ML-DSA-44 (type 0x06), for evidence that must hold for decades; extension lines are not covered.
    final class MlDsa44 implements Cosigner {

        private final VerifierKey.MlDsa44Cosignature verifierKey;
        private final MlDsa44PrivateKey key;
        private final SignatureProvider provider;

        /// @param name without Unicode spaces and plus signs, at most 255 bytes of UTF-8
        public MlDsa44(String name, MlDsa44PrivateKey key, SignatureProvider provider) {
            this.verifierKey = new VerifierKey.MlDsa44Cosignature(name, key.publicKey());
            this.key = key;
            this.provider = provider;
        }

        @Override
        public VerifierKey verifierKey() {
            return verifierKey;
        }

        @Override
        public NoteSignature cosign(Checkpoint checkpoint, Instant time) {
            long seconds = CosignatureTime.seconds(time);
            byte[] message = CosignedMessage.mlDsa44(verifierKey.name(), seconds, checkpoint);
            return new TimestampedSignature(seconds, provider.sign(key, message)).line(verifierKey);
        }
    }
}
