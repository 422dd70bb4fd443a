// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;

/// The key store as one file that only its owner may read, replaced by renaming.
///
/// The old bytes are overwritten in place once the new ones are durable. A medium that writes elsewhere (flash, a
/// copy-on-write file system, a snapshot) keeps them all the same: there, forgetting rests on the old sealing key.
public final class FileKeyFile implements KeyFile {

    /// More than a million batches take.
    static final int LIMIT_BYTES = 256 * 1_024 * 1_024;

    /// Makes the names in a directory durable.
    interface DirectorySync {
        void sync(Path directory) throws IOException;
    }

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Path next;
    private final DirectorySync directorySync;

    /// @param file where the keys lie or will lie; its directory must be there
    public FileKeyFile(Path file) {
        this(file, FileKeyFile::sync);
    }

    FileKeyFile(Path file, DirectorySync directorySync) {
        this.file = file.toAbsolutePath();
        this.next = this.file.resolveSibling(this.file.getFileName() + ".new");
        this.directorySync = directorySync;
    }

    @Override
    public synchronized Optional<byte[]> read() {
        try {
            if (!checked()) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LIMIT_BYTES + 1);
                if (bytes.length > LIMIT_BYTES) {
                    throw new IOException("larger than " + LIMIT_BYTES + " bytes");
                }
                return Optional.of(bytes);
            }
        } catch (IOException e) {
            throw new StorageFailed(
                    "The key file " + file + " cannot be read (" + e.getMessage()
                            + "): check its disk and its permissions, or restore its backup.",
                    false,
                    e);
        }
    }

    @Override
    public synchronized void replace(byte[] sealed) {
        if (sealed.length > LIMIT_BYTES) {
            throw new IllegalArgumentException("a key file has at most " + LIMIT_BYTES + " bytes");
        }
        try {
            boolean there = checked();
            erase(next);
            writeNext(sealed);
            @Nullable FileChannel old = there ? FileChannel.open(file, StandardOpenOption.WRITE) : null;
            try {
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                directorySync.sync(directory());
                // Only now: until here power loss could have brought the old name back.
                overwrite(old);
            } finally {
                if (old != null) {
                    old.close();
                }
            }
        } catch (IOException e) {
            throw new StorageFailed(
                    "The key file " + file + " cannot be replaced (" + e.getMessage()
                            + "): make room on its volume and check that its directory can be written.",
                    isFull(),
                    e);
        }
    }

    /// Whether the file is there; refuses one that others can read or that is not a plain file.
    private boolean checked() throws IOException {
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("not a plain file");
        }
        @Nullable PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null && !OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
            throw new IOException("others may use it; run: chmod 600 " + file);
        }
        return true;
    }

    private void writeNext(byte[] sealed) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes = Files.getFileStore(directory()).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        try (FileChannel channel = FileChannel.open(next, options, attributes)) {
            writeAll(channel, ByteBuffer.wrap(sealed));
            channel.force(true);
        }
    }

    /// Removes what an interrupted replacement left.
    private static void erase(Path leftover) throws IOException {
        try (FileChannel channel = FileChannel.open(leftover, StandardOpenOption.WRITE)) {
            overwrite(channel);
        } catch (NoSuchFileException e) {
            return;
        }
        Files.delete(leftover);
    }

    /// As well as the medium lets; the new bytes are safe whether or not this works.
    private static void overwrite(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.position(0);
            writeAll(channel, ByteBuffer.allocate(Math.toIntExact(channel.size())));
            channel.force(true);
        } catch (IOException | ArithmeticException e) {
            System.getLogger(FileKeyFile.class.getName())
                    .log(System.Logger.Level.WARNING, "old keys could not be overwritten: {0}", e.getMessage());
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private Path directory() {
        return file.resolveSibling("");
    }

    private boolean isFull() {
        try {
            return Files.getFileStore(directory()).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
