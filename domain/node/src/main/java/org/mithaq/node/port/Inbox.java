// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.StreamId;

/// What came to this node, and what it answered.
public interface Inbox {

    /// A dispatch that was admitted.
    ///
    /// @param payloadHash its identity
    /// @param sender who sent it
    /// @param id the sender's id for it
    /// @param node sending node
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param sequence under which number
    /// @param envelope the signed header, as an envelope
    /// @param place delivery record and order proof: they tie its number to the signed header
    /// @param log the newest log evidence
    /// @param evidenceDue whether that evidence lacks a quorum of witnesses and could have it
    /// @param logSalt salt of its log record; [Hash#ZERO] where it was not opened
    /// @param batch number of the batch that its objects lie in; 0 where there is none
    /// @param timeMicros when it came
    record ArrivalRow(
            Hash payloadHash,
            MemberId sender,
            DispatchId id,
            NodeId node,
            Lane lane,
            StreamId stream,
            long sequence,
            byte[] envelope,
            byte[] place,
            byte[] log,
            boolean evidenceDue,
            Hash logSalt,
            long batch,
            long timeMicros) {}

    /// A line of a sending node.
    ///
    /// @param sender its member
    /// @param node the node
    /// @param lane in which lane
    /// @param stream in which stream
    /// @param head last number without a gap before it
    /// @param highest highest number that came
    record LineRow(MemberId sender, NodeId node, Lane lane, StreamId stream, Head head, long highest) {}

    /// A receipt of this node.
    ///
    /// @param number running number
    /// @param to the member that it is for
    /// @param payloadHash of which dispatch
    /// @param status its status
    /// @param payload what is signed
    /// @param signature empty until it was stored
    /// @param delivered whether its addressee is known to have it
    record ReceiptRow(
            long number,
            MemberId to,
            Hash payloadHash,
            int status,
            byte[] payload,
            Optional<byte[]> signature,
            boolean delivered) {}

    /// Adds an arrival.
    void add(ArrivalRow arrival);

    /// An arrival by its identity.
    Optional<ArrivalRow> arrival(Hash payloadHash);

    /// An arrival by the sender's id.
    Optional<ArrivalRow> arrival(MemberId sender, DispatchId id);

    /// An arrival by its number.
    Optional<ArrivalRow> arrival(NodeId node, Lane lane, StreamId stream, long sequence);

    /// Identities of arrivals from `least` on, ascending, at most `limit`.
    List<Hash> arrivalsFrom(Hash least, int limit);

    /// The arrival whose objects lie in a batch.
    Optional<ArrivalRow> arrivalOfBatch(long batch);

    /// Replaces the log evidence of an arrival by newer one that lacks nothing.
    void putLog(Hash payloadHash, byte[] log);

    /// Arrivals of a sender whose evidence lacks something, with payload hashes above `after`, ascending by it, at most
    /// `limit`.
    List<ArrivalRow> evidenceDue(MemberId sender, Hash after, int limit);

    /// Arrivals with a batch, newest first, at most `limit`.
    List<ArrivalRow> newest(int limit);

    /// The lines of all sending nodes.
    List<LineRow> lines();

    /// Adds or replaces a line.
    void putLine(LineRow line);

    /// Adds a receipt; its number is above the highest so far.
    void addReceipt(ReceiptRow receipt);

    /// The highest receipt number; 0 before the first.
    long receiptNumber();

    /// The receipts for a dispatch, ascending by number.
    List<ReceiptRow> receiptsOf(Hash payloadHash);

    /// Receipts for a member that it is not known to have, ascending, at most `limit`.
    List<ReceiptRow> undelivered(MemberId to, int limit);

    /// Stores a signature that was made after the commit.
    void putReceiptSignature(long number, byte[] signature);

    /// Notes that the addressee has a receipt.
    void receiptDelivered(long number);

    /// Notes that the addressee lacks a receipt, though it was known to have it.
    void receiptDue(long number);

    /// Number of receipts that each addressee is not known to have, where there are any. Kept, not counted.
    Map<MemberId, Long> undeliveredCounts();

    /// Number of arrivals of each sender whose evidence lacks something, where there are any. Kept, not counted.
    Map<MemberId, Long> evidenceDueCounts();
}
