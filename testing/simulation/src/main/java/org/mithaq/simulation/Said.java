// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Receipt;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;

/// What nodes have said to each other, whether it arrived or not: whoever says something must stand by it for ever.
final class Said {

    /// A receipt that left its node.
    ///
    /// @param to index of the member whose dispatch it is about
    record Given(int node, int to, long number, Hash receiptHash) {}

    private final Federation federation;
    private final Map<String, Given> receipts = new HashMap<>();
    private final Map<String, Checkpoint> checkpoints = new HashMap<>();

    private Optional<LyingMember> disbelieved = Optional.empty();

    Said(Federation federation) {
        this.federation = federation;
    }

    /// Takes note of what leaves a node.
    ///
    /// @param liar whose checkpoints an honest member shows to others as it was shown them
    void leaves(Message message, Optional<LyingMember> liar) {
        disbelieved = liar;
        switch (message.kind()) {
            case CONTACT -> {
                if (!message.answer() || message.status() == 200) {
                    greeting(message);
                }
            }
            case DELIVER -> {
                if (!message.answer()) {
                    delivery(message);
                } else if (message.status() == 200) {
                    receipts(message.from(), Answers.parse(message.body()));
                }
            }
            case RECEIPTS -> {
                if (!message.answer()) {
                    receipts(message.from(), Answers.parse(message.body()));
                }
            }
            case PULL, CHARTER -> {}
            case CHECKPOINT -> {
                if (!message.answer()) {
                    checkpoint(AddCheckpointRequest.parse(message.body())
                            .checkpoint()
                            .checkpoint());
                }
            }
        }
    }

    private void greeting(Message message) {
        byte[] statement = Greeting.parse(message.body()).statement().payload();
        ContactStatement.parse(statement)
                .checkpoints()
                .forEach(each -> checkpoint(SignedCheckpoint.parse(each.note()).checkpoint()));
    }

    private void delivery(Message message) {
        Delivery delivery = Delivery.parse(message.body());
        checkpoint(SignedCheckpoint.parse(delivery.log().checkpoint()).checkpoint());
        Federation.Member to = federation.members().get(message.to());
        if (!delivery.order().entry().key().recipient().equals(to.id())) {
            throw new Violated(
                    Invariant.NOTHING_WITHOUT_A_RULE,
                    "a copy for somebody else left node " + message.from() + " for " + message.to());
        }
    }

    private void receipts(int node, Answers answers) {
        for (DsseEnvelope envelope : answers.receipts()) {
            Receipt receipt = Receipt.parse(envelope.payload());
            Given given = new Given(
                    node, federation.member(receipt.sender()).index(), receipt.number(), receipt.receiptHash());
            Given before = receipts.putIfAbsent(node + "/" + receipt.number(), given);
            if (before != null && !before.equals(given)) {
                throw new Violated(
                        Invariant.STANDS_BY_ITS_WORD,
                        "node " + node + " gave two receipts under the number " + receipt.number());
            }
        }
    }

    private void checkpoint(Checkpoint checkpoint) {
        if (disbelieved.filter(who -> who.names(checkpoint.origin())).isPresent()) {
            return;
        }
        Checkpoint before = checkpoints.putIfAbsent(checkpoint.origin() + "/" + checkpoint.size(), checkpoint);
        if (before != null && !before.root().equals(checkpoint.root())) {
            throw new Violated(
                    Invariant.LOG_IS_WHOLE,
                    "log " + checkpoint.origin() + " has two roots at size " + checkpoint.size());
        }
    }

    List<Given> receipts() {
        return new ArrayList<>(receipts.values());
    }

    List<Checkpoint> checkpointsOf(String origin) {
        return checkpoints.values().stream()
                .filter(checkpoint -> checkpoint.origin().equals(origin))
                .toList();
    }
}
