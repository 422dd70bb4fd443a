// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reaches real files, and tells [FaultyFiles] of every change.
final class FaultyProvider extends FileSystemProvider {

    private final FaultyFiles files;

    FaultyProvider(FaultyFiles files) {
        this.files = files;
    }

    private static Path inner(Path path) {
        return FaultyPath.inner(path).toAbsolutePath().normalize();
    }

    private static FileSystemProvider real(Path path) {
        return inner(path).getFileSystem().provider();
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("made by its constructor alone");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException("made by its constructor alone");
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("paths come from the folder");
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... set)
            throws IOException {
        return newFileChannel(path, options, set);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... set)
            throws IOException {
        Path file = inner(path);
        if (Files.isDirectory(file)) {
            return new FaultyChannel(FileChannel.open(file, options, set), () -> files.folderForced(file));
        }
        if (!options.contains(StandardOpenOption.WRITE) && !options.contains(StandardOpenOption.APPEND)) {
            return FileChannel.open(file, options, set);
        }
        boolean fresh = Files.notExists(file)
                && (options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW));
        List<FileChannel> opened = new ArrayList<>();
        Set<OpenOption> without = new HashSet<>(options);
        without.remove(StandardOpenOption.TRUNCATE_EXISTING);
        if (fresh) {
            files.made(file, () -> opened.add(FileChannel.open(file, without, set)));
        } else {
            opened.add(FileChannel.open(file, without, set));
        }
        FaultyChannel channel = new FaultyChannel(files, files.file(file), opened.getFirst());
        if (!fresh && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.truncate(0);
        }
        return channel;
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return real(folder).newDirectoryStream(inner(folder), filter);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... set) throws IOException {
        real(folder).createDirectory(inner(folder), set);
    }

    @Override
    public void delete(Path path) throws IOException {
        Path file = inner(path);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(file)) {
            real(path).delete(file);
            return;
        }
        files.removed(file, () -> real(path).delete(file));
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) {
        throw new UnsupportedOperationException("a copy says nothing of what is durable");
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
        files.moved(inner(from), inner(to), () -> real(from).move(inner(from), inner(to), options));
    }

    @Override
    public boolean isSameFile(Path one, Path other) throws IOException {
        return real(one).isSameFile(inner(one), inner(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real(path).isHidden(inner(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real(path).getFileStore(inner(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real(path).checkAccess(inner(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real(path).getFileAttributeView(inner(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real(path).readAttributes(inner(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real(path).readAttributes(inner(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real(path).setAttribute(inner(path), attribute, value, options);
    }
}
