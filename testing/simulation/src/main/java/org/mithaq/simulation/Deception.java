// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LeafKind;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.RelayedObject;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Suite;
import org.mithaq.node.Declared;
import org.mithaq.node.Item;
import org.mithaq.node.Postbox;
import org.mithaq.node.Prepared;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// How one lie is told: step by step, as the other members' state allows, and by meddling with messages.
final class Deception {

    private final Scene scene;
    private final Roles roles;
    private final Lie lie;
    private final RandomGenerator dice;
    private final Meddling meddling;
    private Step step = Step.BEGIN;
    private Optional<byte[]> prepared = Optional.empty();
    private Optional<Shelf.ObjectRow> object = Optional.empty();
    private Runnable again = () -> {};
    private long number;
    private boolean told;

    /// Who takes part.
    ///
    /// @param liar who lies
    /// @param victim whom it lies to
    /// @param other a third member
    /// @param lane in which lane
    record Roles(int liar, int victim, int other, Lane lane) {}

    private enum Step {
        BEGIN,
        PREPARED,
        RECALLED
    }

    Deception(Scene scene, Roles roles, Lie lie, RandomGenerator dice) {
        this.scene = scene;
        this.roles = roles;
        this.lie = lie;
        this.dice = dice;
        this.meddling = new Meddling(scene, roles);
    }

    boolean isTold() {
        return told;
    }

    /// Does what can be done now.
    void goOn() {
        switch (lie) {
            case SPLIT_VIEW, EARLIER_HEADS -> step = Step.PREPARED;
            case SEQUENCE_CONFLICT -> twoUnderOneNumber();
            case GAP, DROPPED_TAIL -> leaveOut();
            case WRONG_RECIPIENT -> handOverElsewhere();
            case FORGED_RECEIPT -> forgeReceipt();
            case NO_DECLARATION, SHARED_AGAIN -> disobey();
            case BROKEN_STANZA -> breakStanza();
        }
    }

    private Program program() {
        return scene.at(roles.liar()).program();
    }

    private Outbox.LineRow line(Program program) {
        return program.ledger.read(tables -> tables.outbox().lines().stream()
                .filter(row -> row.recipient().equals(scene.id(roles.victim())) && row.lane() == roles.lane())
                .findFirst()
                .orElseThrow());
    }

    private boolean hasArrived(long sequence) {
        Outbox.LineRow line = line(program());
        return scene.at(roles.victim())
                .program()
                .ledger
                .read(tables ->
                        tables.inbox().arrival(program().self.identity().node(), roles.lane(), line.stream(), sequence))
                .isPresent();
    }

    private void say(int to, Message.Kind kind, byte[] body) {
        again = () -> scene.request(roles.liar(), to, kind, body);
        again.run();
        told = true;
    }

    /// Says again what the network may have lost: a lie that nobody hears is none.
    void sayAgain() {
        again.run();
    }

    private void tell(int to) {
        scene.workload().tell(scene.at(roles.liar()), to, roles.lane(), dice);
    }

    /// A second copy of the node, from before a dispatch, gives that dispatch's number to another.
    private void twoUnderOneNumber() {
        if (step == Step.BEGIN) {
            number = line(program()).head().sequence() + 1;
            Disk fork = scene.at(roles.liar()).disk().copy();
            tell(roles.victim());
            Program twin = new Program(
                    scene.federation(),
                    program().self,
                    fork.ledger(),
                    fork.keyFile(),
                    program().clock,
                    new SeededRandom(dice.nextLong()));
            Sealing.Posting how = new Sealing.Posting(
                    scene.workload().channels().getFirst(),
                    roles.lane(),
                    roles.lane() == Lane.FLASH ? twin.nowMicros() + 60_000_000 : 0,
                    false);
            twin.posting.share(
                    how,
                    List.of(scene.workload().forged(roles.liar(), dice)),
                    Set.of(scene.id(roles.victim())),
                    id -> Optional.empty(),
                    twin.clock.instant());
            prepared = copy(twin);
            step = Step.PREPARED;
        } else if (hasArrived(number)) {
            say(roles.victim(), Message.Kind.DELIVER, prepared.orElseThrow());
        }
    }

    /// The delivery that has the number.
    private Optional<byte[]> copy(Program from) {
        return from.postbox.next(scene.id(roles.victim()), roles.lane(), line(from).stream(), number - 1, 1).stream()
                .filter(ready -> ready.sequence() == number)
                .map(Postbox.Ready::bytes)
                .findFirst();
    }

    private void leaveOut() {
        if (step == Step.BEGIN) {
            number = line(program()).head().sequence() + 1;
            tell(roles.victim());
            step = Step.PREPARED;
            told = lie == Lie.DROPPED_TAIL;
        } else {
            tell(roles.victim());
            told = true;
        }
    }

    private void handOverElsewhere() {
        number = line(program()).head().sequence() + 1;
        tell(roles.victim());
        copy(program()).ifPresent(bytes -> say(roles.other(), Message.Kind.DELIVER, bytes));
    }

    /// What the victim sent to the other was received, says the liar in the other's name.
    private void forgeReceipt() {
        MemberId other = scene.id(roles.other());
        Program victim = scene.at(roles.victim()).program();
        Optional<Outbox.EntryRow> entry = victim.ledger.read(tables -> tables.outbox().newest(100).stream()
                .flatMap(row -> tables.outbox().entriesOf(row.payloadHash()).stream())
                .filter(row -> row.recipient().equals(other))
                .findFirst());
        entry.ifPresent(row -> {
            Receipt receipt = new Receipt(
                    Suite.HYBRID_1,
                    scene.federation().charter().federation(),
                    program().book.now().epoch(),
                    program().book.now().hash(),
                    scene.id(roles.victim()),
                    other,
                    scene.federation().members().get(roles.other()).identity().node(),
                    new OrderKey(victim.self.identity().node(), other, row.lane(), row.stream()),
                    row.sequence(),
                    row.payloadHash(),
                    Receipt.Status.ACCEPTED,
                    "",
                    "",
                    List.of(),
                    Optional.empty(),
                    Receipt.Onward.NONE,
                    program().nowMicros(),
                    1_000_000,
                    Hash.ZERO,
                    0);
            Answers answers = Answers.of(List.of(
                    Dsse.sign(Federation.SIGNATURES, program().signing(), PayloadTypes.RECEIPT, receipt.toBytes())));
            say(roles.victim(), Message.Kind.RECEIPTS, answers.toBytes());
        });
    }

    /// The victim shares something with the liar and a third, and takes it back.
    private void disobey() {
        if (!scene.works(roles.other())) {
            return;
        }
        Station originator = scene.at(roles.victim());
        switch (step) {
            case BEGIN -> {
                object = scene.workload().tellAll(originator, Set.of(roles.liar(), roles.other()), roles.lane(), dice);
                step = object.isPresent() ? Step.PREPARED : Step.BEGIN;
            }
            case PREPARED -> {
                Optional<Shelf.ObjectRow> here = held(roles.liar());
                if (here.isPresent() && held(roles.other()).isPresent() && isSettled(originator)) {
                    prepared = program().holdings.proof(here.get()).map(RelayedObject::toBytes);
                    step = Step.RECALLED;
                    scene.workload().recall(originator, here.get().stixId());
                }
            }
            case RECALLED -> {
                boolean destroyed =
                        held(roles.liar()).isEmpty() && held(roles.other()).isEmpty();
                if (lie == Lie.SHARED_AGAIN && destroyed) {
                    RelayedObject proof = RelayedObject.parse(prepared.orElseThrow());
                    submit(Item.of(LeafKind.RELAYED, proof.leaf().terms(), proof.toBytes()), roles.other(), false);
                    told = true;
                }
            }
        }
    }

    private boolean isSettled(Station originator) {
        return originator.program().ledger.read(tables -> !Duty.isWaiting(tables, payload()));
    }

    private Hash payload() {
        return object.map(Shelf.ObjectRow::payloadHash).orElse(Hash.ZERO);
    }

    private Optional<Shelf.ObjectRow> held(int index) {
        Program at = scene.at(index).program();
        String id = object.orElseThrow().stixId();
        return at.ledger.read(tables -> tables.shelf().objectsOf(id, 10).stream()
                .filter(row -> row.originator().equals(scene.id(roles.victim())))
                .findFirst());
    }

    private void breakStanza() {
        submit(scene.workload().forged(roles.liar(), dice), roles.victim(), true);
        told = true;
    }

    /// Numbers and logs something as the honest program does, which then delivers it.
    private void submit(Item item, int to, boolean broken) {
        Sealing sealing = new Sealing(
                program().self.identity(),
                program().book,
                Program.HPKE,
                program().vault,
                new SeededRandom(dice.nextLong()));
        Sealing.Posting how = new Sealing.Posting(scene.workload().channels().getFirst(), Lane.ROUTINE, 0, false);
        MemberId member = scene.id(to);
        List<Prepared.Outgoing> batches =
                sealing.seal(program().book.now(), how, List.of(item), Set.of(member), Set.of());
        List<Prepared.Outgoing> sent = new ArrayList<>();
        for (Prepared.Outgoing outgoing : batches) {
            SealedBatch sealed = broken ? broken(outgoing.sealed(), member) : outgoing.sealed();
            sent.add(new Prepared.Outgoing(sealed, outgoing.shelved(), outgoing.atRest(), outgoing.sealingEpochs()));
        }
        program().turns.run(new Submit(new Prepared(sent, Optional.empty())));
    }

    private static SealedBatch broken(SealedBatch sealed, MemberId member) {
        TreeMap<MemberId, byte[]> stanzas = new TreeMap<>(sealed.stanzas());
        stanzas.computeIfPresent(member, (_, stanza) -> {
            byte[] changed = stanza.clone();
            changed[changed.length / 2] ^= 1;
            return changed;
        });
        return new SealedBatch(
                sealed.id(),
                sealed.exercise(),
                sealed.manifest(),
                sealed.leaves(),
                sealed.leafPositions(),
                sealed.objectRoot(),
                sealed.contentKey(),
                sealed.ciphertext(),
                sealed.ciphertextHash(),
                sealed.plaintextBytes(),
                stanzas);
    }

    /// What leaves the liar's node in the place of a message.
    List<Message> leaving(Message message) {
        if (message.to() != roles.victim() || step == Step.BEGIN) {
            return List.of(message);
        }
        return switch (lie) {
            case SPLIT_VIEW -> meddled(message, meddling.otherLog(message));
            case EARLIER_HEADS -> meddled(message, meddling.earlierHeads(message));
            case GAP, DROPPED_TAIL -> withheld(message);
            case NO_DECLARATION -> {
                Optional<Message> silent =
                        step == Step.RECALLED ? meddling.withoutDeclaration(message, payload()) : Optional.empty();
                yield meddled(message, silent);
            }
            case SEQUENCE_CONFLICT, WRONG_RECIPIENT, FORGED_RECEIPT, SHARED_AGAIN, BROKEN_STANZA -> List.of(message);
        };
    }

    private List<Message> meddled(Message message, Optional<Message> instead) {
        told |= instead.isPresent();
        return List.of(instead.orElse(message));
    }

    private List<Message> withheld(Message message) {
        if (message.kind() == Message.Kind.DELIVER && !message.answer()) {
            return isLeftOut(message.body()) ? List.of() : List.of(message);
        }
        if (message.kind() == Message.Kind.PULL && message.answer() && message.status() == 200) {
            List<byte[]> parts = Parcels.parse(message.body()).parts().stream()
                    .filter(part -> !isLeftOut(part))
                    .toList();
            return List.of(message.saying(new Parcels(parts).toBytes()));
        }
        return List.of(message);
    }

    private boolean isLeftOut(byte[] part) {
        return Meddling.entryOf(part)
                .filter(entry -> entry.key().lane() == roles.lane()
                        && entry.sequence() == number
                        && entry.key().recipient().equals(scene.id(roles.victim())))
                .isPresent();
    }

    /// Whether an alarm of the right kind is about this lie, and not about something that the network did.
    boolean isAbout(Alarms.Row row) {
        return switch (lie) {
            case GAP -> row.key().contains(roles.lane().toString());
            case FORGED_RECEIPT -> row.sentence().contains("a receipt of others");
            case SPLIT_VIEW,
                    SEQUENCE_CONFLICT,
                    DROPPED_TAIL,
                    WRONG_RECIPIENT,
                    NO_DECLARATION,
                    SHARED_AGAIN,
                    BROKEN_STANZA,
                    EARLIER_HEADS -> true;
        };
    }

    /// Whether an honest member sees that something did not come which had to.
    boolean isMissed(Station honest, long deadlineMicros) {
        return lie == Lie.NO_DECLARATION
                && honest.index() == roles.victim()
                && scene.agenda().now() > deadlineMicros
                && honest.program()
                        .ledger
                        .read(tables -> Declared.of(tables, payload(), scene.id(roles.liar())))
                        .filter(word -> word.destroyed()
                                .covers(object.map(Shelf.ObjectRow::position).orElseThrow()))
                        .isEmpty();
    }

    /// Whether a message asks the liar for what it left out.
    boolean isAskedFor(Message message) {
        if (lie != Lie.DROPPED_TAIL
                || message.from() != roles.victim()
                || message.to() != roles.liar()
                || message.kind() != Message.Kind.PULL
                || message.answer()) {
            return false;
        }
        return PullRequest.parse(message.body()) instanceof PullRequest.Deliveries asked
                && asked.lane() == roles.lane()
                && asked.afterSequence() < number;
    }
}
