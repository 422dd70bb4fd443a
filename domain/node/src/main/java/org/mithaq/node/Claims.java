// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Comparator;
import java.util.Optional;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.OrderEntry;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.SignedCheckpoint;

/// What members say that they have received of this node, compared with the numbers that it gave.
final class Claims {

    private Claims() {}

    /// A number in one of this node's lines that the member has and this node did not give, or gave to another
    /// dispatch.
    static Optional<StreamOpening.LaneHead> later(
            Ledger ledger, NodeIdentity self, MemberId peer, ContactStatement statement) {
        return ledger.read(tables -> statement.received().stream()
                .filter(each -> each.node().equals(self.node()))
                .map(ContactStatement.Received::head)
                .filter(said -> tables.outbox().lines().stream()
                        .filter(line -> line.recipient().equals(peer)
                                && line.lane() == said.lane()
                                && line.stream().equals(said.stream()))
                        .anyMatch(line -> !gave(tables.outbox(), line, said.head())))
                .findFirst());
    }

    static String sentence(MemberId peer, StreamOpening.LaneHead said) {
        return "%s has received number %d (%s) of this node in lane %s, and it is not here"
                .formatted(peer.shortForm(), said.head().sequence(), said.head().payloadHash(), said.lane());
    }

    static String sentence(MemberId peer, SignedCheckpoint shown, OwnLog log) {
        return "%s shows a checkpoint of %d records that this node's log has signed; here it has %d, or others"
                .formatted(peer.shortForm(), shown.checkpoint().size(), log.committedSize());
    }

    private static boolean gave(Outbox outbox, Outbox.LineRow line, Head said) {
        if (said.sequence() == 0) {
            return true;
        }
        return said.sequence() <= line.head().sequence()
                && outbox.entry(line.recipient(), line.lane(), line.stream(), said.sequence())
                        .map(entry -> entry.payloadHash().equals(said.payloadHash()))
                        .orElse(true);
    }

    /// What a member answered for a number that it says it received.
    record Shown(MemberId peer, PullRequest.Received asked, byte[] part) {}

    /// The proof that this node gave the number to a dispatch which it does not have.
    static Optional<ConflictProof.Side> given(
            NodeIdentity self, LivingCharter charter, SignatureProvider signatures, Ledger ledger, Shown shown) {
        try {
            ConflictProof.Side side = ConflictProof.Side.parse(shown.part());
            Header header = side.verify(signatures, charter);
            OrderEntry entry = side.place().order().entry();
            OrderKey key = new OrderKey(self.node(), shown.peer(), shown.asked().lane(), shown.asked().stream());
            boolean ours = header.sender().equals(self.member())
                    && entry.key().equals(key)
                    && entry.sequence() == shown.asked().sequence();
            boolean here = ledger.read(tables -> tables.outbox().dispatch(header.payloadHash()))
                    .isPresent();
            return ours && !here ? Optional.of(side) : Optional.empty();
        } catch (DoorRejected | MalformedEncoding nothing) {
            return Optional.empty();
        }
    }

    /// The largest checkpoint of this node's own log that a member shows, and that is not of what is here. One of a
    /// replaced key that does not count any more says nothing: whoever stole the key has shown it to that member.
    static Optional<SignedCheckpoint> newer(
            NodeIdentity self, LivingCharter charter, LogCheck logs, OwnLog log, ContactStatement statement) {
        return statement.checkpoints().stream()
                .filter(each -> each.owner().equals(self.member()))
                .flatMap(each -> own(charter.now().keyHistory(self.member()).orElseThrow(), logs, each.note()).stream())
                .filter(shown -> shown.checkpoint().size() > log.committedSize()
                        || !log.root(shown.checkpoint().size())
                                .equals(shown.checkpoint().root()))
                .max(Comparator.comparingLong(shown -> shown.checkpoint().size()));
    }

    private static Optional<SignedCheckpoint> own(KeyHistory history, LogCheck logs, byte[] note) {
        try {
            return Optional.of(logs.verify(note, history));
        } catch (DoorRejected rejected) {
            if (logs.namesFormerKeyAlone(note, history)) {
                return Optional.empty();
            }
            throw rejected;
        }
    }
}
