// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.DsseEnvelope;

/// What travels when two nodes meet, each way once (protocol, Contact).
///
/// @param statement the signed [ContactStatement]
/// @param openings the signed [StreamOpening]s of the streams that the sender numbers in towards the recipient
public record Greeting(DsseEnvelope statement, List<DsseEnvelope> openings) {

    /// Longest encoding.
    public static final int BYTES_MAX = ContactStatement.BYTES_MAX + 65_536;

    private static final int OPENINGS_MAX = 8;

    public Greeting {
        openings = List.copyOf(openings);
        if (openings.size() > OPENINGS_MAX) {
            throw new IllegalArgumentException("at most 8 openings");
        }
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(8_192);
        Envelopes.write(out, statement);
        out.list(openings, Envelopes::write);
        return out.toByteArray();
    }

    /// Reads one greeting and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Greeting parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        DsseEnvelope statement = Envelopes.read(in, PayloadTypes.CONTACT, ContactStatement.BYTES_MAX);
        List<DsseEnvelope> openings = in.list(
                "greeting.openings",
                OPENINGS_MAX,
                each -> Envelopes.read(each, PayloadTypes.STREAM_OPENING, StreamOpening.BYTES_MAX));
        in.end("greeting");
        return new Greeting(statement, openings);
    }
}
