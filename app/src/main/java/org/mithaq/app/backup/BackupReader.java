// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.home.KeySeal;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.KeyFileBox;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SecretBytes;

/// Reads what [BackupWriter] wrote. Every byte that it hands out is authentic; that the file is whole is
/// known once [#next] has answered with nothing.
final class BackupReader implements AutoCloseable {

    /// Longest entry but the ledger itself: the key store's own limit, and some.
    private static final int SMALL_BYTES_MAX = 300 << 20;

    private static final int NAME_BYTES_MAX = 200;
    private static final int COPY_BYTES = 1 << 16;

    private final Path file;
    private final InputStream raw;
    private final SecretBytes key;
    private final DataInputStream in;
    private final Manifest manifest;
    private long left;

    /// @throws CommandRefused if it is no backup, another part, damaged, or sealed under another key
    BackupReader(BackupPart part, Path file, KeySeal seal) throws IOException {
        this.file = file;
        this.raw = new BufferedInputStream(Files.newInputStream(file), COPY_BYTES);
        boolean opened = false;
        try {
            this.key = key(part, seal);
            this.in = new DataInputStream(ChunkedEncryption.opening(key, part.context(), raw, Long.MAX_VALUE));
            Entry first = next().orElseThrow(() -> damaged("it is empty"));
            if (!first.name().equals(Manifest.NAME)) {
                throw damaged("it does not begin with its manifest");
            }
            this.manifest = Manifest.decode(content());
            opened = true;
        } catch (SealRejected | EOFException broken) {
            throw damaged(String.valueOf(broken.getMessage()));
        } finally {
            if (!opened) {
                raw.close();
            }
        }
    }

    private SecretBytes key(BackupPart part, KeySeal seal) throws IOException {
        byte[] marker = BackupWriter.MARKER.getBytes(StandardCharsets.US_ASCII);
        if (!Arrays.equals(raw.readNBytes(marker.length), marker)) {
            throw damaged("it does not begin as a backup does");
        }
        DataInputStream clear = new DataInputStream(raw);
        int length = clear.readInt();
        if (length < 0 || length > KeyFileBox.FILE_LIMIT_BYTES) {
            throw damaged("its key has " + length + " bytes");
        }
        byte[] sealed = clear.readNBytes(length);
        // The label stands in the clear: who exchanged the two files is told so, and not that a key is wrong.
        String header = new String(sealed, StandardCharsets.ISO_8859_1);
        for (BackupPart other : BackupPart.values()) {
            if (other != part && header.contains(other.label()) && !header.contains(part.label())) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "%s is the other part of a backup (%s): were --data and --keys exchanged?"
                                .formatted(file, other.label()));
            }
        }
        return seal.open(part.label(), sealed);
    }

    /// One entry of the file.
    ///
    /// @param name what it is
    /// @param length in bytes
    record Entry(String name, long length) {}

    Manifest manifest() {
        return manifest;
    }

    /// The next entry, or nothing at the end of a whole file.
    Optional<Entry> next() throws IOException {
        try {
            if (left > 0) {
                throw new IllegalStateException("the entry before was not read");
            }
            int nameLength = in.readUnsignedShort();
            if (nameLength == 0) {
                if (in.read() >= 0) {
                    throw damaged("something follows its end");
                }
                return Optional.empty();
            }
            if (nameLength > NAME_BYTES_MAX) {
                throw damaged("a name has " + nameLength + " bytes");
            }
            String name = new String(in.readNBytes(nameLength), StandardCharsets.UTF_8);
            left = in.readLong();
            if (left < 0) {
                throw damaged("an entry has a negative length");
            }
            return Optional.of(new Entry(name, left));
        } catch (SealRejected | EOFException broken) {
            throw damaged(String.valueOf(broken.getMessage()));
        }
    }

    /// The content of the entry that [#next] named.
    byte[] content() throws IOException {
        if (left > SMALL_BYTES_MAX) {
            throw damaged("an entry has " + left + " bytes");
        }
        // The length is what the file says: room for more is made as it comes.
        var bytes = new ByteArrayOutputStream((int) Math.min(left, COPY_BYTES));
        copyTo(bytes, copied -> {});
        return bytes.toByteArray();
    }

    /// Writes the content of the entry that [#next] named.
    ///
    /// @param progress told how many bytes are written
    void copyTo(OutputStream out, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long copied = 0;
        try {
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw damaged("it ends within an entry");
                }
                out.write(buffer, 0, read);
                left -= read;
                copied += read;
                progress.accept(copied);
            }
        } catch (SealRejected broken) {
            throw damaged(String.valueOf(broken.getMessage()));
        }
    }

    private CommandRefused damaged(String why) {
        return new CommandRefused(
                ExitCode.REFUSED,
                file + " is no whole backup (" + why + "): take another copy of it, or an older backup");
    }

    @Override
    public void close() throws IOException {
        key.close();
        raw.close();
    }
}
