// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// What one member asks another for (protocol, Pull): the deliveries of one line above a number, log evidence for
/// what it signed, what it says that it received, the records of a log that one of the two owns, a delivery in
/// pieces, or what the asking member itself sent and has lost.
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
            if (afterSequence < 0 || afterSequence > Limits.SEQUENCE_MAX || countMax < 1 || countMax > COUNT_MAX) {
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

    /// Log evidence for receipts that the other signed (Receipts 8).
    ///
    /// @param receipts which, 1 to 256
    record Receipts(List<Signed> receipts) implements PullRequest {

        /// Most receipts in one request.
        public static final int COUNT_MAX = 256;

        /// One receipt of the member that is asked.
        ///
        /// @param payloadHash of the dispatch that it is about
        /// @param number its number
        public record Signed(Hash payloadHash, long number) {}

        public Receipts {
            receipts = List.copyOf(receipts);
            if (receipts.isEmpty() || receipts.size() > COUNT_MAX) {
                throw new IllegalArgumentException("evidence for 1 to 256 receipts");
            }
        }
    }

    /// The signed number that the other says it received of this node (Contact 6).
    ///
    /// @param node this node
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param sequence which number, from 1
    record Received(NodeId node, Lane lane, StreamId stream, long sequence) implements PullRequest {

        public Received {
            if (sequence < 1 || sequence > Limits.SEQUENCE_MAX) {
                throw new IllegalArgumentException("numbers start at 1");
            }
        }
    }

    /// Records of a log, 32 bytes each (protocol, Starting): the asked member's own, which the other keeps for it;
    /// or the asking member's own, which it has lost and gets back.
    ///
    /// @param owner whose log
    /// @param fromIndex the first
    /// @param countMax at most so many, 1 to 16,384
    record Records(MemberId owner, long fromIndex, int countMax) implements PullRequest {

        /// Most records in one answer.
        public static final int COUNT_MAX = 16_384;

        public Records {
            if (fromIndex < 0 || countMax < 1 || countMax > COUNT_MAX) {
                throw new IllegalArgumentException("1 to 16,384 records from an index from 0");
            }
        }
    }

    /// The next deliveries above a number, as [PiecedDelivery]: one, and more where they are short.
    ///
    /// @param lane which lane
    /// @param stream which stream
    /// @param afterSequence the last number that is here without a gap
    record Pieced(Lane lane, StreamId stream, long afterSequence) implements PullRequest {

        public Pieced {
            if (afterSequence < 0 || afterSequence > Limits.SEQUENCE_MAX) {
                throw new IllegalArgumentException("above a number from 0");
            }
        }
    }

    /// A part of the ciphertext of one delivery.
    ///
    /// @param lane which lane
    /// @param stream which stream
    /// @param sequence its number, from 1
    /// @param offset how many bytes are here
    /// @param bytesMax at most so many, 1 to [Piece#PART_BYTES_MAX]
    record Part(Lane lane, StreamId stream, long sequence, int offset, int bytesMax) implements PullRequest {

        public Part {
            if (sequence < 1
                    || sequence > Limits.SEQUENCE_MAX
                    || offset < 0
                    || offset > Limits.CIPHERTEXT_BYTES_MAX
                    || bytesMax < 1
                    || bytesMax > Piece.PART_BYTES_MAX) {
                throw new IllegalArgumentException("a part of a ciphertext");
            }
        }
    }

    /// What the asking member sent under a number before it lost its past (protocol, Starting 5).
    ///
    /// @param node the asking member's node
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param sequence which number, from 1
    /// @param fromLeaf leaves before this one, 0 to 4,095, are here already
    record Sent(NodeId node, Lane lane, StreamId stream, long sequence, int fromLeaf) implements PullRequest {

        public Sent {
            if (sequence < 1 || sequence > Limits.SEQUENCE_MAX || fromLeaf < 0 || fromLeaf >= Limits.LEAVES_MAX) {
                throw new IllegalArgumentException("a number from 1, and a leaf from 0 to 4,095");
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
            case Receipts r ->
                out.u8(3)
                        .list(
                                r.receipts,
                                (to, each) -> to.hash(each.payloadHash()).u64(each.number()));
            case Received r ->
                out.u8(4)
                        .fixed(r.node.bytes(), NodeId.LENGTH_BYTES)
                        .u8(r.lane.number())
                        .fixed(r.stream.bytes(), StreamId.LENGTH_BYTES)
                        .u64(r.sequence);
            case Pieced p ->
                out.u8(6)
                        .u8(p.lane.number())
                        .fixed(p.stream.bytes(), StreamId.LENGTH_BYTES)
                        .u64(p.afterSequence);
            case Part p ->
                out.u8(7)
                        .u8(p.lane.number())
                        .fixed(p.stream.bytes(), StreamId.LENGTH_BYTES)
                        .u64(p.sequence)
                        .u32(p.offset)
                        .u32(p.bytesMax);
            case Sent s ->
                out.u8(8)
                        .fixed(s.node.bytes(), NodeId.LENGTH_BYTES)
                        .u8(s.lane.number())
                        .fixed(s.stream.bytes(), StreamId.LENGTH_BYTES)
                        .u64(s.sequence)
                        .u16(s.fromLeaf);
            case Records r -> out.u8(5).hash(r.owner.hash()).u64(r.fromIndex).u16(r.countMax);
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
            case 3 -> readReceipts(in);
            case 4 -> readReceived(in);
            case 5 -> readRecords(in);
            case 6 -> new Pieced(Lane.read(in), readStream(in), readAfter(in));
            case 7 -> readPart(in);
            case 8 -> readSent(in);
            default -> throw in.refuse("pull.kind", "1 to 8, and not " + kind);
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

    private static Records readRecords(CanonicalReader in) {
        MemberId owner = new MemberId(in.hash("pull.owner"));
        long from = in.u64("pull.from");
        int count = in.u16("pull.count");
        if (count < 1 || count > Records.COUNT_MAX) {
            throw in.refuse("pull.count", "1 to 16,384");
        }
        return new Records(owner, from, count);
    }

    private static Receipts readReceipts(CanonicalReader in) {
        List<Receipts.Signed> receipts = in.list(
                "pull.receipts",
                Receipts.COUNT_MAX,
                each -> new Receipts.Signed(each.hash("pull.payloadHash"), each.u64("pull.number")));
        if (receipts.isEmpty()) {
            throw in.refuse("pull.receipts", "at least one");
        }
        return new Receipts(receipts);
    }

    private static Received readReceived(CanonicalReader in) {
        var node = NodeId.of(in.fixed("pull.node", NodeId.LENGTH_BYTES));
        Lane lane = Lane.read(in);
        return new Received(node, lane, readStream(in), readSequence(in));
    }

    private static Part readPart(CanonicalReader in) {
        Lane lane = Lane.read(in);
        StreamId stream = readStream(in);
        long sequence = readSequence(in);
        int offset = in.u32("pull.offset");
        int bytesMax = in.u32("pull.bytes");
        if (offset < 0 || offset > Limits.CIPHERTEXT_BYTES_MAX || bytesMax < 1 || bytesMax > Piece.PART_BYTES_MAX) {
            throw in.refuse("pull.bytes", "1 to " + Piece.PART_BYTES_MAX + " bytes of a ciphertext");
        }
        return new Part(lane, stream, sequence, offset, bytesMax);
    }

    private static StreamId readStream(CanonicalReader in) {
        return StreamId.of(in.fixed("pull.stream", StreamId.LENGTH_BYTES));
    }

    private static long readSequence(CanonicalReader in) {
        long sequence = in.u64("pull.sequence");
        if (sequence < 1 || sequence > Limits.SEQUENCE_MAX) {
            throw in.refuse("pull.sequence", "a number from 1 to " + Limits.SEQUENCE_MAX);
        }
        return sequence;
    }

    private static Sent readSent(CanonicalReader in) {
        Received number = readReceived(in);
        int fromLeaf = OrderProof.readPosition(in, "pull.fromLeaf");
        return new Sent(number.node, number.lane, number.stream, number.sequence, fromLeaf);
    }

    private static long readAfter(CanonicalReader in) {
        long after = in.u64("pull.after");
        if (after > Limits.SEQUENCE_MAX) {
            throw in.refuse("pull.after", "at most " + Limits.SEQUENCE_MAX);
        }
        return after;
    }

    private static Deliveries readDeliveries(CanonicalReader in) {
        Lane lane = Lane.read(in);
        StreamId stream = readStream(in);
        long after = readAfter(in);
        int count = in.u16("pull.count");
        if (count < 1 || count > Deliveries.COUNT_MAX) {
            throw in.refuse("pull.count", "1 to 64");
        }
        return new Deliveries(lane, stream, after, count);
    }
}
