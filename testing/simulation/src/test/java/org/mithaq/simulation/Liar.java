// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.mithaq.charter.CharterState;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Numbered;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Sealer;
import org.mithaq.exchange.StreamId;
import org.mithaq.node.Item;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// Member 0 without its program: signs whatever a test wants it to.
///
/// @param to index of the member that it writes to
/// @param stream in which it numbers
/// @param timeMicros when it says that it signs
/// @param log its log, which grows by each delivery and is honest
record Liar(int to, StreamId stream, long timeMicros, MemoryTree log) {

    /// A liar whose clock is right.
    Liar(int to, StreamId stream) {
        this(to, stream, 1_793_491_200_000_000L);
    }

    Liar(int to, StreamId stream, long timeMicros) {
        this(to, stream, timeMicros, new MemoryTree());
    }

    /// A delivery in the routine lane.
    ///
    /// @param seed the same seed gives the same id
    /// @param head the number before
    /// @param channel index of the channel that it claims
    /// @param sealedFor index of the member whose key it is sealed to
    Delivery delivery(long seed, Head head, int channel, int sealedFor, Item item) {
        return delivery(seed, head, channel, sealedFor, item.content());
    }

    /// As the other, with whatever content.
    Delivery delivery(long seed, Head head, int channel, int sealedFor, Batch.Content content) {
        Federation federation = Nodes.FEDERATION;
        CharterState charter = federation.charter();
        Federation.Member self = federation.members().getFirst();
        Federation.Member recipient = federation.members().get(to);
        var key = charter.member(federation.members().get(sealedFor).id())
                .orElseThrow()
                .sealingKey();
        Batch batch = new Batch(
                federation.channelsInOrder().get(channel).id(),
                Lane.ROUTINE,
                0,
                false,
                List.of(content),
                List.of(new Batch.Recipient(recipient.id(), key.key(), key.epoch())));
        SealedBatch sealed =
                new Sealer(HpkeProvider.best(), charter.federation(), self.id()).seal(batch, new SeededRandom(seed));
        Numbered numbered = Numbered.number(
                sealed,
                new Numbered.Origin(
                        charter.federation(),
                        charter.epoch(),
                        charter.hash(),
                        self.id(),
                        1,
                        self.identity().node()),
                Map.of(recipient.id(), new Numbered.Line(stream, head)),
                timeMicros,
                new SecureRandom());
        long index = log.append(
                TreeHasher.leafHash(LogEvidence.record(sealed.manifest().logSalt(), numbered.payloadHash())));
        long size = log.size();
        String origin = charter.member(self.id()).orElseThrow().log().origin();
        LogEvidence evidence = new LogEvidence(
                log.inclusion(index, size),
                self.log().sign(new Checkpoint(origin, size, log.root(size))).encode());
        return new Delivery(
                Dsse.sign(
                        Federation.SIGNATURES,
                        self.keys().signing(),
                        PayloadTypes.DISPATCH,
                        numbered.header().toBytes()),
                numbered.record(),
                Objects.requireNonNull(numbered.orders().get(recipient.id())),
                new Delivery.Sealed(Objects.requireNonNull(sealed.stanzas().get(recipient.id())), sealed.ciphertext()),
                evidence);
    }
}
