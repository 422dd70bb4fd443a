// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.mithaq.crypto.Ed25519PublicKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PublicKey;
import org.mithaq.crypto.SignatureProvider;

/// A public key for notes: its name, its type and the key itself (signed-note, Verifier keys).
public sealed interface VerifierKey {

    /// Longest name of a key of ours: what an ML-DSA-44 cosignature has room for (tlog-cosignature).
    int NAME_BYTES_MAX = 255;

    /// Longest text of a key that is read.
    int VKEY_CHARS_MAX = 4096;

    /// Name of the key: for a log its origin, for a witness its own.
    String name();

    /// The assigned signature type identifier byte (signed-note, Signature types).
    byte type();

    /// The public key's bytes, as the type defines them.
    byte[] publicKeyBytes();

    /// Verifies `signature`, whose line names this key, over `text`.
    ///
    /// @throws NoteRejected if it is not a signature of this key over this text
    VerifiedSignature verify(SignatureProvider provider, String text, NoteSignature signature);

    /// Signs notes (type 0x01).
    ///
    /// @param name without Unicode spaces and plus signs, at most 255 bytes of UTF-8
    record Ed25519Note(String name, Ed25519PublicKey key) implements VerifierKey {

        /// @throws MalformedTlog if the name is not allowed
        public Ed25519Note {
            VerifierKeyText.checkName(name);
        }

        @Override
        public byte type() {
            return 0x01;
        }

        @Override
        public byte[] publicKeyBytes() {
            return key.bytes();
        }

        @Override
        public VerifiedSignature verify(SignatureProvider provider, String text, NoteSignature signature) {
            if (!provider.verify(key, TlogText.utf8(text), signature.signature())) {
                throw VerifierKeyText.badSignature(this);
            }
            return new VerifiedSignature(this, signature, OptionalLong.empty());
        }
    }

    /// Cosigns checkpoints with a time (type 0x04).
    ///
    /// @param name without Unicode spaces and plus signs, at most 255 bytes of UTF-8
    record Ed25519Cosignature(String name, Ed25519PublicKey key) implements VerifierKey {

        /// @throws MalformedTlog if the name is not allowed
        public Ed25519Cosignature {
            VerifierKeyText.checkName(name);
        }

        @Override
        public byte type() {
            return 0x04;
        }

        @Override
        public byte[] publicKeyBytes() {
            return key.bytes();
        }

        @Override
        public VerifiedSignature verify(SignatureProvider provider, String text, NoteSignature signature) {
            TimestampedSignature timestamped = TimestampedSignature.of(this, signature);
            byte[] message = CosignedMessage.ed25519(timestamped.timeSeconds(), text);
            if (!provider.verify(key, message, timestamped.signature())) {
                throw VerifierKeyText.badSignature(this);
            }
            return new VerifiedSignature(this, signature, OptionalLong.of(timestamped.timeSeconds()));
        }
    }

    /// Cosigns checkpoints with a time, by a signature that outlives quantum computers (type 0x06).
    ///
    /// @param name without Unicode spaces and plus signs, at most 255 bytes of UTF-8
    record MlDsa44Cosignature(String name, MlDsa44PublicKey key) implements VerifierKey {

        /// @throws MalformedTlog if the name is not allowed
        public MlDsa44Cosignature {
            VerifierKeyText.checkName(name);
        }

        @Override
        public byte type() {
            return 0x06;
        }

        @Override
        public byte[] publicKeyBytes() {
            return key.bytes();
        }

        /// The lines of `text` after the first three are not signed (tlog-cosignature, ML-DSA-44 signed message).
        @Override
        public VerifiedSignature verify(SignatureProvider provider, String text, NoteSignature signature) {
            TimestampedSignature timestamped = TimestampedSignature.of(this, signature);
            byte[] message = CosignedMessage.mlDsa44(name, timestamped.timeSeconds(), checkpoint(text));
            if (!provider.verify(key, message, timestamped.signature())) {
                throw VerifierKeyText.badSignature(this);
            }
            return new VerifiedSignature(this, signature, OptionalLong.of(timestamped.timeSeconds()));
        }

        private Checkpoint checkpoint(String text) {
            try {
                return Checkpoint.parse(text);
            } catch (MalformedTlog notACheckpoint) {
                throw VerifierKeyText.badSignature(this);
            }
        }
    }

    /// First four bytes, as a big-endian number, of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
    default int keyId() {
        Hash hash = Hash.of(TlogText.utf8(name()), new byte[] {'\n', type()}, publicKeyBytes());
        return ByteBuffer.wrap(hash.bytes()).getInt();
    }

    /// The key as text: name, id and key, joined by plus signs.
    default String vkey() {
        return name()
                + "+"
                + HexFormat.of().toHexDigits(keyId())
                + "+"
                + TlogText.base64(TlogText.join(new byte[] {type()}, publicKeyBytes()));
    }

    /// Reads what [#vkey] writes, and checks the id.
    ///
    /// @throws MalformedTlog if it is anything else, or of a type other than 0x01, 0x04 and 0x06
    static VerifierKey parse(String vkey) {
        if (vkey.length() > VKEY_CHARS_MAX) {
            throw new MalformedTlog(VerifierKeyText.CLAUSE, "a verifier key of at most 4,096 characters", vkey);
        }
        String[] parts = vkey.split("\\+", 3);
        if (parts.length < 3) {
            throw new MalformedTlog(VerifierKeyText.CLAUSE, "name, key id and key, joined by plus signs", vkey);
        }
        byte[] typed = TlogText.base64(VerifierKeyText.CLAUSE, parts[2]);
        if (typed.length < 1) {
            throw new MalformedTlog(VerifierKeyText.CLAUSE, "a signature type and a key", vkey);
        }
        VerifierKey key = VerifierKeyText.of(parts[0], typed[0], Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.vkey().equals(vkey)) {
            throw new MalformedTlog(
                    VerifierKeyText.CLAUSE, "the key id " + HexFormat.of().toHexDigits(key.keyId()), vkey);
        }
        return key;
    }
}
