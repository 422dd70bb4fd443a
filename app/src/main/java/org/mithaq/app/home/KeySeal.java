// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.crypto.Argon2Cost;
import org.mithaq.crypto.KeyFileBox;
import org.mithaq.crypto.KeyFileRejected;
import org.mithaq.crypto.Passphrase;
import org.mithaq.crypto.SecretBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals and opens key files under what the configuration names: a passphrase, or a key in a file.
public final class KeySeal {

    private static final Logger LOG = LoggerFactory.getLogger(KeySeal.class);
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
        warnOfReaders(file);
        return SecretBytes.handOver(key);
    }

    /// Says so where others of this machine may read the secret. No refusal: container platforms mount secrets so.
    private static void warnOfReaders(Path file) {
        try {
            Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            open.retainAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
            if (!open.isEmpty()) {
                LOG.warn("{} may be read by other users of this machine; better: chmod 600 {}", file, file);
            }
        } catch (IOException | UnsupportedOperationException unknown) {
            LOG.debug("who may read {} is not known", file, unknown);
        }
    }

    private static Passphrase passphrase(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw new CommandRefused(
                        ExitCode.CONFIGURATION,
                        file + ", which keys.passphraseFile names, is empty: write the passphrase into it");
            }
            warnOfReaders(file);
            return Passphrase.of(text.toCharArray());
        } catch (CharacterCodingException binary) {
            throw new CommandRefused(
                    ExitCode.CONFIGURATION,
                    file + ", which keys.passphraseFile names, holds bytes that are no UTF-8",
                    binary);
        } catch (IOException absent) {
            throw new CommandRefused(
                    ExitCode.CONFIGURATION,
                    NodeHome.problem(file, "read", absent) + "; keys.passphraseFile names it",
                    absent);
        }
    }
}
