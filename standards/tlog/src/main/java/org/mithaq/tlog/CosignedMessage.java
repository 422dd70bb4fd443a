// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.mithaq.crypto.Hash;

/// The two messages that cosigners sign (C2SP tlog-cosignature).
final class CosignedMessage {

    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    private CosignedMessage() {}

    /// tlog-cosignature, Ed25519 signed message: two header lines and the whole note body.
    static byte[] ed25519(long timeSeconds, String body) {
        return TlogText.utf8("cosignature/v1\ntime " + timeSeconds + "\n" + body);
    }

    /// tlog-cosignature, ML-DSA-44 signed message, for a whole tree: `start` is 0, `end` is its size.
    ///
    /// @param cosigner at most 255 bytes of UTF-8
    static byte[] mlDsa44(String cosigner, long timeSeconds, Checkpoint checkpoint) {
        byte[] name = TlogText.utf8(cosigner);
        byte[] origin = TlogText.utf8(checkpoint.origin());
        ByteBuffer message = ByteBuffer.allocate(
                LABEL.length + 1 + name.length + 1 + origin.length + 3 * Long.BYTES + Hash.LENGTH_BYTES);
        message.put(LABEL);
        message.put((byte) name.length).put(name);
        message.putLong(timeSeconds);
        message.put((byte) origin.length).put(origin);
        message.putLong(0);
        message.putLong(checkpoint.size());
        message.put(checkpoint.root().bytes());
        return message.array();
    }
}
