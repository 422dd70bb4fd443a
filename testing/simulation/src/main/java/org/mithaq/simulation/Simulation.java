// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.mithaq.crypto.Hash;
import org.mithaq.node.Core;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.port.StorageFailed;

/// One run: four to seven nodes post, relay, recall and acknowledge while the network, the disks, the clocks and the
/// processes fail as the seed says, and in some runs one member lies; then all is well again, and what each node holds
/// is compared with what it must hold.
///
/// The same seed gives the same events in the same order, on every machine. Signatures and seals differ from run to
/// run, because their libraries draw their own randomness; no decision depends on them.
public final class Simulation {

    private static final long BASE_MICROS = 1_790_000_000_000_000L;
    private static final long BUSY_MICROS = 20_000_000;
    private static final long SETTLING_MICROS = 10_000_000;
    private static final long PATIENCE_MICROS = 150_000_000;
    private static final long LYING_MICROS = 60_000_000;
    private static final long PUMP_MICROS = 1_000_000;
    private static final List<Lie> LIES = List.of(Lie.values());
    private static final Map<List<Integer>, Federation> FEDERATIONS = new ConcurrentHashMap<>();

    private final long seed;
    private final Federation federation;
    private final Assembly assembly;
    private final Reforms reforms;
    private final Faults faults;
    private final Weather weather;
    private final Agenda agenda = new Agenda();
    private final Operation operation;
    private final List<Station> stations = new ArrayList<>();
    private final long[] skewMicros;
    private final Rot rot = new Rot();
    private final Said said;
    private final Reference reference;
    private final Workload workload;
    private final Duty duty;
    private final Optional<LyingMember> liar;
    private long lastId;

    /// What a run came to.
    ///
    /// @param seed what it ran by
    /// @param members how many there were
    /// @param events how many things happened
    /// @param traceHash of what happened, in its order
    /// @param faults what went wrong, in its order
    /// @param postings how many postings, relays and recalls were made
    /// @param simulatedMicros how long it took, in the network's time
    /// @param lie the lie that was told, if any
    public record Report(
            long seed,
            int members,
            int events,
            Hash traceHash,
            List<Fault> faults,
            int postings,
            long simulatedMicros,
            Optional<Lie.Found> lie) {

        public Report {
            faults = List.copyOf(faults);
        }
    }

    private Simulation(long seed, Optional<Set<Fault>> only) {
        this.seed = seed;
        this.faults = new Faults(seed, only);
        RandomGenerator dice = faults.dice("beginning");
        int founders = Federation.SIZE + dice.nextInt(Federation.SIZE_MAX - Federation.SIZE + 1);
        this.weather = seed == 0 ? Weather.calm() : Weather.of(faults.dice("weather"));
        Reforms.Plan plan = Reforms.Plan.of(faults.dice("reforms"), founders, weather.lies());
        int size = founders + (plan.admission() ? 1 : 0);
        this.federation = FEDERATIONS.computeIfAbsent(
                List.of(size, founders), counts -> new Federation(counts.getFirst(), counts.getLast()));
        this.assembly = new Assembly(federation);
        this.said = new Said(federation);
        this.reference = new Reference(federation);
        this.skewMicros = new long[size];
        this.operation = new Operation(
                federation, assembly, stations, new Operation.Surroundings(agenda, faults, weather, said));
        for (Federation.Member member : federation.members()) {
            int index = member.index();
            skewMicros[index] = dice.nextLong(-30_000_000, 30_000_000);
            stations.add(new Station(
                    federation,
                    member,
                    new Disk(),
                    () -> Core.instant(BASE_MICROS + agenda.now() + skewMicros[index]),
                    new SeededRandom(dice.nextLong()),
                    () -> ++lastId));
        }
        this.workload = new Workload(federation, assembly, reference, rot, faults.dice("workload"));
        this.duty = new Duty(reference);
        Scene scene =
                new Scene(federation, stations, workload, agenda, () -> ++lastId, operation::put, operation::restart);
        this.liar = weather.lies() && faults.happens(FaultKind.LIE, "the whole run", true)
                ? Optional.of(liar(scene, faults.dice("liar")))
                : Optional.empty();
        liar.ifPresent(operation::lies);
        this.reforms = new Reforms(scene, assembly, operation::step, plan);
    }

    private static LyingMember liar(Scene scene, RandomGenerator dice) {
        return new LyingMember(scene, LIES.get(dice.nextInt(LIES.size())), dice);
    }

    /// Runs one seed with all its faults.
    ///
    /// @throws RunFailed if an invariant does not hold
    public static Report run(long seed) {
        return run(seed, Optional.empty());
    }

    /// Runs one seed with some of its faults.
    ///
    /// @param only those that may happen; empty for all
    /// @throws RunFailed if an invariant does not hold
    public static Report run(long seed, Optional<Set<Fault>> only) {
        Simulation simulation = new Simulation(seed, only);
        try {
            simulation.play();
        } catch (RuntimeException | AssertionError failure) {
            simulation.agenda.note(String.valueOf(failure.getMessage()));
            throw new RunFailed(seed, failure, simulation.faults.injected(), simulation.agenda.trace());
        }
        return simulation.report();
    }

    private Report report() {
        Hash traceHash = Hash.of(String.join("\n", agenda.trace()).getBytes(StandardCharsets.UTF_8));
        return new Report(
                seed,
                federation.size(),
                agenda.trace().size(),
                traceHash,
                faults.injected(),
                workload.made(),
                agenda.now(),
                liar.flatMap(LyingMember::found));
    }

    private void play() {
        agenda.note("%d members, %s%s"
                .formatted(
                        federation.size(),
                        weather,
                        liar.map(who -> ", %d %s"
                                        .formatted(who.index(), who.lie().words()))
                                .orElse("")));
        stations.forEach(station -> operation.restart(station.index()));
        RandomGenerator dice = faults.dice("actions");
        int actions = 3 * federation.size() + dice.nextInt(20);
        for (int action = 0; action < actions; action++) {
            String place = "action " + action;
            agenda.at(dice.nextLong(500_000, BUSY_MICROS), () -> act(faults.dice(place)));
        }
        new Hazards(
                        agenda,
                        faults,
                        operation.network(),
                        stations,
                        skewMicros,
                        rot,
                        station -> operation.restart(station.index()))
                .schedule(weather, BUSY_MICROS);
        liar.ifPresent(who -> agenda.at(2_000_000, () -> lie(who)));
        reforms.schedule(faults.dice("reforms at work"), BUSY_MICROS);
        agenda.at(BUSY_MICROS, this::heal);
        agenda.runUntil(BUSY_MICROS + SETTLING_MICROS);
        Checks checks = checks();
        while (!isQuiet(checks)) {
            if (agenda.now() > BUSY_MICROS + PATIENCE_MICROS) {
                throw new Violated(Invariant.COMES_TO_REST, "it never gets quiet: " + checks.restless() + lieSoFar());
            }
            agenda.runUntil(agenda.now() + PUMP_MICROS);
        }
        stations.stream().filter(Station::isUp).forEach(station -> {
            station.crash();
            station.start();
        });
        checks().all();
    }

    private Checks checks() {
        Excuses excuses = new Excuses(faults, rot, liar, assembly, reforms);
        return new Checks(federation, stations, reference, said, workload.channels(), excuses);
    }

    private String lieSoFar() {
        return liar.filter(who -> who.isTold() && who.found().isEmpty())
                .map(who -> "; nobody found that %d %s"
                        .formatted(who.index(), who.lie().words()))
                .orElse("");
    }

    private boolean isQuiet(Checks checks) {
        boolean lieIsOver = liar.map(who -> who.isTold() ? who.found().isPresent() : agenda.now() > LYING_MICROS)
                .orElse(true);
        return lieIsOver
                && operation.network().isEmpty(checks::isOutside)
                && stations.stream()
                        .filter(station -> !checks.isOutside(station.index()))
                        .allMatch(station -> station.isUp() && station.courier().idle(checks::isOutside))
                && checks.restless().isEmpty();
    }

    private void lie(LyingMember who) {
        Station station = stations.get(who.index());
        try {
            who.goOn();
        } catch (StorageFailed | SigningHeld | org.mithaq.node.Posting.PostingRefused notNow) {
            agenda.note(who.index() + " cannot lie now");
        }
        operation.wakeIfDue(station);
        if (who.found().isEmpty()) {
            agenda.after(1_000_000, () -> lie(who));
        }
    }

    private void heal() {
        agenda.note("all is well again");
        faults.end();
        operation.network().heal();
        agenda.after(PUMP_MICROS, this::look);
        for (Station station : stations) {
            boolean stays =
                    station.isPutBack() && station.isUp() && station.program().signs();
            station.crash();
            if (station.isPutBack() && !stays) {
                station.bringNewest();
            }
            station.disk().full(false);
            operation.restart(station.index());
        }
    }

    /// People look at the alarms of their nodes.
    private void look() {
        stations.stream()
                .filter(station -> !isLiar(station.index())
                        && station.isUp()
                        && station.program().card().isPresent())
                .forEach(station -> duty.toRecall(station)
                        .ifPresent(id ->
                                operation.step(station, "recalls for an alarm", () -> workload.recall(station, id))));
        agenda.after(PUMP_MICROS, this::look);
    }

    private void act(RandomGenerator dice) {
        Station station = stations.get(dice.nextInt(federation.size()));
        Workload.Action action = workload.draw(station.index(), dice);
        if (!station.isUp()) {
            agenda.note(station.index() + " is down, no " + action.name());
            return;
        }
        if (station.program().card().isEmpty()) {
            agenda.note(station.index() + " has left, no " + action.name());
            return;
        }
        if (station.isPutBack()) {
            // It has forgotten what its people know.
            agenda.note(station.index() + " is an old copy, no " + action.name());
            return;
        }
        operation.step(station, action.name(), () -> action.run(station));
    }

    private boolean isLiar(int index) {
        return liar.filter(who -> who.index() == index).isPresent();
    }
}
