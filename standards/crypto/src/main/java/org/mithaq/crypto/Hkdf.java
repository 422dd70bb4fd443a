// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HKDF-Expand (RFC 5869 §2.3).
///
/// Ours, because `javax.crypto.KDF` of JDK 25 refuses a key shorter than the hash, and chunked encryption
/// expands a 32-byte key with SHA-512.
final class Hkdf {

    private static final int BLOCKS_MAX = 255;

    private Hkdf() {}

    /// @param mac name of the HMAC, such as `HmacSHA512`
    /// @param key uniformly random, not empty
    /// @param lengthBytes at most 255 times the length of the hash
    static SecretBytes expand(String mac, SecretBytes key, byte[] info, int lengthBytes) {
        try {
            Mac hmac = Mac.getInstance(mac);
            int block = hmac.getMacLength();
            if (lengthBytes < 0 || lengthBytes > BLOCKS_MAX * block) {
                throw new IllegalArgumentException("RFC 5869 §2.3: at most 255 blocks, not " + lengthBytes + " bytes");
            }
            hmac.init(new SecretKeySpec(key.revealSecret(), mac));
            int blocks = Math.ceilDiv(lengthBytes, block);
            byte[] output = new byte[blocks * block];
            // T(n) = HMAC(key, T(n − 1) | info | n), with T(0) empty and n counted from 1.
            for (int number = 1; number <= blocks; number++) {
                int at = (number - 1) * block;
                if (number > 1) {
                    hmac.update(output, at - block, block);
                }
                hmac.update(info);
                hmac.update((byte) number);
                hmac.doFinal(output, at);
            }
            return cut(output, lengthBytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + mac, e);
        }
    }

    private static SecretBytes cut(byte[] output, int lengthBytes) {
        if (output.length == lengthBytes) {
            return SecretBytes.handOver(output);
        }
        SecretBytes cut = SecretBytes.handOver(Arrays.copyOf(output, lengthBytes));
        Arrays.fill(output, (byte) 0);
        return cut;
    }
}
