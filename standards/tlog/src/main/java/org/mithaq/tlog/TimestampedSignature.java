// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The `timestamped_signature` of tlog-cosignature, Format.
final class TimestampedSignature {

    private final long timeSeconds;
    private final byte[] signature;

    /// @param timeSeconds POSIX time, 0 to 2^63 − 1
    /// @param signature of the key's own length; handed over, not copied
    TimestampedSignature(long timeSeconds, byte[] signature) {
        this.timeSeconds = timeSeconds;
        this.signature = signature;
    }

    /// Takes `signature`, whose line names `key`, apart.
    ///
    /// @throws NoteRejected if it is too short for a time, or the time is beyond 2^63 − 1
    static TimestampedSignature of(VerifierKey key, NoteSignature signature) {
        byte[] bytes = signature.signature();
        if (bytes.length < Long.BYTES || bytes[0] < 0) {
            throw VerifierKeyText.badSignature(key);
        }
        return new TimestampedSignature(
                ByteBuffer.wrap(bytes).getLong(), Arrays.copyOfRange(bytes, Long.BYTES, bytes.length));
    }

    long timeSeconds() {
        return timeSeconds;
    }

    /// Handed over, not copied.
    byte[] signature() {
        return signature;
    }

    NoteSignature line(VerifierKey key) {
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(timeSeconds).array();
        return new NoteSignature(key.name(), key.keyId(), TlogText.join(time, signature));
    }
}
