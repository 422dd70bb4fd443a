// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.io.IOException;
import java.io.OutputStream;
import org.mithaq.crypto.CanonicalWriter;

/// Writes a medium, one message after the other (protocol, Media). Not safe for threads.
public final class MediumWriter {

    static final int CONTACT = 1;
    static final int SENT = 2;
    static final int ANSWERED = 3;
    static final int READ = 4;
    static final int END = 5;

    private final OutputStream out;
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
            case MediumPart.Read read ->
                part(
                        READ,
                        new CanonicalWriter()
                                .list(read.media(), (each, id) -> each.fixed(id.bytes(), Medium.Id.LENGTH_BYTES))
                                .toByteArray());
            case MediumPart.End(long count) ->
                part(END, new CanonicalWriter().u64(count).toByteArray());
        }
    }

    /// Ends the medium, so that its reader knows that it has all of it.
    public void end() throws IOException {
        add(new MediumPart.End(parts));
        out.flush();
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
        bytes += some.length;
    }
}
