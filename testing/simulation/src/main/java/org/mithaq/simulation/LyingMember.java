// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.ConflictProof;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Alarms;

/// The one member of a run that lies: its node runs the honest program, and somebody with its keys meddles with what
/// that says. What each kind of lie needs is a [Deception].
final class LyingMember {

    /// How long an originator waits for a declaration.
    private static final long DECLARATION_MICROS = 60_000_000;

    private static final List<Lane> LANES = List.of(Lane.values());

    private final Scene scene;
    private final Lie lie;
    private final int self;
    private final int victim;
    private final Deception deception;
    private Optional<Long> told = Optional.empty();
    private Optional<Lie.Found> found = Optional.empty();

    LyingMember(Scene scene, Lie lie, RandomGenerator dice) {
        this.scene = scene;
        this.lie = lie;
        int size = scene.federation().size();
        this.self = dice.nextInt(size);
        this.victim = (self + 1 + dice.nextInt(size - 1)) % size;
        int other = victim;
        while (other == victim || other == self) {
            other = dice.nextInt(size);
        }
        Lane lane = LANES.get(dice.nextInt(LANES.size()));
        this.deception = new Deception(scene, new Deception.Roles(self, victim, other, lane), lie, dice);
    }

    int index() {
        return self;
    }

    Lie lie() {
        return lie;
    }

    /// Goes on with the lie as far as it can now.
    void goOn() {
        if (found.isPresent() || !scene.works(self) || !scene.works(victim)) {
            return;
        }
        if (told.isPresent()) {
            deception.sayAgain();
        } else {
            deception.goOn();
            noteIfTold();
        }
    }

    /// What leaves its node in the place of a message.
    List<Message> leaving(Message message) {
        List<Message> instead = deception.leaving(message);
        noteIfTold();
        return instead;
    }

    private void noteIfTold() {
        if (told.isEmpty() && deception.isTold()) {
            told = Optional.of(scene.agenda().now());
            scene.agenda().note(self + " lies: " + lie.words());
        }
    }

    boolean isTold() {
        return told.isPresent();
    }

    Optional<Lie.Found> found() {
        return found;
    }

    /// Looks whether an honest member has noticed.
    void watch(Station honest) {
        if (told.isEmpty() || found.isPresent() || honest.index() == self || !honest.isUp()) {
            return;
        }
        if (lie.alarm().isPresent() ? isAlarmed(honest) : deception.isMissed(honest, told.get() + DECLARATION_MICROS)) {
            found(honest.index());
        }
    }

    /// Looks at what an honest member asks for.
    void asks(Message message) {
        if (told.isPresent() && found.isEmpty() && deception.isAskedFor(message)) {
            found(message.from());
        }
    }

    private void found(int by) {
        found = Optional.of(
                new Lie.Found(lie, self, by, by == victim, scene.agenda().now() - told.orElseThrow()));
        scene.agenda().note(by + " finds that " + self + " " + lie.words());
    }

    private boolean isAlarmed(Station honest) {
        String kind = lie.alarm().orElseThrow().word();
        return honest.program()
                .ledger
                .read(tables -> tables.alarms().all().stream()
                        .anyMatch(row -> row.kind().equals(kind)
                                && names(row.key())
                                && deception.isAbout(row)
                                && isProved(honest, row)));
    }

    /// Whether an alarm is about the liar.
    boolean names(String key) {
        Federation.Member member = scene.federation().members().get(self);
        MemberId id = member.id();
        return key.contains(id.hex())
                || key.contains(member.identity().node().hex())
                || key.contains(MemberKeys.origin(self));
    }

    /// A lie that can be proved to a third must be.
    private boolean isProved(Station honest, Alarms.Row row) {
        return switch (lie) {
            case SEQUENCE_CONFLICT ->
                ConflictProof.parse(row.proof()).broken(Federation.SIGNATURES, honest.program().book)
                        == Clause.ORDER_SEQUENCE;
            case SPLIT_VIEW -> row.proof().length > 0;
            case GAP,
                    DROPPED_TAIL,
                    WRONG_RECIPIENT,
                    FORGED_RECEIPT,
                    NO_DECLARATION,
                    SHARED_AGAIN,
                    BROKEN_STANZA,
                    EARLIER_HEADS -> true;
        };
    }

    /// Whether a piece may be missing or too much at an honest member because of the liar.
    boolean touches(Reference reference, int originator, int holder, String id) {
        return originator == self || reference.passedOn(self, holder, id);
    }
}
