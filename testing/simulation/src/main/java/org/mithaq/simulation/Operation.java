// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.port.StorageFailed;

/// Lets the nodes of a run live: each does one thing at a time, at which its disk may fail or its process die, once a
/// second what is due, and whatever a message asks for.
final class Operation {

    private static final long PUMP_MICROS = 1_000_000;
    private static final long SILENCE_MICROS = org.mithaq.node.Starting.SILENCE_MAX.toNanos() / 1_000;

    private final Surroundings around;
    private final Federation federation;
    private final List<Station> stations;
    private final Agenda agenda;
    private final Faults faults;
    private final Assembly assembly;
    private final Network network;
    private final boolean[] wakeDue;
    private Optional<LyingMember> liar = Optional.empty();

    /// What goes wrong, and who hears of what happens.
    ///
    /// @param said remembers what nodes said
    record Surroundings(Agenda agenda, Faults faults, Weather weather, Said said) {}

    Operation(Federation federation, Assembly assembly, List<Station> stations, Surroundings around) {
        this.around = around;
        this.federation = federation;
        this.stations = stations;
        this.agenda = around.agenda();
        this.faults = around.faults();
        this.assembly = assembly;
        this.network = new Network(agenda, faults, around.weather(), this::arrive);
        this.wakeDue = new boolean[federation.size()];
    }

    /// What carries messages.
    Network network() {
        return network;
    }

    /// From now on a member lies.
    void lies(LyingMember who) {
        liar = Optional.of(who);
    }

    /// One thing that happens at a node, at which its disk may fail or its process die.
    ///
    /// @return whether it was done to its end
    boolean step(Station station, String what, Runnable work) {
        agenda.note(station.index() + " " + what);
        StepFaults fault = StepFaults.draw(faults, around.weather(), station);
        try {
            fault.arm(station.disk());
            work.run();
            fault.end(station.disk());
            if (fault.diesAfterwards()) {
                crash(station);
                return false;
            }
            return true;
        } catch (Crashed crashed) {
            fault.end(station.disk());
            crash(station);
            return false;
        } catch (StorageFailed refused) {
            fault.end(station.disk());
            agenda.note(station.index() + " refused by its disk");
            return false;
        } catch (SigningHeld held) {
            fault.end(station.disk());
            agenda.note(station.index() + " signs nothing yet");
            return false;
        } finally {
            wakeIfDue(station);
            seen(station);
        }
    }

    private void seen(Station station) {
        if (station.isUp()) {
            assembly.at(station.program());
        }
        liar.ifPresent(who -> who.watch(station));
        if (station.isPutBack() && station.isUp() && station.program().signs()) {
            Checks.demandWhole(station);
        }
    }

    private void crash(Station station) {
        agenda.note(station.index() + " crashes");
        station.crash();
        agenda.after(
                faults.dice("restart " + station.nextStep() + "/" + station.index())
                        .nextLong(200_000, 4_000_000),
                () -> restart(station.index()));
    }

    /// Starts a node that does not run, and lets its second go on.
    void restart(int index) {
        Station station = stations.get(index);
        if (station.isUp() || !station.belongs()) {
            return;
        }
        if (!step(station, "starts", station::start) && !station.isUp()) {
            agenda.after(1_000_000, () -> restart(index));
            return;
        }
        if (station.isUp()) {
            int start = station.starts();
            pump(index, start);
            agenda.after(SILENCE_MICROS, () -> {
                if (station.isUp() && station.starts() == start) {
                    step(station, "hears nothing more", station.program().starting::silence);
                }
            });
        }
    }

    private void pump(int index, int start) {
        Station station = stations.get(index);
        if (!station.isUp() || station.starts() != start) {
            return;
        }
        step(station, "pumps", () -> {
            station.program().whenOpened();
            station.program().turns.flush();
            station.program().tick();
            exchange(station);
        });
        agenda.after(PUMP_MICROS + 7_919L * index, () -> pump(index, start));
    }

    private void exchange(Station station) {
        if (station.program().hasNews()) {
            station.courier().news();
        }
        station.courier().due(agenda.now()).forEach(this::send);
    }

    /// Lets a node that has something to do outside do it soon.
    void wakeIfDue(Station station) {
        boolean due = station.isUp()
                && (!station.program().turns.takeEffects().isEmpty()
                        || station.program().awaitsNews());
        if (!due || wakeDue[station.index()]) {
            return;
        }
        wakeDue[station.index()] = true;
        agenda.after(10_000, () -> {
            wakeDue[station.index()] = false;
            if (station.isUp()) {
                step(station, "wakes", () -> {
                    station.program().whenOpened();
                    exchange(station);
                });
            }
        });
    }

    private void send(Message message) {
        Station sender = stations.get(message.from());
        // The answer about the charter may be what tells that the other has left.
        boolean open = message.kind() == Message.Kind.CHARTER || isLetIn(sender, message.to());
        Violated.demand(open, Invariant.ONE_CHARTER, message.from() + " speaks to whoever has left: " + message);
        liar.ifPresent(who -> who.asks(message));
        if (liar.filter(who -> who.index() == message.from()).isPresent()) {
            liar.get().leaving(message).forEach(this::put);
        } else {
            around.said().leaves(message, liar);
            put(message);
        }
    }

    /// Puts a message on the wire.
    void put(Message message) {
        Station from = stations.get(message.from());
        int serial = from.isUp() ? from.program().serial(from.member().id()) : 0;
        network.send(message.under(serial));
    }

    /// Whether a node knows the one at the other end of a connection: who is no member is not let in.
    private boolean isLetIn(Station station, int other) {
        return station.program()
                .book
                .now()
                .member(federation.members().get(other).id())
                .isPresent();
    }

    /// Lets a message arrive.
    void arrive(Message message) {
        Station station = stations.get(message.to());
        if (!station.isUp() || network.isCut(message.from(), message.to())) {
            agenda.note("lost " + message);
            return;
        }
        if (!isLetIn(station, message.from())) {
            agenda.note("not let in " + message);
            return;
        }
        step(station, "gets " + message, () -> {
            try {
                if (message.answer()) {
                    Courier.Taken taken = station.courier().take(message, agenda.now());
                    taken.refusal().ifPresent(refusal -> {
                        if (!faults.any(FaultKind.CORRUPT) && liar.isEmpty()) {
                            throw new Violated(Invariant.NOBODY_ACCUSED, "refused at the door: " + refusal.reason());
                        }
                    });
                    taken.requests().forEach(this::send);
                } else {
                    send(station.courier().serve(message));
                }
            } catch (DoorRejected | MalformedEncoding | SignatureRejected | CharterRejected rejected) {
                // Whoever has changed keys is known by the others when they have the act.
                boolean agreed = station.program()
                                .serial(federation.members().get(message.from()).id())
                        == message.serial();
                boolean member = station.program().card().isPresent();
                // What it answers may have been changed on its way.
                boolean damaged = message.damaged() || (message.answer() && faults.any(FaultKind.CORRUPT));
                if (member && agreed && !damaged && !isLiar(message.from())) {
                    throw new Violated(Invariant.NOBODY_ACCUSED, "honest bytes are rejected: " + rejected.getMessage());
                }
            }
        });
    }

    private boolean isLiar(int index) {
        return liar.filter(who -> who.index() == index).isPresent();
    }
}
