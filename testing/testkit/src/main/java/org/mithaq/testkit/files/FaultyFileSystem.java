// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;

/// The default file system, seen through [FaultyProvider].
final class FaultyFileSystem extends FileSystem {

    private final FaultyProvider provider;

    FaultyFileSystem(FaultyFiles files) {
        this.provider = new FaultyProvider(files);
    }

    Path wrap(Path inner) {
        return new FaultyPath(this, inner);
    }

    private static FileSystem real() {
        return java.nio.file.FileSystems.getDefault();
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException("it ends with the test");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return real().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(wrap(Path.of(getSeparator())));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        return real().getPathMatcher(syntaxAndPattern);
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("nothing is watched here");
    }
}
