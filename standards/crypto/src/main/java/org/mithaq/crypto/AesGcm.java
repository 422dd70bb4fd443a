// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Where AES-256-GCM with 96-bit nonces and 128-bit tags comes from (NIST SP 800-38D).
///
/// Conscrypt first: it is native, so that a process which lives for a second seals at full speed, while the
/// JDK's runs at a hundredth of it until the compiler has seen thousands of calls; warm, the two are alike.
final class AesGcm {

    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final AesGcm PREFERRED =
            NativeCrypto.provider().map(AesGcm::new).orElseGet(AesGcm::ofTheJdk);

    private final @Nullable Provider provider;

    AesGcm(Provider provider) {
        this.provider = provider;
    }

    private AesGcm() {
        this.provider = null;
    }

    static AesGcm preferred() {
        return PREFERRED;
    }

    static AesGcm ofTheJdk() {
        return new AesGcm();
    }

    /// A cipher for one thread, of which each use begins with [#start].
    Cipher cipher() {
        try {
            return provider == null
                    ? Cipher.getInstance(TRANSFORMATION, "SunJCE")
                    : Cipher.getInstance(TRANSFORMATION, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no AES-GCM in the provider that was chosen for it", e);
        }
    }

    /// Prepares `cipher` for one message.
    ///
    /// @param mode [Cipher#ENCRYPT_MODE] or [Cipher#DECRYPT_MODE]
    /// @param key 32 bytes
    /// @param nonce 12 bytes that the caller never uses twice with `key` for encryption
    static void start(Cipher cipher, int mode, SecretKeySpec key, byte[] nonce) {
        try {
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM refused a key and nonce of the right lengths", e);
        }
    }

    /// @param key 32 bytes
    static SecretKeySpec key(SecretBytes key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "an AES-256 key has %d bytes, not %d".formatted(KEY_BYTES, key.length()));
        }
        return new SecretKeySpec(key.revealSecret(), "AES");
    }
}
