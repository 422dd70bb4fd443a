// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A run of up to 256 consecutive entries of a log, an "entry bundle" (tlog-tiles, Log entries).
///
/// @param index position, counting from 0; the same as that of the level 0 tile with the hashes of the entries
/// @param width number of entries: 256, or 1 to 255 in a partial bundle
public record EntryTile(long index, int width) implements TilePath {

    /// Longest entry: its length is written in two bytes.
    public static final int ENTRY_BYTES_MAX = 0xFFFF;

    /// Longest content of a full bundle.
    public static final int CONTENT_BYTES_MAX = HashTile.WIDTH * (2 + ENTRY_BYTES_MAX);

    private static final String CLAUSE = "C2SP tlog-tiles, Log entries";

    /// @throws IllegalArgumentException if a number is out of its bounds
    public EntryTile {
        if (index < 0 || index > INDEX_MAX) {
            throw new IllegalArgumentException("a bundle's index is 0 to " + INDEX_MAX + ", not " + index);
        }
        if (width < 1 || width > HashTile.WIDTH) {
            throw new IllegalArgumentException("a bundle's width is 1 to 256, not " + width);
        }
    }

    @Override
    public String path() {
        return TilePathText.format("entries", index, width);
    }

    /// The content of this bundle: each entry after its length in two big-endian bytes.
    ///
    /// @throws IllegalArgumentException unless there are exactly `width` entries of at most 65,535 bytes
    public byte[] encode(List<byte[]> entries) {
        if (entries.size() != width) {
            throw new IllegalArgumentException(path() + " has " + width + " entries, not " + entries.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            if (entry.length > ENTRY_BYTES_MAX) {
                throw new IllegalArgumentException("an entry has at most 65,535 bytes, not " + entry.length);
            }
            out.write(entry.length >>> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return out.toByteArray();
    }

    /// The entries in the content of this bundle.
    ///
    /// @param content at most [#CONTENT_BYTES_MAX] bytes are ever read
    /// @throws MalformedTlog if it holds more or fewer than `width` entries, or is cut short
    public List<byte[]> decode(byte[] content) {
        ByteBuffer in = ByteBuffer.wrap(content);
        List<byte[]> entries = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            int length = in.remaining() < 2 ? -1 : Short.toUnsignedInt(in.getShort());
            if (length < 0 || length > in.remaining()) {
                throw new MalformedTlog(CLAUSE, path() + " is cut short in entry " + (i + 1) + " of " + width);
            }
            byte[] entry = new byte[length];
            in.get(entry);
            entries.add(entry);
        }
        if (in.hasRemaining()) {
            throw new MalformedTlog(CLAUSE, path() + " has " + in.remaining() + " bytes after its last entry");
        }
        return entries;
    }
}
