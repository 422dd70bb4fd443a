// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.mithaq.crypto.ObjectCipher;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.store.BareInserts;

/// What this machine does at best, measured in the same run: no program that keeps its word is faster.
///
/// @param fsync one write of 4 KiB at the end of a file and its way to the medium
/// @param sqliteInsertsPerSecond rows of 1.5 kB in transactions of 1,000, without an index
/// @param aesGcmMegabytesPerSecond AES-256-GCM over blocks of 1 MiB on one thread
public record Ceilings(Percentiles fsync, long sqliteInsertsPerSecond, long aesGcmMegabytesPerSecond) {

    private static final int FSYNCS = 200;
    private static final int PAGE_BYTES = 4_096;
    private static final int ROWS = 30_000;
    private static final int ROW_BYTES = 1_500;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int WARM_BLOCKS = 100;
    private static final int BLOCKS = 400;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /// @param folder on the medium in question
    static Ceilings measure(Path folder) throws IOException {
        return new Ceilings(fsync(folder), BareInserts.perSecond(folder, ROWS, ROW_BYTES), aesGcm());
    }

    private static Percentiles fsync(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "fsync", ".tmp");
        long[] nanos = new long[FSYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE_BYTES);
            for (int index = 0; index < FSYNCS; index++) {
                page.clear();
                long from = System.nanoTime();
                channel.write(page);
                channel.force(false);
                nanos[index] = System.nanoTime() - from;
            }
        } finally {
            Files.delete(file);
        }
        return Percentiles.of(nanos);
    }

    private static long aesGcm() {
        SecureRandom random = new SecureRandom();
        byte[] block = new byte[BLOCK_BYTES];
        long from = 0;
        for (int index = 0; index < WARM_BLOCKS + BLOCKS; index++) {
            if (index == WARM_BLOCKS) {
                from = System.nanoTime();
            }
            // A key of its own each, as that cipher demands: 32 random bytes beside a mebibyte do not show.
            try (SecretBytes key = SecretBytes.random(32, random)) {
                ObjectCipher.seal(key, new byte[] {1}, block);
            }
        }
        long nanos = Math.max(1, System.nanoTime() - from);
        return (long) BLOCKS * BLOCK_BYTES * (SECOND_NANOS / 1_000_000) / nanos;
    }
}
