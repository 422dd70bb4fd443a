// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.mithaq.app.CommandRefused;
import org.mithaq.app.ExitCode;

/// The places in a node's folder.
///
/// @param folder the folder, absolute
public record NodeHome(Path folder) {

    /// The online keys, sealed.
    public Path onlineKeys() {
        return folder.resolve("keys").resolve("online.key");
    }

    /// The offline root key, sealed: to be moved off the machine once the card and the founding act are signed.
    public Path rootKey() {
        return folder.resolve("keys").resolve("root.key");
    }

    /// The member's card, signed by its root.
    public Path card() {
        return folder.resolve("card.json");
    }

    /// The signed founding act of the federation.
    public Path foundingAct() {
        return folder.resolve("founding.act");
    }

    /// The ledger.
    public Path ledger() {
        return folder.resolve("data").resolve("ledger.db");
    }

    /// The key store: backed up apart from the ledger, and as the latest only.
    public Path keyStore() {
        return folder.resolve("keystore").resolve("keys.bin");
    }

    /// Where a running node says how it is reached on this machine, and with which token.
    public Path control() {
        return folder.resolve("run").resolve("control.json");
    }

    /// Reads a file that the node cannot do without.
    ///
    /// @throws CommandRefused naming the file, and what makes it
    public static byte[] read(Path file, String madeBy) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException absent) {
            throw new CommandRefused(ExitCode.CONFIGURATION, "%s cannot be read; %s".formatted(file, madeBy), absent);
        }
    }

    /// Writes a file that only this user may read, durably and in one step.
    public static void writePrivate(Path file, byte[] content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(
                    folder,
                    ".draft",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
