// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.home;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;

/// The places in a node's folder.
///
/// @param folder the folder, absolute
public record NodeHome(Path folder) {

    private static final int GIVEN_BYTES_MAX = 64 << 20;

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

    /// What has come of long deliveries that come in pieces; in no backup, and nothing is lost with it.
    public Path pieces() {
        return folder.resolve("data").resolve("pieces");
    }

    /// What tells this home from one whose ledger was put back; in no backup.
    public Path bootMark() {
        return folder.resolve("data").resolve("boot.mark");
    }

    /// Where a running node says how it is reached on this machine, and with which token.
    public Path control() {
        return folder.resolve("run").resolve("control.json");
    }

    /// Reads a file that the node cannot do without.
    ///
    /// @throws CommandRefused naming the file, and what makes it
    public static byte[] read(Path file, String madeBy) {
        return read(file, ExitCode.CONFIGURATION, "; " + madeBy);
    }

    /// Reads a file that a person has named, of at most 64 MiB.
    ///
    /// @throws CommandRefused naming the file, and what is wrong with it
    public static byte[] given(Path file) {
        return read(file, ExitCode.USAGE, "");
    }

    private static byte[] read(Path file, ExitCode code, String advice) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(GIVEN_BYTES_MAX + 1);
            if (content.length > GIVEN_BYTES_MAX) {
                throw new CommandRefused(
                        code, "%s is longer than the %,d bytes that are read here".formatted(file, GIVEN_BYTES_MAX));
            }
            return content;
        } catch (IOException unreadable) {
            throw new CommandRefused(code, problem(file, "read", unreadable) + advice, unreadable);
        }
    }

    /// What is the matter with a file, for a person: such as `/a/b cannot be read: it is a folder`.
    public static String problem(Path file, String verb, IOException failure) {
        String why = said(failure);
        if (Files.isDirectory(file)) {
            why = "it is a folder";
        } else if (failure instanceof NoSuchFileException) {
            why = verb.equals("read") ? "there is no such file" : "there is no such folder";
        }
        return "%s cannot be %s: %s".formatted(file, verb.equals("read") ? "read" : "written", why);
    }

    /// What the system said, for a person.
    public static String said(IOException failure) {
        return switch (failure) {
            case NoSuchFileException absent -> "there is no " + absent.getFile();
            case AccessDeniedException denied -> "this user may not touch " + denied.getFile();
            case FileAlreadyExistsException exists -> exists.getFile() + " is a file, and no folder";
            case FileSystemException of when of.getReason() != null -> of.getFile() + ": " + of.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    /// Writes a file that only this user may read, durably and in one step: under a fault it is as it was before.
    ///
    /// @throws CommandRefused naming the file, and what is wrong with its place
    public static void writePrivate(Path file, byte[] content) {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file);
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a folder");
            }
            makePrivate(folder);
            // One name for all attempts: what an interrupted one left behind is gone with the next.
            Path draft = folder.resolve("." + file.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            try {
                write(draft, content);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                sync(folder);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, problem(file, "write", failed), failed);
        }
    }

    /// Makes a folder, and those above it that are missing, for this user alone: the names of what lies in a home say
    /// something, too. One that is there stays as whoever made it wants it.
    ///
    /// @throws IOException if it cannot be made
    public static void makePrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void write(Path draft, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                draft,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /// Makes the names in a folder durable: without it, power loss may bring the old file back under its name.
    public static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
