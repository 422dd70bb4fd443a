// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.json.JsonObject;

/// How far an import has come, on one line that changes in place: objects, bytes, rate, time left. Only where a person
/// watches standard error; elsewhere it writes nothing and asks nothing.
///
/// The bytes are those that left here; the objects are what the node says, asked twice a second by a thread that lives
/// while a file is read.
final class ImportProgress implements AutoCloseable {

    private static final long PERIOD_MILLIS = 500;
    private static final double MEGA = 1_000_000.0;

    private final PrintWriter err;
    private final ControlClient node;
    private final boolean watched;
    private final int files;
    private final AtomicLong bytes = new AtomicLong();
    private int file;
    private @Nullable Thread asking;

    private ImportProgress(Surroundings surroundings, ControlClient node, int files) {
        this.err = surroundings.err();
        this.watched = surroundings.pipes().watched();
        this.node = node;
        this.files = files;
    }

    static ImportProgress of(Surroundings surroundings, ControlClient node, int files) {
        return new ImportProgress(surroundings, node, files);
    }

    /// Begins with the next file.
    ///
    /// @return the name under which the node is asked about it
    String begin(ImportCommand.Source source) {
        file++;
        bytes.set(0);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String run = HexFormat.of().formatHex(random);
        if (watched) {
            int number = file;
            asking = Thread.ofVirtual().name("progress").start(() -> ask(run, source, number));
        }
        return run;
    }

    private void ask(String run, ImportCommand.Source source, int number) {
        long begin = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                JsonObject far = node.get("/imports/" + run);
                double seconds = (System.nanoTime() - begin) / 1e9;
                String name = files == 1 ? source.name() : "%s (%d of %d)".formatted(source.name(), number, files);
                String line = line(name, far.integer("objects").orElse(0), bytes.get(), source.bytes(), seconds);
                err.print("\r\u001b[K" + Output.Human.clean(line));
                err.flush();
            }
        } catch (InterruptedException | CommandRefused ended) {
            // The file is read, or the upload itself will say what is wrong.
            Thread.currentThread().interrupt();
        }
    }

    /// Such as `a.json  12,000 objects, 3.1 of 9.6 MB, 1.2 MB/s, 0:05 left`.
    static String line(String name, long objects, long bytes, OptionalLong whole, double seconds) {
        double rate = seconds > 0 ? bytes / seconds : 0;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s  %,d objects, ", name, objects));
        if (whole.isPresent()) {
            line.append(String.format(
                    Locale.ROOT, "%.1f of %.1f MB, %.1f MB/s", bytes / MEGA, whole.getAsLong() / MEGA, rate / MEGA));
            if (rate > 0 && bytes <= whole.getAsLong()) {
                long left = Math.round((whole.getAsLong() - bytes) / rate);
                line.append(String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60));
            }
        } else {
            line.append(String.format(Locale.ROOT, "%.1f MB, %.1f MB/s", bytes / MEGA, rate / MEGA));
        }
        return line.toString();
    }

    /// `in`, whose bytes are counted.
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                bytes.addAndGet(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                int read = super.read(buffer, from, length);
                bytes.addAndGet(Math.max(0, read));
                return read;
            }
        };
    }

    /// Ends the file, and clears its line.
    void end() {
        Thread ending = asking;
        if (ending == null) {
            return;
        }
        asking = null;
        ending.interrupt();
        try {
            ending.join(1_000);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        err.print("\r\u001b[K");
        err.flush();
    }

    @Override
    public void close() {
        end();
    }
}
