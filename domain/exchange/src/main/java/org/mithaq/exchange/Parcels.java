// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// Several messages in one answer (protocol, Pull): deliveries, or log evidence, each behind its length.
///
/// @param parts each the encoding of one message
public record Parcels(List<byte[]> parts) {

    /// Longest encoding: one delivery of the greatest size, or more that together stay below it.
    public static final int BYTES_MAX = Delivery.BYTES_MAX + 1_024;

    private static final int PARTS_MAX = 256;

    public Parcels {
        parts = List.copyOf(parts);
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        int bytes = parts.stream().mapToInt(part -> part.length + 4).sum();
        return new CanonicalWriter(bytes + 4)
                .list(parts, CanonicalWriter::bytes)
                .toByteArray();
    }

    /// Reads one answer and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Parcels parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        List<byte[]> parts = in.list("parcels", PARTS_MAX, each -> each.bytes("parcel", Delivery.BYTES_MAX));
        in.end("parcels");
        return new Parcels(parts);
    }
}
