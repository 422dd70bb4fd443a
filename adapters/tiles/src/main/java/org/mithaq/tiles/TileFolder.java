// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.SignedNote;

/// The log as files below one folder, which any web server can serve and other people's tools can read (C2SP
/// tlog-tiles, APIs). Derived from the ledger, and made again from it at any time.
public final class TileFolder {

    private static final String CHECKPOINT = "checkpoint";
    private static final int PAGE = 1_000;

    private final Path folder;

    /// @param folder where the files are, or will be
    public TileFolder(Path folder) {
        this.folder = folder;
    }

    /// What a run over the folder saw.
    ///
    /// @param tiles how many tiles and bundles the tree has
    /// @param different the paths of those that are absent or have other bytes, at most [LogFsck#FAULTS_MAX]
    /// @param size of the tree
    /// @param root over the ledger's records up to that size
    record Compared(long tiles, List<String> different, long size, Hash root) {

        Compared {
            different = List.copyOf(different);
        }
    }

    /// Writes the tree of `checkpoint`: what is there already stays, the checkpoint itself comes last, so that whoever
    /// reads it finds every tile that it covers.
    ///
    /// @param ledger whose records
    /// @param checkpoint signed, of at most as many records as there are
    /// @return how many files were written
    /// @throws IOException if the folder cannot be written
    public long write(Ledger ledger, SignedCheckpoint checkpoint) throws IOException {
        long[] written = {0};
        cut(ledger, checkpoint.checkpoint().size(), new TileCutter((tile, content) -> {
            Path file = folder.resolve(tile.path());
            if (!holds(file, content)) {
                replace(file, content);
                written[0]++;
            }
        }));
        replace(folder.resolve(CHECKPOINT), checkpoint.encode());
        return written[0] + 1;
    }

    /// The checkpoint of the folder; nothing where there is none.
    ///
    /// @throws org.mithaq.tlog.MalformedTlog if it is none
    /// @throws IOException if it cannot be read
    public Optional<SignedCheckpoint> checkpoint() throws IOException {
        Path file = folder.resolve(CHECKPOINT);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            return Optional.of(SignedCheckpoint.parse(in.readNBytes(SignedNote.NOTE_BYTES_MAX + 1)));
        }
    }

    /// Compares every file of the tree of `size` records with what the ledger's records give.
    Compared compare(Ledger ledger, long size) throws IOException {
        long[] tiles = {0};
        List<String> different = new ArrayList<>();
        TileCutter cutter = new TileCutter((tile, content) -> {
            tiles[0]++;
            if (!holds(folder.resolve(tile.path()), content) && different.size() < LogFsck.FAULTS_MAX) {
                different.add(tile.path());
            }
        });
        cut(ledger, size, cutter);
        return new Compared(tiles[0], different, cutter.size(), cutter.root());
    }

    private static void cut(Ledger ledger, long size, TileCutter cutter) throws IOException {
        while (cutter.size() < size) {
            long from = cutter.size();
            int limit = (int) Math.min(PAGE, size - from);
            List<byte[]> page = ledger.read(tables -> tables.log().records(from, limit));
            if (page.isEmpty()) {
                break;
            }
            for (byte[] record : page) {
                cutter.add(record);
            }
        }
        cutter.end();
    }

    private static boolean holds(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    /// The whole file or none of it, whenever the power fails.
    private static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.resolveSibling(".").normalize());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
