// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// "From now on I number in this stream" (protocol, Order): signed by the member whose node it is.
///
/// A node that starts without its past names the last head that it knows, if any: an alarm for its peers, never a
/// proof against it.
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param sender the member
/// @param node its node
/// @param recipient the member that the numbers are for
/// @param stream the new stream
/// @param timeMicros the sender's clock
/// @param lastKnown the last head of the stream before, for each lane in which there was one
public record StreamOpening(
        Suite suite,
        FederationId federation,
        MemberId sender,
        NodeId node,
        MemberId recipient,
        StreamId stream,
        long timeMicros,
        List<LaneHead> lastKnown) {

    /// Longest payload.
    public static final int BYTES_MAX = 1_024;

    /// A head in some lane and stream.
    ///
    /// @param lane which lane
    /// @param stream which stream
    /// @param head its last number
    public record LaneHead(Lane lane, StreamId stream, Head head) {

        void write(CanonicalWriter out) {
            out.u8(lane.number()).fixed(stream.bytes(), StreamId.LENGTH_BYTES);
            head.write(out);
        }

        static LaneHead read(CanonicalReader in) {
            return new LaneHead(
                    Lane.read(in), StreamId.of(in.fixed("head.stream", StreamId.LENGTH_BYTES)), Head.read(in));
        }
    }

    public StreamOpening {
        lastKnown = List.copyOf(lastKnown);
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(256)
                .u16(suite.number())
                .hash(federation.hash())
                .hash(sender.hash())
                .fixed(node.bytes(), NodeId.LENGTH_BYTES)
                .hash(recipient.hash())
                .fixed(stream.bytes(), StreamId.LENGTH_BYTES)
                .u64(timeMicros)
                .list(lastKnown, (out, head) -> head.write(out))
                .toByteArray();
    }

    /// Reads one opening and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static StreamOpening parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        StreamOpening opening = new StreamOpening(
                Suite.read(in),
                new FederationId(in.hash("opening.federation")),
                new MemberId(in.hash("opening.sender")),
                NodeId.of(in.fixed("opening.node", NodeId.LENGTH_BYTES)),
                new MemberId(in.hash("opening.recipient")),
                StreamId.of(in.fixed("opening.stream", StreamId.LENGTH_BYTES)),
                in.u64("opening.time"),
                in.list("opening.lastKnown", Lane.values().length, LaneHead::read));
        in.end("stream opening");
        return opening;
    }
}
