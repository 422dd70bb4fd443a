// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;

/// What people change about members and keys in a run: drawn at its beginning, and carried out step by step at their
/// nodes, again and again until it is done, whatever goes wrong meanwhile.
final class Reforms {

    private static final long AGAIN_MICROS = 2_000_000;
    private static final List<CompromisedKey> KINDS =
            List.of(CompromisedKey.SIGNING, CompromisedKey.SEALING, CompromisedKey.LOG);

    private final Scene scene;
    private final Assembly assembly;
    private final Steps steps;
    private final Plan plan;
    private final List<Rotation> rotations = new ArrayList<>();

    /// Lets something happen at a node, at which its disk may fail or its process die.
    @FunctionalInterface
    interface Steps {
        /// Takes one step.
        ///
        /// @return whether it was done to its end
        boolean take(Station station, String what, Runnable work);
    }

    /// What is to be changed.
    ///
    /// @param admission whether the last member is admitted, and none of the founders
    /// @param departure who leaves
    /// @param rotations of keys, how many
    record Plan(boolean admission, Optional<Integer> departure, int rotations) {

        /// @param dice of the run
        /// @param founders how many there are
        /// @param lies whether one of them lies
        static Plan of(RandomGenerator dice, int founders, boolean lies) {
            boolean admission = dice.nextInt(3) == 0 && founders < Federation.SIZE_MAX && !lies;
            boolean departs = dice.nextInt(3) == 0 && founders > Federation.SIZE && !lies;
            int leaver = dice.nextInt(founders);
            int rotations = dice.nextBoolean() ? 1 + dice.nextInt(3) : 0;
            return new Plan(admission, departs ? Optional.of(leaver) : Optional.empty(), rotations);
        }
    }

    /// Keys of one member that take the place of others.
    private static final class Rotation {
        private final int member;
        private final Set<CompromisedKey> kinds;
        private final Set<CompromisedKey> compromised;
        private final long pauseMicros;
        private Optional<Integer> awaited = Optional.empty();
        private boolean done;

        Rotation(int member, RandomGenerator dice) {
            this.member = member;
            this.kinds = EnumSet.of(KINDS.get(dice.nextInt(KINDS.size())));
            KINDS.stream().filter(kind -> dice.nextBoolean()).forEach(kinds::add);
            this.compromised = EnumSet.noneOf(CompromisedKey.class);
            if (dice.nextInt(4) == 0) {
                compromised.addAll(kinds);
            }
            this.pauseMicros = dice.nextLong(20_000, 1_500_000);
        }
    }

    Reforms(Scene scene, Assembly assembly, Steps steps, Plan plan) {
        this.scene = scene;
        this.assembly = assembly;
        this.steps = steps;
        this.plan = plan;
    }

    /// Puts all of it on the agenda.
    void schedule(RandomGenerator dice, long untilMicros) {
        int founders = scene.federation().founders();
        plan.departure().ifPresent(member -> {
            Assembly.Change change = new Assembly.Change.Departure(member);
            int proposer = dice.nextBoolean() ? member : dice.nextInt(founders);
            scene.agenda().at(dice.nextLong(1_000_000, untilMicros), () -> pursue(change, proposer));
        });
        if (plan.admission()) {
            Set<Integer> rooms = new TreeSet<>();
            for (int room = 1; room < Reference.FEDERAL; room++) {
                if (dice.nextBoolean()) {
                    rooms.add(room);
                }
            }
            Assembly.Change change = new Assembly.Change.Admission(founders, rooms);
            int proposer = other(dice, plan.departure());
            scene.agenda().at(dice.nextLong(1_000_000, untilMicros), () -> pursue(change, proposer));
        }
        for (int number = 0; number < plan.rotations(); number++) {
            Rotation rotation = new Rotation(dice.nextInt(founders), dice);
            rotations.add(rotation);
            scene.agenda().at(dice.nextLong(1_000_000, untilMicros), () -> begin(rotation));
        }
        if (plan.admission() || plan.departure().isPresent()) {
            scene.agenda().after(AGAIN_MICROS, this::vote);
        }
    }

    private int other(RandomGenerator dice, Optional<Integer> but) {
        int drawn = dice.nextInt(scene.federation().founders());
        return but.filter(index -> index == drawn).isPresent()
                ? (drawn + 1) % scene.federation().founders()
                : drawn;
    }

    /// Whether all that was to be changed is decided.
    boolean isDone() {
        return plan.departure().map(assembly::hasLeft).orElse(true)
                && (!plan.admission() || assembly.isMember(scene.federation().founders()))
                && rotations.stream().allMatch(rotation -> rotation.done);
    }

    /// Whether keys of a member were declared stolen.
    boolean areCompromised(int member) {
        return rotations.stream().anyMatch(each -> each.member == member && !each.compromised.isEmpty());
    }

    /// How many changes of keys were carried out.
    int rotated() {
        return (int) rotations.stream().filter(rotation -> rotation.done).count();
    }

    private void again(Runnable what) {
        scene.agenda().after(AGAIN_MICROS, what);
    }

    private boolean canAct(Station station) {
        return station.isUp() && !station.isPutBack() && station.program().signs() && knowsItself(station);
    }

    private static boolean knowsItself(Station station) {
        return station.program().card().isPresent();
    }

    /// Proposes a change, until it is decided: each act on the state before it proposes it anew.
    private void pursue(Assembly.Change change, int proposer) {
        Station station = scene.at(proposer);
        if (assembly.isDone(change)) {
            joined(change);
            return;
        }
        again(() -> pursue(change, next(change, proposer)));
        if (!canAct(station)) {
            return;
        }
        assembly.at(station.program());
        if (assembly.isDone(change) || isProposed(station, change)) {
            return;
        }
        steps.take(station, "proposes that " + words(change), () -> {
            try {
                SignedAct act = act(station.program(), change);
                assembly.propose(act.payloadHash(), change);
                station.program().acts.propose(act);
            } catch (CharterRejected notNow) {
                scene.agenda().note("not now: " + notNow.clause());
            }
        });
    }

    /// Whoever proposed may have left meanwhile.
    private int next(Assembly.Change change, int proposer) {
        boolean gone = assembly.hasLeft(proposer) && change.member() != proposer;
        return gone ? (proposer + 1) % scene.federation().founders() : proposer;
    }

    private static String words(Assembly.Change change) {
        return switch (change) {
            case Assembly.Change.Admission admission -> admission.member() + " is admitted";
            case Assembly.Change.Departure departure -> departure.member() + " leaves";
        };
    }

    private boolean isProposed(Station station, Assembly.Change change) {
        return station.program().acts.proposals().stream()
                .anyMatch(each -> each.approved()
                        && assembly.proposal(each.act().payloadHash()).equals(Optional.of(change)));
    }

    private SignedAct act(Program program, Assembly.Change change) {
        CharterState state = program.book.now();
        TreeMap<MemberId, LogPin> pins = new TreeMap<>(program.acts.pins().present());
        MembershipDraft draft = switch (change) {
            case Assembly.Change.Admission admission -> {
                pins.put(scene.id(admission.member()), LogPin.EMPTY);
                yield new MembershipDraft.Admit(
                        scene.federation().card(admission.member()), channels(state, admission), pins);
            }
            case Assembly.Change.Departure departure -> new MembershipDraft.Leave(scene.id(departure.member()), pins);
        };
        byte[] payload = draft.act(state, 0).payload();
        return new SignedAct(
                payload,
                List.of(MembershipDraft.endorse(
                        Federation.SIGNATURES, state, payload, MemberKeys.root(change.member()))));
    }

    /// Of the communities that it is to join, those that are not closed by now.
    private SortedSet<ChannelId> channels(CharterState state, Assembly.Change.Admission admission) {
        SortedSet<ChannelId> channels = new TreeSet<>();
        for (int room : admission.rooms()) {
            ChannelId id = scene.federation().channelsInOrder().get(room).id();
            if (state.channel(id).isPresent()) {
                channels.add(id);
            }
        }
        return channels;
    }

    /// People look at what was proposed, and approve what they know of.
    private void vote() {
        for (Station station : scene.stations()) {
            if (canAct(station)) {
                assembly.at(station.program());
                open(station).ifPresent(act -> steps.take(station, "approves", () -> approve(station, act)));
            }
        }
        again(this::vote);
    }

    private Optional<Hash> open(Station station) {
        return station.program().acts.proposals().stream()
                .filter(each -> !each.approved())
                .map(each -> each.act().payloadHash())
                .filter(act -> assembly.proposal(act).isPresent())
                .findFirst();
    }

    private void approve(Station station, Hash act) {
        try {
            station.program().acts.approve(act);
        } catch (CharterRejected notNow) {
            scene.agenda().note("not now: " + notNow.clause());
        }
    }

    /// A newcomer is given the acts by whoever has admitted it, and starts its node.
    private void joined(Assembly.Change change) {
        if (!(change instanceof Assembly.Change.Admission)
                || scene.at(change.member()).belongs()) {
            return;
        }
        Optional<Station> host = scene.stations().stream()
                .filter(each -> each.isUp()
                        && each.program()
                                .book
                                .now()
                                .member(scene.id(change.member()))
                                .isPresent())
                .findFirst();
        Station newcomer = scene.at(change.member());
        boolean joined = host.isPresent()
                && steps.take(
                        newcomer,
                        "joins",
                        () -> newcomer.join(host.get().program().book.entries()));
        if (joined || newcomer.belongs()) {
            scene.start().accept(change.member());
        } else {
            again(() -> joined(change));
        }
    }

    /// First the log is held and the pin taken; the root signs meanwhile; then the act is followed.
    private void begin(Rotation rotation) {
        Station station = scene.at(rotation.member);
        if (isOver(rotation)) {
            return;
        }
        if (!canAct(station)) {
            again(() -> begin(rotation));
            return;
        }
        List<LogPin> pins = new ArrayList<>();
        int start = station.starts();
        boolean held = steps.take(
                station,
                "begins to change keys",
                () -> pins.add(station.program().change.begin(station.program().nowMicros())));
        if (held && !pins.isEmpty()) {
            scene.agenda().after(rotation.pauseMicros, () -> complete(rotation, start, pins.getFirst()));
        } else {
            again(() -> begin(rotation));
        }
    }

    private void complete(Rotation rotation, int start, LogPin pin) {
        Station station = scene.at(rotation.member);
        if (station.isUp() && station.starts() == start && knowsItself(station)) {
            steps.take(station, "changes keys", () -> replace(rotation, station, pin));
        }
        again(() -> begin(rotation));
    }

    private void replace(Rotation rotation, Station station, LogPin pin) {
        Program program = station.program();
        MemberCard card = program.card().orElseThrow();
        MemberCard next = program.ring.renewed(card, rotation.kinds);
        SignedAct act = program.ring.rotation(program.book.now(), next, rotation.compromised, pin);
        rotation.awaited = Optional.of(next.serial());
        try {
            program.change.complete(act, program.ring.keys(), program.nowMicros());
        } catch (CharterRejected notNow) {
            scene.agenda().note("not now: " + notNow.clause());
        }
    }

    /// Whether it was done, as far as the member's own node says, or is nobody's business any more.
    private boolean isOver(Rotation rotation) {
        Station station = scene.at(rotation.member);
        if (assembly.hasLeft(rotation.member)) {
            rotation.done = true;
        } else if (station.isUp() && knowsItself(station)) {
            int serial = station.program().card().orElseThrow().serial();
            rotation.done |= rotation.awaited.map(awaited -> serial >= awaited).orElse(false);
        }
        return rotation.done;
    }
}
