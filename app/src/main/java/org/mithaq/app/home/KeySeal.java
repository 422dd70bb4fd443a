// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.mithaq.app.CommandRefused;
import org.mithaq.app.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.crypto.Argon2Cost;
import org.mithaq.crypto.KeyFileBox;
import org.mithaq.crypto.KeyFileRejected;
import org.mithaq.crypto.Passphrase;
import org.mithaq.crypto.SecretBytes;

/// Seals and opens key files under what the configuration names: a passphrase, or a key in a file.
public final class KeySeal {

    private static final int KEY_BYTES = 32;

    private final NodeConfig.KeyProtection protection;
    private final SecureRandom random;

    /// @param protection what the files are sealed under
    /// @param random cryptographic randomness
    public KeySeal(NodeConfig.KeyProtection protection, SecureRandom random) {
        this.protection = protection;
        this.random = random;
    }

    /// Makes the key file if that is what protects and there is none yet. A passphrase is a person's to choose.
    public void prepare() {
        if (protection instanceof NodeConfig.KeyProtection.KeyFile(Path file) && !Files.exists(file)) {
            try (SecretBytes key = SecretBytes.random(KEY_BYTES, random)) {
                NodeHome.writePrivate(file, key.revealSecret());
            }
        }
    }

    /// Seals `secret` for `label`.
    public byte[] seal(String label, SecretBytes secret) {
        return switch (protection) {
            case NodeConfig.KeyProtection.KeyFile(Path file) -> {
                try (SecretBytes key = key(file)) {
                    yield KeyFileBox.seal(label, secret, key, random);
                }
            }
            case NodeConfig.KeyProtection.Passphrase(Path file) -> {
                try (Passphrase passphrase = passphrase(file)) {
                    yield KeyFileBox.seal(label, secret, passphrase, Argon2Cost.RFC_9106_SECOND, random);
                }
            }
        };
    }

    /// Opens what was sealed for `label`.
    ///
    /// @throws CommandRefused if it was not, or not under this key
    public SecretBytes open(String label, byte[] sealed) {
        try {
            return switch (protection) {
                case NodeConfig.KeyProtection.KeyFile(Path file) -> {
                    try (SecretBytes key = key(file)) {
                        yield KeyFileBox.open(label, sealed, key);
                    }
                }
                case NodeConfig.KeyProtection.Passphrase(Path file) -> {
                    try (Passphrase passphrase = passphrase(file)) {
                        yield KeyFileBox.open(label, sealed, passphrase);
                    }
                }
            };
        } catch (KeyFileRejected rejected) {
            throw new CommandRefused(
                    ExitCode.CONFIGURATION,
                    "the key file for %s does not open: %s".formatted(label, rejected.getMessage()),
                    rejected);
        }
    }

    private static SecretBytes key(Path file) {
        byte[] key = NodeHome.read(file, "it is the key that keys.keyFile names: restore it from where you keep it");
        if (key.length != KEY_BYTES) {
            throw new CommandRefused(ExitCode.CONFIGURATION, file + " must hold 32 bytes, and holds " + key.length);
        }
        return SecretBytes.handOver(key);
    }

    private static Passphrase passphrase(Path file) {
        try {
            return Passphrase.of(
                    Files.readString(file, StandardCharsets.UTF_8).strip().toCharArray());
        } catch (IOException absent) {
            throw new CommandRefused(
                    ExitCode.CONFIGURATION, file + ", which keys.passphraseFile names, cannot be read", absent);
        }
    }
}
