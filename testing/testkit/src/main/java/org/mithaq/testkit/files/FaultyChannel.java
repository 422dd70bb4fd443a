// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/// A channel that tells [FaultyFiles] of what is written and forced.
final class FaultyChannel extends FileChannel {

    private final Optional<FaultyFiles> files;
    private final int file;
    private final FileChannel inner;
    private final FaultyFiles.Doing forced;

    /// Of a file that is written to.
    FaultyChannel(FaultyFiles files, int file, FileChannel inner) {
        this.files = Optional.of(files);
        this.file = file;
        this.inner = inner;
        this.forced = () -> files.forced(file);
    }

    /// Of a folder, which can only be forced.
    FaultyChannel(FileChannel inner, FaultyFiles.Doing forced) {
        this.files = Optional.empty();
        this.file = -1;
        this.inner = inner;
        this.forced = forced;
    }

    private FaultyFiles writable() {
        return files.orElseThrow(() -> new UnsupportedOperationException("a folder"));
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        writable().wrote(file, inner.position(), bytes, some -> {
            ByteBuffer rest = ByteBuffer.wrap(some);
            while (rest.hasRemaining()) {
                inner.write(rest);
            }
        });
        source.position(source.limit());
        return bytes.length;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        long before = inner.position();
        try {
            inner.position(position);
            return write(source);
        } finally {
            inner.position(before);
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int index = offset; index < offset + length; index++) {
            written += write(sources[index]);
        }
        return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        writable().cut(file, size, () -> inner.truncate(size));
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        forced.run();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return inner.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return inner.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return inner.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
        return inner.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        inner.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return inner.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return inner.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("what is written here passes through buffers");
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("what is written here passes through buffers");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return inner.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return inner.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        inner.close();
    }
}
