// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.node.Core;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// One run: four nodes post, relay, recall and acknowledge while the network, the disks, the clocks and the processes
/// fail as the seed says; then all is well again, and what each node holds is compared with what it must hold.
///
/// The same seed gives the same events in the same order, on every machine. Signatures and seals differ from run to
/// run, because their libraries draw their own randomness; no decision depends on them.
public final class Simulation {

    private static final long BASE_MICROS = 1_790_000_000_000_000L;
    private static final long BUSY_MICROS = 20_000_000;
    private static final long SETTLING_MICROS = 15_000_000;
    private static final long PATIENCE_MICROS = 240_000_000;
    private static final long PUMP_MICROS = 1_000_000;
    private static final int TRACE_LINES = 60;

    private final long seed;
    private final Federation federation;
    private final Seams seams;
    private final RandomGenerator random;
    private final Weather stormy;
    private final List<Station> stations = new ArrayList<>();
    private final long[] skewMicros = new long[Federation.SIZE];
    private final boolean[] wakeDue = new boolean[Federation.SIZE];
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMicros).thenComparingLong(Event::order));
    private final Set<String> cut = new HashSet<>();
    private final List<String> trace = new ArrayList<>();
    private final Said said;
    private final Reference reference;
    private final Workload workload;
    private Weather weather;
    private long now;
    private long order;
    private long lastId;
    private int onTheWire;
    private int crashes;
    private int refusals;
    private boolean damage;

    private record Event(long atMicros, long order, Runnable what) {}

    /// What a run came to.
    ///
    /// @param seed what it ran by
    /// @param events how many things happened
    /// @param traceHash of what happened, in its order
    /// @param crashes how often a process died
    /// @param refusals how often a disk refused
    /// @param postings how many postings, relays and recalls were made
    public record Report(long seed, int events, Hash traceHash, int crashes, int refusals, int postings) {}

    private Simulation(long seed, Federation federation, Seams seams) {
        this.seed = seed;
        this.federation = federation;
        this.seams = seams;
        this.random = Seeds.of(seed);
        this.stormy = seed == 0 ? Weather.calm() : Weather.of(random);
        this.weather = stormy;
        this.said = new Said(federation);
        this.reference = new Reference(federation);
        for (Federation.Member member : federation.members()) {
            int index = member.index();
            skewMicros[index] = random.nextLong(-30_000_000, 30_000_000);
            stations.add(new Station(
                    federation,
                    member,
                    new Disk(seams),
                    () -> Core.instant(BASE_MICROS + now + skewMicros[index]),
                    new SeededRandom(random.nextLong()),
                    () -> ++lastId));
        }
        this.workload = new Workload(federation, reference, random);
    }

    /// Runs one seed.
    ///
    /// @throws AssertionError naming the seed and what went wrong, with the last things that happened
    public static Report run(long seed, Federation federation, Seams seams) {
        Simulation simulation = new Simulation(seed, federation, seams);
        try {
            simulation.play();
        } catch (RuntimeException | AssertionError failure) {
            int from = Math.max(0, simulation.trace.size() - TRACE_LINES);
            throw new AssertionError(
                    "seed %d, %s: %s%nlast events:%n%s"
                            .formatted(
                                    seed,
                                    simulation.stormy,
                                    failure.getMessage(),
                                    String.join("\n", simulation.trace.subList(from, simulation.trace.size()))),
                    failure);
        }
        return simulation.report();
    }

    private Report report() {
        Hash traceHash = Hash.of(String.join("\n", trace).getBytes(StandardCharsets.UTF_8));
        return new Report(seed, trace.size(), traceHash, crashes, refusals, workload.made());
    }

    private void play() {
        stations.forEach(station -> restart(station.index()));
        int actions = 12 + random.nextInt(20);
        for (int action = 0; action < actions; action++) {
            at(random.nextLong(500_000, BUSY_MICROS), this::act);
        }
        if (weather.partitions()) {
            for (int cuts = 1 + random.nextInt(3); cuts > 0; cuts--) {
                at(random.nextLong(BUSY_MICROS), this::cut);
            }
        }
        if (weather.clocksJump()) {
            for (int jumps = 1 + random.nextInt(3); jumps > 0; jumps--) {
                at(random.nextLong(BUSY_MICROS), this::jump);
            }
        }
        at(BUSY_MICROS, this::heal);
        runUntil(BUSY_MICROS + SETTLING_MICROS);
        while (!quiet()) {
            if (now > BUSY_MICROS + PATIENCE_MICROS) {
                throw new AssertionError("it never gets quiet: " + Checks.restless(stations));
            }
            runUntil(now + PUMP_MICROS);
        }
        stations.forEach(station -> {
            station.crash();
            station.start();
        });
        new Checks(federation, stations, reference, said, workload.channels(), damage).all();
        if (!seams.heldOutside().isEmpty()) {
            throw new AssertionError("an outsider holds " + seams.heldOutside());
        }
    }

    private boolean quiet() {
        return onTheWire == 0
                && stations.stream().allMatch(Station::isUp)
                && stations.stream().allMatch(station -> station.courier().idle())
                && Checks.restless(stations).isEmpty();
    }

    private void at(long micros, Runnable what) {
        events.add(new Event(Math.max(micros, now), ++order, what));
    }

    private void runUntil(long micros) {
        while (!events.isEmpty() && events.peek().atMicros() <= micros) {
            Event event = events.remove();
            now = event.atMicros();
            event.what().run();
        }
        now = Math.max(now, micros);
    }

    private void note(String what) {
        trace.add("%.6f %s".formatted(now / 1e6, what));
    }

    private void heal() {
        note("all is well again");
        weather = Weather.calm();
        cut.clear();
        stations.forEach(station -> {
            station.crash();
            restart(station.index());
        });
    }

    private void cut() {
        int one = random.nextInt(Federation.SIZE);
        int other = (one + 1 + random.nextInt(Federation.SIZE - 1)) % Federation.SIZE;
        if (weather.partitions()) {
            note("cut " + one + "-" + other);
            cut.add(one + "-" + other);
            at(now + random.nextLong(1_000_000, 10_000_000), () -> cut.remove(one + "-" + other));
        }
    }

    private void jump() {
        int index = random.nextInt(Federation.SIZE);
        skewMicros[index] += random.nextLong(-5_000_000, 5_000_000);
        note("the clock of " + index + " jumps");
    }

    private void act() {
        Station station = stations.get(random.nextInt(Federation.SIZE));
        Workload.Action action = workload.draw(station.index());
        if (!station.isUp()) {
            note(station.index() + " is down, no " + action.name());
            return;
        }
        step(station, action.name(), () -> action.run(station));
    }

    /// One thing that happens at a node, at which its disk may fail or its process die.
    ///
    /// @return whether it was done to its end
    private boolean step(Station station, String what, Runnable work) {
        note(station.index() + " " + what);
        arm(station);
        try {
            work.run();
            return true;
        } catch (Crashed crashed) {
            crash(station);
            return false;
        } catch (StorageFailed refused) {
            refusals++;
            note(station.index() + " refused by its disk");
            return false;
        } finally {
            station.disk().disarm();
            wakeIfDue(station);
        }
    }

    private void arm(Station station) {
        int drawn = random.nextInt(1_000);
        if (drawn < weather.crashPermille()) {
            station.disk().arm(random.nextBoolean() ? Disk.Fault.CRASH_LOST : Disk.Fault.CRASH_KEPT, random.nextInt(4));
        } else if (drawn < weather.crashPermille() + weather.refusePermille()) {
            station.disk().arm(random.nextBoolean() ? Disk.Fault.FAIL_LOST : Disk.Fault.FAIL_KEPT, random.nextInt(3));
        }
    }

    private void crash(Station station) {
        crashes++;
        note(station.index() + " crashes");
        station.crash();
        at(now + random.nextLong(200_000, 4_000_000), () -> restart(station.index()));
    }

    private void restart(int index) {
        Station station = stations.get(index);
        if (station.isUp()) {
            return;
        }
        if (!step(station, "starts", station::start) && !station.isUp()) {
            at(now + 1_000_000, () -> restart(index));
            return;
        }
        if (station.isUp()) {
            pump(index, station.starts());
        }
    }

    private void pump(int index, int start) {
        Station station = stations.get(index);
        if (!station.isUp() || station.starts() != start) {
            return;
        }
        step(station, "pumps", () -> {
            station.program().turns.flush();
            station.courier().due(now).forEach(this::send);
        });
        at(now + PUMP_MICROS + random.nextLong(100_000), () -> pump(index, start));
    }

    private void wakeIfDue(Station station) {
        if (!station.isUp() || station.program().turns.takeEffects().isEmpty() || wakeDue[station.index()]) {
            return;
        }
        wakeDue[station.index()] = true;
        at(now + 10_000, () -> {
            wakeDue[station.index()] = false;
            if (station.isUp()) {
                step(station, "wakes", () -> station.courier().due(now).forEach(this::send));
            }
        });
    }

    private void send(Message message) {
        said.leaves(message);
        if (message.kind() == Message.Kind.DELIVER && !message.answer()) {
            seams.passes(federation.members().get(message.to()).id(), message.body());
        }
        int copies = random.nextInt(100) < weather.dropPercent() ? 0 : 1;
        copies += random.nextInt(100) < weather.duplicatePercent() ? 1 : 0;
        for (; copies > 0; copies--) {
            long delay = random.nextInt(100) < weather.latePercent()
                    ? random.nextLong(100_000, 8_000_000)
                    : random.nextLong(1_000, 60_000);
            Message sent = carried(message);
            onTheWire++;
            at(now + delay, () -> {
                onTheWire--;
                arrive(sent);
            });
        }
    }

    private Message carried(Message message) {
        boolean damaged = message.kind() != Message.Kind.CHECKPOINT
                && message.body().length > 0
                && random.nextInt(100) < weather.damagePercent();
        if (!damaged) {
            return message;
        }
        damage = true;
        return message.damagedTo(Mutations.mutate(message.body(), random));
    }

    private void arrive(Message message) {
        Station station = stations.get(message.to());
        boolean apart =
                cut.contains(message.from() + "-" + message.to()) || cut.contains(message.to() + "-" + message.from());
        if (!station.isUp() || apart) {
            note("lost " + message);
            return;
        }
        step(station, "gets " + message, () -> {
            try {
                if (message.answer()) {
                    Courier.Taken taken = station.courier().take(message, now);
                    taken.refusal().ifPresent(refusal -> {
                        if (!damage) {
                            throw new AssertionError("refused at the door: " + refusal.reason());
                        }
                    });
                    taken.requests().forEach(this::send);
                } else {
                    send(station.courier().serve(message));
                }
            } catch (DoorRejected | MalformedEncoding | SignatureRejected rejected) {
                if (!message.damaged()) {
                    throw new AssertionError("honest bytes are rejected: " + rejected.getMessage(), rejected);
                }
            }
        });
    }
}
