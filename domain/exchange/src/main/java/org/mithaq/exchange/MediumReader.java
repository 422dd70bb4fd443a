// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;

/// Reads a medium, one message after the other, each within the bound of its kind (protocol, Media). Not safe for
/// threads.
///
/// Memory: one message. A medium that ends early is no error of what came before it: see [#isWhole()].
public final class MediumReader {

    private final InputStream in;
    private final Medium medium;
    private final MessageDigest digest = Hash.sha256();
    private long offset;
    private long parts;
    private boolean ended;
    private boolean whole;

    /// Reads the beginning of a medium from `in`, which the caller closes.
    ///
    /// @throws MalformedEncoding if there is anything else
    public MediumReader(InputStream in) throws IOException {
        this.in = in;
        this.medium = Medium.parse(take(Medium.LENGTH_BYTES));
    }

    /// Who wrote it, and for whom.
    public Medium medium() {
        return medium;
    }

    /// Whether the end was reached, and everything that was written is here.
    public boolean isWhole() {
        return whole;
    }

    /// SHA-256 of all its bytes, which names a medium to who wrote it; to be asked for once.
    ///
    /// @throws IllegalStateException if the end was not reached
    public Hash hash() {
        if (!whole) {
            throw new IllegalStateException("only a medium that is whole has a hash");
        }
        return Hash.wrap(digest.digest());
    }

    /// The next message; empty at the end, or where the bytes end before it.
    ///
    /// @throws MalformedEncoding if there is no message of a medium here: what came before it stands
    public Optional<MediumPart> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        byte[] head = take(5);
        if (head.length < 5) {
            ended = true;
            return Optional.empty();
        }
        CanonicalReader reader = new CanonicalReader(head);
        int kind = reader.u8("part.kind");
        int length = reader.u32("part.length");
        if (length > bytesMax(kind)) {
            throw malformed("part.length", "at most " + bytesMax(kind) + " bytes, not " + length);
        }
        byte[] message = take(length);
        if (message.length < length) {
            ended = true;
            return Optional.empty();
        }
        MediumPart part = part(kind, message);
        if (part instanceof MediumPart.End end) {
            end(end);
            return Optional.empty();
        }
        parts++;
        return Optional.of(part);
    }

    private void end(MediumPart.End end) throws IOException {
        ended = true;
        if (end.parts() != parts) {
            throw malformed("end.parts", "%d, for so many were here, not %d".formatted(parts, end.parts()));
        }
        if (in.read() >= 0) {
            throw malformed("medium", "nothing after the end");
        }
        whole = true;
    }

    private int bytesMax(int kind) {
        return switch (kind) {
            case MediumWriter.CONTACT -> Greeting.BYTES_MAX;
            case MediumWriter.SENT -> Delivery.BYTES_MAX;
            case MediumWriter.ANSWERED -> Answers.BYTES_MAX;
            case MediumWriter.READ -> Envelopes.bytes(MediaStatement.BYTES_MAX);
            case MediumWriter.END -> Long.BYTES;
            default -> throw malformed("part.kind", "1 to 5, not " + kind);
        };
    }

    private static MediumPart part(int kind, byte[] message) {
        return switch (kind) {
            case MediumWriter.CONTACT -> new MediumPart.Contact(message);
            case MediumWriter.SENT -> new MediumPart.Sent(message);
            case MediumWriter.ANSWERED -> new MediumPart.Answered(message);
            case MediumWriter.READ -> new MediumPart.Read(message);
            default -> end(message);
        };
    }

    private static MediumPart end(byte[] message) {
        CanonicalReader in = new CanonicalReader(message);
        MediumPart.End end = new MediumPart.End(in.u64("end.parts"));
        in.end("end");
        return end;
    }

    private MalformedEncoding malformed(String field, String expected) {
        return new MalformedEncoding(field, (int) Math.min(offset, Integer.MAX_VALUE), expected);
    }

    private byte[] take(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        offset += bytes.length;
        digest.update(bytes);
        return bytes;
    }
}
