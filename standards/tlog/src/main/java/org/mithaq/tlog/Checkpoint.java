// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.List;
import org.mithaq.crypto.Hash;

/// What a log says of itself at one size (C2SP tlog-checkpoint, Note text).
///
/// @param origin unique name of the log, for ever; one line of at most [#ORIGIN_BYTES_MAX] bytes of UTF-8
/// @param size number of leaves
/// @param root root hash over them
/// @param extensions further lines, each not empty; best none, since an ML-DSA-44 cosignature does not cover them
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

    /// Longest origin: what an ML-DSA-44 cosignature has room for (tlog-cosignature); the format itself has no bound.
    public static final int ORIGIN_BYTES_MAX = 255;

    private static final String CLAUSE = "C2SP tlog-checkpoint, Note text";

    /// @throws MalformedTlog if a line is empty, is more than one line, or is too long
    public Checkpoint {
        checkLine("an origin", origin);
        if (TlogText.utf8(origin).length > ORIGIN_BYTES_MAX) {
            throw new MalformedTlog(CLAUSE, "an origin of at most 255 bytes", origin);
        }
        if (size < 0) {
            throw new MalformedTlog(CLAUSE, "a tree has no size of " + size);
        }
        extensions = List.copyOf(extensions);
        for (String extension : extensions) {
            checkLine("an extension line", extension);
        }
    }

    /// A checkpoint without extension lines.
    public Checkpoint(String origin, long size, Hash root) {
        this(origin, size, root, List.of());
    }

    /// Reads what [#body] writes.
    ///
    /// @param body the text of a note, up to and including the newline before its blank line
    /// @throws MalformedTlog naming what it breaks
    public static Checkpoint parse(String body) {
        if (!body.endsWith("\n")) {
            throw new MalformedTlog(CLAUSE, "the last line does not end in a newline");
        }
        List<String> lines = List.of(body.substring(0, body.length() - 1).split("\n", -1));
        if (lines.size() < 3) {
            throw new MalformedTlog(CLAUSE, "origin, size and root are three lines, not " + lines.size());
        }
        return new Checkpoint(
                lines.get(0),
                TlogText.decimal(CLAUSE, lines.get(1)),
                TlogText.hash(CLAUSE, lines.get(2)),
                lines.subList(3, lines.size()));
    }

    /// The text that is signed.
    public String body() {
        StringBuilder body = new StringBuilder(origin + "\n" + size + "\n" + TlogText.hash(root) + "\n");
        extensions.forEach(extension -> body.append(extension).append('\n'));
        return body.toString();
    }

    /// Whether both state the same tree of the same log, whatever their extension lines.
    public boolean isSameTreeAs(Checkpoint other) {
        return origin.equals(other.origin) && size == other.size && root.equals(other.root);
    }

    private static void checkLine(String what, String line) {
        TlogText.checkCharacters(CLAUSE, line);
        boolean isText = line.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        if (line.isEmpty() || line.indexOf('\n') >= 0 || !isText) {
            throw new MalformedTlog(CLAUSE, what + " of one line that is not empty", line);
        }
    }
}
