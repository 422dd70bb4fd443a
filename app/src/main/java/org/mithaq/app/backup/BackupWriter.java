// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.function.LongConsumer;
import org.mithaq.app.home.KeySeal;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.ChunkedSealer;
import org.mithaq.crypto.SecretBytes;

/// Writes one file of a backup: a marker, a fresh key sealed as the node's own keys are, and under it a
/// sealed stream of named entries.
///
/// Until [#finish] returns, the file has another name beside its own and counts for nothing; then it is
/// durable, and what had its name before is replaced.
final class BackupWriter implements AutoCloseable {

    /// First bytes of each file of a backup.
    static final String MARKER = "mithaq-backup/v1\n";

    private static final int KEY_BYTES = 32;
    private static final int COPY_BYTES = 1 << 16;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final SecretBytes key;
    private final ChunkedSealer sealer;
    private final DataOutputStream out;

    /// @param file where the backup is to lie; its directory is made
    /// @param seal what the node's keys are sealed under
    BackupWriter(BackupPart part, Path file, KeySeal seal, SecureRandom random) throws IOException {
        this.file = file.toAbsolutePath();
        Path folder = this.file.resolveSibling("");
        Files.createDirectories(folder);
        this.draft = Files.createTempFile(
                folder,
                ".backup",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        this.channel = FileChannel.open(draft, EnumSet.of(StandardOpenOption.WRITE));
        this.key = SecretBytes.random(KEY_BYTES, random);
        var to = new BufferedOutputStream(Channels.newOutputStream(channel), COPY_BYTES);
        byte[] sealed = seal.seal(part.label(), key);
        DataOutputStream clear = new DataOutputStream(to);
        clear.write(MARKER.getBytes(StandardCharsets.US_ASCII));
        clear.writeInt(sealed.length);
        clear.write(sealed);
        this.sealer = ChunkedEncryption.sealing(key, part.context(), to, random);
        this.out = new DataOutputStream(sealer);
    }

    void add(String name, byte[] content) throws IOException {
        header(name, content.length);
        out.write(content);
    }

    /// @param progress told how many bytes of it are written
    void add(String name, Path from, LongConsumer progress) throws IOException {
        long length = Files.size(from);
        header(name, length);
        byte[] buffer = new byte[COPY_BYTES];
        long copied = 0;
        try (InputStream in = Files.newInputStream(from)) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                copied += read;
                progress.accept(copied);
            }
        }
        if (copied != length) {
            throw new IOException(from + " changed while it was read");
        }
    }

    private void header(String name, long length) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        out.writeShort(encoded.length);
        out.write(encoded);
        out.writeLong(length);
    }

    /// Makes the backup whole and durable under its own name.
    void finish() throws IOException {
        out.writeShort(0);
        sealer.finish();
        channel.force(true);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        key.close();
        channel.close();
        Files.deleteIfExists(draft);
    }
}
