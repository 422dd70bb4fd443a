// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A folder whose every change is remembered, and one of whose changes can be refused.
///
/// What a test writes through [#folder] lies in a real folder at once; [PowerLoss] tells what power loss would
/// leave of it. Folders are durable when they are made; names in them when the folder was forced, content when the
/// file was. Safe for threads.
public final class FaultyFiles {

    /// One change of the medium, in the order in which the program asked for them.
    sealed interface Change {
        /// A name leads to a new, empty file.
        record Made(Path name, int file) implements Change {}

        /// A name leads to what another led to, which is gone.
        record Moved(Path from, Path to) implements Change {}

        /// A name is gone.
        record Removed(Path name) implements Change {}

        /// Bytes were written.
        record Wrote(int file, long at, byte[] bytes) implements Change {}

        /// A file was cut to a length.
        record Cut(int file, long length) implements Change {}

        /// What was written to a file is durable.
        record Forced(int file) implements Change {}

        /// The names in a folder are durable.
        record FolderForced(Path folder) implements Change {}

        /// The program said something to somebody: no change, but a promise.
        record Said(String word) implements Change {}
    }

    /// How a change is refused.
    public enum Refusal {
        /// It throws, and nothing was done.
        LOST,
        /// It throws, and it was done.
        KEPT,
        /// A write throws when half of it was done; any other change as [#LOST].
        SHORT
    }

    private final Path real;
    private final List<Change> changes = new ArrayList<>();
    private final Map<Path, Integer> names = new HashMap<>();
    private int files;
    private int attempts;
    private Optional<Integer> refusedAttempt = Optional.empty();
    private Refusal refusal = Refusal.LOST;

    /// @param real an empty folder, which this fills
    public FaultyFiles(Path real) {
        this.real = real.toAbsolutePath();
    }

    /// The folder, for the program under test.
    public Path folder() {
        return new FaultyFileSystem(this).wrap(real);
    }

    /// Notes that the program has promised something.
    public synchronized void said(String word) {
        changes.add(new Change.Said(word));
    }

    /// How many changes were asked for so far.
    public synchronized int attempts() {
        return attempts;
    }

    /// Refuses the change with this number, counted from 0 over all that are ever asked for; the others go on.
    public synchronized void refuse(int attempt, Refusal how) {
        refusedAttempt = Optional.of(attempt);
        refusal = how;
    }

    /// Refuses nothing any more.
    public synchronized void refuseNothing() {
        refusedAttempt = Optional.empty();
    }

    synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    Path real() {
        return real;
    }

    /// Does something that can fail.
    interface Doing {
        void run() throws IOException;
    }

    private void change(Doing doing) throws IOException {
        if (!refusedAttempt.equals(Optional.of(attempts++))) {
            doing.run();
            return;
        }
        if (refusal == Refusal.KEPT) {
            doing.run();
        }
        throw new IOException("No space left on device (by the test)");
    }

    synchronized void made(Path name, Doing doing) throws IOException {
        change(() -> {
            doing.run();
            int file = files++;
            names.put(name, file);
            changes.add(new Change.Made(name, file));
        });
    }

    synchronized void moved(Path from, Path to, Doing doing) throws IOException {
        change(() -> {
            doing.run();
            names.put(to, file(from));
            names.remove(from);
            changes.add(new Change.Moved(from, to));
        });
    }

    synchronized void removed(Path name, Doing doing) throws IOException {
        change(() -> {
            doing.run();
            names.remove(name);
            changes.add(new Change.Removed(name));
        });
    }

    /// Writes bytes to the real file.
    interface Writing {
        void write(byte[] bytes) throws IOException;
    }

    synchronized void wrote(int file, long at, byte[] bytes, Writing writing) throws IOException {
        boolean half = refusal == Refusal.SHORT && refusedAttempt.equals(Optional.of(attempts));
        if (half) {
            byte[] first = Arrays.copyOf(bytes, bytes.length / 2);
            writing.write(first);
            changes.add(new Change.Wrote(file, at, first));
        }
        change(() -> {
            writing.write(bytes);
            changes.add(new Change.Wrote(file, at, bytes));
        });
    }

    synchronized void cut(int file, long length, Doing doing) throws IOException {
        change(() -> {
            doing.run();
            changes.add(new Change.Cut(file, length));
        });
    }

    synchronized void forced(int file) throws IOException {
        change(() -> changes.add(new Change.Forced(file)));
    }

    synchronized void folderForced(Path folder) throws IOException {
        change(() -> changes.add(new Change.FolderForced(folder)));
    }

    /// The file that a name leads to.
    synchronized int file(Path name) {
        Integer file = names.get(name);
        if (file == null) {
            throw new IllegalStateException(name + " was not made through here");
        }
        return file;
    }
}
