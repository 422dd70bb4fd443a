// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC with SHA-256 (RFC 2104): a hash that nobody can test a guess against without the key.
public final class Hmac {

    private Hmac() {}

    /// The code of the concatenation of `parts`, whose boundaries the caller keeps unambiguous.
    ///
    /// @param key 16 bytes or more
    /// @throws IllegalArgumentException if the key is shorter
    public static Hash of(SecretBytes key, byte[]... parts) {
        if (key.length() < 16) {
            throw new IllegalArgumentException("an HMAC key has at least 16 bytes");
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.revealSecret(), "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return Hash.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
