// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.Hash;

/// A sealed batch with its numbers and its header: all that is hashed of a dispatch, before anything is signed.
///
/// Its identity is fixed here, so that the log, the outbox and the heads can be committed while the signature is made.
///
/// @param header what will be signed
/// @param payloadHash its identity
/// @param record what recipients and carriers see
/// @param orders each recipient's number and proof
public record Numbered(Header header, Hash payloadHash, DeliveryRecord record, SortedMap<MemberId, OrderProof> orders) {

    /// Who numbers, and under which charter.
    ///
    /// @param federation whose charter
    /// @param epoch its epoch
    /// @param stateHash hash of its state
    /// @param sender the member
    /// @param signingEpoch which of its signing keys will sign
    /// @param node the numbering node
    public record Origin(
            FederationId federation, long epoch, Hash stateHash, MemberId sender, int signingEpoch, NodeId node) {}

    /// The line in which the next number is taken.
    ///
    /// @param stream the open stream of this node and lane
    /// @param head its last number
    public record Line(StreamId stream, Head head) {}

    /// Gives `batch` the next number in each recipient's line.
    ///
    /// @param lines an entry for each recipient
    /// @param timeMicros the sender's clock
    /// @param random cryptographic randomness
    public static Numbered number(
            SealedBatch batch, Origin origin, Map<MemberId, Line> lines, long timeMicros, SecureRandom random) {
        List<OrderEntry> entries = new ArrayList<>(batch.stanzas().size());
        batch.stanzas().forEach((recipient, stanza) -> {
            Line line = lines.get(recipient);
            if (line == null) {
                throw new IllegalArgumentException("no line of numbering for " + recipient);
            }
            OrderKey key =
                    new OrderKey(origin.node(), recipient, batch.manifest().lane(), line.stream());
            entries.add(new OrderEntry(
                    Sealer.randomHash(random),
                    key,
                    line.head().sequence() + 1,
                    line.head().payloadHash(),
                    OrderEntry.hashOfStanza(stanza)));
        });
        Collections.shuffle(entries, random);
        int[] positions = Sealer.positions(entries.size(), random);
        Hash[] leaves = entries.stream().map(OrderEntry::hash).toArray(Hash[]::new);
        SaltedTree tree = new SaltedTree(
                Labels.ORDER_NODE, Labels.ORDER_DUMMY, Sealer.randomHash(random).bytes(), positions, leaves);
        SortedMap<MemberId, OrderProof> orders = new TreeMap<>();
        for (int index = 0; index < positions.length; index++) {
            OrderEntry entry = entries.get(index);
            orders.put(entry.key().recipient(), new OrderProof(entry, positions[index], tree.path(positions[index])));
        }
        DeliveryRecord record = new DeliveryRecord(
                Sealer.randomHash(random), batch.ciphertextHash(), batch.plaintextBytes(), tree.root());
        Header header = new Header(
                Suite.HYBRID_1,
                origin.federation(),
                origin.epoch(),
                origin.stateHash(),
                origin.sender(),
                origin.signingEpoch(),
                batch.id(),
                timeMicros,
                batch.exercise(),
                batch.objectRoot(),
                batch.manifest().hash(),
                record.hash());
        return new Numbered(header, header.payloadHash(), record, Collections.unmodifiableSortedMap(orders));
    }
}
