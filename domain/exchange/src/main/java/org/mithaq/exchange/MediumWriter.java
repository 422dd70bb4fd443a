// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// Writes a medium, one message after the other (protocol, Media). Not safe for threads.
public final class MediumWriter {

    static final int CONTACT = 1;
    static final int SENT = 2;
    static final int ANSWERED = 3;
    static final int READ = 4;
    static final int END = 5;

    private final OutputStream out;
    private final MessageDigest digest = Hash.sha256();
    private long parts;
    private long bytes;

    /// Begins a medium on `out`, which the caller closes.
    public MediumWriter(OutputStream out, Medium medium) throws IOException {
        this.out = out;
        put(medium.toBytes());
    }

    /// Adds one message.
    public void add(MediumPart part) throws IOException {
        switch (part) {
            case MediumPart.Contact(byte[] greeting) -> part(CONTACT, greeting);
            case MediumPart.Sent(byte[] delivery) -> part(SENT, delivery);
            case MediumPart.Answered(byte[] answers) -> part(ANSWERED, answers);
            case MediumPart.Read(byte[] statement) -> part(READ, statement);
            case MediumPart.End(long count) ->
                part(END, new CanonicalWriter().u64(count).toByteArray());
        }
    }

    /// Ends the medium, so that its reader knows that it has all of it.
    public void end() throws IOException {
        add(new MediumPart.End(parts));
        out.flush();
    }

    /// SHA-256 of all bytes, by which its reader names this medium; to be asked for once, after the end.
    public Hash hash() {
        return Hash.wrap(digest.digest());
    }

    /// Bytes written so far.
    public long bytes() {
        return bytes;
    }

    private void part(int kind, byte[] message) throws IOException {
        put(new CanonicalWriter(5).u8(kind).u32(message.length).toByteArray());
        put(message);
        parts++;
    }

    private void put(byte[] some) throws IOException {
        out.write(some);
        digest.update(some);
        bytes += some.length;
    }
}
