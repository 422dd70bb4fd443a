// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/// A path whose files are reached through [FaultyProvider].
final class FaultyPath implements Path {

    private final FaultyFileSystem system;
    private final Path inner;

    FaultyPath(FaultyFileSystem system, Path inner) {
        this.system = system;
        this.inner = inner;
    }

    static Path inner(Path path) {
        return path instanceof FaultyPath faulty ? faulty.inner : path;
    }

    private Path wrap(Path path) {
        return new FaultyPath(system, path);
    }

    private @Nullable Path wrapNullable(@Nullable Path path) {
        return path == null ? null : wrap(path);
    }

    @Override
    public FileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapNullable(inner.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return wrapNullable(inner.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return wrapNullable(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(inner.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return wrap(inner.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return inner.startsWith(inner(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return inner.endsWith(inner(other));
    }

    @Override
    public Path normalize() {
        return wrap(inner.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return wrap(inner.resolve(inner(other)));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(inner.relativize(inner(other)));
    }

    @Override
    public URI toUri() {
        return inner.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return wrap(inner.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return wrap(inner.toRealPath(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException("nothing is watched here");
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(inner(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FaultyPath faulty && faulty.inner.equals(inner);
    }

    @Override
    public int hashCode() {
        return inner.hashCode();
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
