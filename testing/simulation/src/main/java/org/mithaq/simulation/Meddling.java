// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.OrderEntry;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;

/// Changes what a member says to its victim, and signs it again with that member's keys.
///
/// @param scene where
/// @param roles who
record Meddling(Scene scene, Deception.Roles roles) {

    private Program program() {
        return scene.at(roles.liar()).program();
    }

    private Federation.Member liar() {
        return scene.federation().members().get(roles.liar());
    }

    /// The place of a delivery; empty for anything else that is pulled.
    static Optional<OrderEntry> entryOf(byte[] part) {
        try {
            return Optional.of(Delivery.parse(part).order().entry());
        } catch (MalformedEncoding somethingElse) {
            return Optional.empty();
        }
    }

    private static boolean isGreeting(Message message) {
        return message.kind() == Message.Kind.CONTACT && (!message.answer() || message.status() == 200);
    }

    /// A greeting that shows another root of the liar's log; empty where there is none to show.
    Optional<Message> otherLog(Message message) {
        if (!isGreeting(message)) {
            return Optional.empty();
        }
        Greeting greeting = Greeting.parse(message.body());
        ContactStatement said = ContactStatement.parse(greeting.statement().payload());
        MemberId self = liar().id();
        boolean[] changed = {false};
        List<ContactStatement.Checkpointed> shown = new ArrayList<>();
        for (ContactStatement.Checkpointed each : said.checkpoints()) {
            Checkpoint checkpoint = SignedCheckpoint.parse(each.note()).checkpoint();
            if (each.owner().equals(self) && checkpoint.size() > 0) {
                changed[0] = true;
                Hash root = Hash.of(checkpoint.root().bytes());
                SignedCheckpoint other =
                        program().logSigner().sign(new Checkpoint(checkpoint.origin(), checkpoint.size(), root));
                shown.add(new ContactStatement.Checkpointed(self, other.encode()));
            } else {
                shown.add(each);
            }
        }
        return changed[0] ? Optional.of(signed(message, greeting, said, said.sent(), shown)) : Optional.empty();
    }

    /// A greeting that says of no line that anything was sent in it; empty where nothing has come yet.
    Optional<Message> earlierHeads(Message message) {
        if (!isGreeting(message)) {
            return Optional.empty();
        }
        Greeting greeting = Greeting.parse(message.body());
        ContactStatement said = ContactStatement.parse(greeting.statement().payload());
        Station victim = scene.at(roles.victim());
        boolean hasCome = victim.isUp()
                && victim.program()
                        .ledger
                        .read(tables -> tables.inbox().lines().stream()
                                .anyMatch(line -> line.sender().equals(liar().id())
                                        && line.head().sequence() > 0));
        if (!hasCome) {
            return Optional.empty();
        }
        List<StreamOpening.LaneHead> none = said.sent().stream()
                .map(head -> new StreamOpening.LaneHead(head.lane(), head.stream(), Head.NONE))
                .toList();
        return Optional.of(signed(message, greeting, said, none, said.checkpoints()));
    }

    private Message signed(
            Message message,
            Greeting greeting,
            ContactStatement said,
            List<StreamOpening.LaneHead> sent,
            List<ContactStatement.Checkpointed> checkpoints) {
        ContactStatement statement = new ContactStatement(
                said.suite(),
                said.federation(),
                said.epoch(),
                said.stateHash(),
                said.sender(),
                said.node(),
                said.recipient(),
                said.timeMicros(),
                said.sealingEpoch(),
                sent,
                said.received(),
                checkpoints);
        DsseEnvelope envelope =
                Dsse.sign(Federation.SIGNATURES, program().signing(), PayloadTypes.CONTACT, statement.toBytes());
        return message.saying(new Greeting(envelope, greeting.openings()).toBytes());
    }

    /// Receipts without those that declare the destruction of something; empty where there is none among them.
    Optional<Message> withoutDeclaration(Message message, Hash payloadHash) {
        boolean receipts = (message.kind() == Message.Kind.RECEIPTS && !message.answer())
                || (message.kind() == Message.Kind.DELIVER && message.answer() && message.status() == 200);
        if (!receipts) {
            return Optional.empty();
        }
        Answers answers = Answers.parse(message.body());
        List<DsseEnvelope> left = answers.receipts().stream()
                .filter(envelope -> !declares(envelope, payloadHash))
                .toList();
        return left.size() == answers.receipts().size()
                ? Optional.empty()
                : Optional.of(message.saying(new Answers(left, answers.refusal()).toBytes()));
    }

    private static boolean declares(DsseEnvelope envelope, Hash payloadHash) {
        Receipt receipt = Receipt.parse(envelope.payload());
        return receipt.status() == Receipt.Status.RECALLED
                && receipt.payloadHash().equals(payloadHash);
    }
}
