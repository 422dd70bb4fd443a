// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;

/// One line of numbering: from one node, to one member, in one lane and stream (protocol, Order).
///
/// @param node the sending node
/// @param recipient the receiving member
/// @param lane how urgent
/// @param stream the run of numbers
public record OrderKey(NodeId node, MemberId recipient, Lane lane, StreamId stream) {

    void write(CanonicalWriter out) {
        out.fixed(node.bytes(), NodeId.LENGTH_BYTES)
                .hash(recipient.hash())
                .u8(lane.number())
                .fixed(stream.bytes(), StreamId.LENGTH_BYTES);
    }

    static OrderKey read(CanonicalReader in) {
        return new OrderKey(
                NodeId.of(in.fixed("order.node", NodeId.LENGTH_BYTES)),
                new MemberId(in.hash("order.recipient")),
                Lane.read(in),
                StreamId.of(in.fixed("order.stream", StreamId.LENGTH_BYTES)));
    }
}
