// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// What a recipient asks a sender for (protocol, Pull): the deliveries of one line above a number, or newer log
/// evidence for dispatches that it holds.
public sealed interface PullRequest {

    /// Deliveries above a number.
    ///
    /// @param lane which lane
    /// @param stream which stream
    /// @param afterSequence the last number that is here without a gap
    /// @param countMax at most so many, 1 to 64
    record Deliveries(Lane lane, StreamId stream, long afterSequence, int countMax) implements PullRequest {

        /// Most deliveries in one answer.
        public static final int COUNT_MAX = 64;

        public Deliveries {
            if (afterSequence < 0 || countMax < 1 || countMax > COUNT_MAX) {
                throw new IllegalArgumentException("1 to 64 deliveries above a number from 0");
            }
        }
    }

    /// Log evidence against the newest witnessed checkpoint.
    ///
    /// @param payloadHashes of which dispatches, 1 to 256
    record Evidence(List<Hash> payloadHashes) implements PullRequest {

        /// Most dispatches in one request.
        public static final int COUNT_MAX = 256;

        public Evidence {
            payloadHashes = List.copyOf(payloadHashes);
            if (payloadHashes.isEmpty() || payloadHashes.size() > COUNT_MAX) {
                throw new IllegalArgumentException("evidence for 1 to 256 dispatches");
            }
        }
    }

    /// Longest encoding of a request.
    int BYTES_MAX = 16_384;

    /// The canonical encoding.
    default byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter();
        switch (this) {
            case Deliveries d ->
                out.u8(1)
                        .u8(d.lane.number())
                        .fixed(d.stream.bytes(), StreamId.LENGTH_BYTES)
                        .u64(d.afterSequence)
                        .u16(d.countMax);
            case Evidence e -> out.u8(2).list(e.payloadHashes, CanonicalWriter::hash);
        }
        return out.toByteArray();
    }

    /// Reads one request and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    static PullRequest parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        int kind = in.u8("pull.kind");
        PullRequest request = switch (kind) {
            case 1 -> readDeliveries(in);
            case 2 -> readEvidence(in);
            default -> throw in.refuse("pull.kind", "1 or 2, and not " + kind);
        };
        in.end("pull");
        return request;
    }

    private static Evidence readEvidence(CanonicalReader in) {
        List<Hash> hashes = in.list("pull.payloadHashes", Evidence.COUNT_MAX, each -> each.hash("pull.payloadHash"));
        if (hashes.isEmpty()) {
            throw in.refuse("pull.payloadHashes", "at least one");
        }
        return new Evidence(hashes);
    }

    private static Deliveries readDeliveries(CanonicalReader in) {
        Lane lane = Lane.read(in);
        StreamId stream = StreamId.of(in.fixed("pull.stream", StreamId.LENGTH_BYTES));
        long after = in.u64("pull.after");
        int count = in.u16("pull.count");
        if (count < 1 || count > Deliveries.COUNT_MAX) {
            throw in.refuse("pull.count", "1 to 64");
        }
        return new Deliveries(lane, stream, after, count);
    }
}
