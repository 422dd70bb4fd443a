// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// What goes wrong at a time of its own, and not at a message or a step: cuts, clocks, full disks, rot, old backups.
final class Hazards {

    private static final long SOON_MICROS = 20_000;
    private static final long SILENCE_MICROS = 13_000_000;

    private final Agenda agenda;
    private final Faults faults;
    private final Network network;
    private final List<Station> stations;
    private final long[] skewMicros;
    private final Rot rot;
    private final Consumer<Station> restart;

    /// @param skewMicros how far each clock is off
    /// @param rot where rotten objects are remembered
    /// @param restart starts a node after a while
    Hazards(
            Agenda agenda,
            Faults faults,
            Network network,
            List<Station> stations,
            long[] skewMicros,
            Rot rot,
            Consumer<Station> restart) {
        this.agenda = agenda;
        this.faults = faults;
        this.network = network;
        this.stations = stations;
        this.skewMicros = skewMicros;
        this.rot = rot;
        this.restart = restart;
    }

    /// Puts all of it on the agenda.
    void schedule(Weather weather, long untilMicros) {
        for (int index = 0; index < weather.cuts(); index++) {
            cut("cut " + index, untilMicros);
        }
        for (int index = 0; index < weather.jumps(); index++) {
            jump("jump " + index, untilMicros);
        }
        for (int index = 0; index < weather.full(); index++) {
            fill("full disk " + index, untilMicros);
        }
        for (int index = 0; index < weather.rot(); index++) {
            turnBit("rot " + index, untilMicros);
        }
        for (int index = 0; index < weather.backups(); index++) {
            restore("backup " + index, untilMicros);
        }
    }

    private Station drawn(RandomGenerator dice) {
        return stations.get(dice.nextInt(stations.size()));
    }

    private void cut(String place, long untilMicros) {
        RandomGenerator dice = faults.dice(place);
        int size = stations.size();
        boolean oneWay = dice.nextBoolean();
        int from = dice.nextInt(size);
        int to = (from + 1 + dice.nextInt(size - 1)) % size;
        int group = 1 + dice.nextInt((1 << size) - 2);
        long length = dice.nextLong(1_000_000, 10_000_000);
        agenda.at(dice.nextLong(untilMicros), () -> {
            if (faults.happens(FaultKind.ONE_WAY, place, oneWay)) {
                agenda.note("cut " + from + ">" + to);
                network.cut(from, to, length);
            } else if (faults.happens(FaultKind.PARTITION, place, !oneWay)) {
                agenda.note("cut the group " + Integer.toBinaryString(group));
                for (int one = 0; one < size; one++) {
                    for (int other = 0; other < size; other++) {
                        if ((group >> one & 1) != (group >> other & 1)) {
                            network.cut(one, other, length);
                        }
                    }
                }
            }
        });
    }

    private void jump(String place, long untilMicros) {
        RandomGenerator dice = faults.dice(place);
        int index = dice.nextInt(stations.size());
        long by = dice.nextLong(-5_000_000, 5_000_000);
        agenda.at(dice.nextLong(untilMicros), () -> {
            if (faults.happens(FaultKind.CLOCK_JUMP, place, true)) {
                agenda.note("the clock of " + index + " jumps");
                skewMicros[index] += by;
            }
        });
    }

    private void fill(String place, long untilMicros) {
        RandomGenerator dice = faults.dice(place);
        Station station = drawn(dice);
        long length = dice.nextLong(500_000, 8_000_000);
        agenda.at(dice.nextLong(untilMicros), () -> {
            if (faults.happens(FaultKind.DISK_FULL, place, true)) {
                agenda.note("the disk of " + station.index() + " is full");
                station.disk().full(true);
                agenda.after(length / 2, () -> serves(station));
                agenda.after(length, () -> station.disk().full(false));
            }
        });
    }

    /// What a node holds is served, whether there is room for more or not.
    private void serves(Station station) {
        if (station.isUp() && rot.isEmpty()) {
            Program program = station.program();
            int read = program.holdings
                    .page(Optional.empty(), 0, Integer.MAX_VALUE)
                    .size();
            long held = program.ledger.read(tables -> tables.shelf().count());
            Violated.demand(
                    read == held || !program.ledger.read(Hazards::recallsNothing),
                    Invariant.NOTHING_LOST_OR_DOUBLED,
                    station.index() + " does not serve what it holds while its disk is full");
        }
    }

    private static boolean recallsNothing(Ledger.Tables tables) {
        return tables.registry().settings("recall-pending:").isEmpty();
    }

    private void turnBit(String place, long untilMicros) {
        RandomGenerator dice = faults.dice(place);
        Station station = drawn(dice);
        int draw = dice.nextInt(Integer.MAX_VALUE);
        int within = dice.nextInt(Integer.MAX_VALUE);
        long when = dice.nextLong(untilMicros / 4, untilMicros);
        if (dice.nextBoolean()) {
            agenda.at(when, () -> turnSealedBit(place, station, draw, untilMicros));
            return;
        }
        agenda.at(when, () -> {
            List<Shelf.ObjectRow> rows =
                    station.disk().ledger().read(tables -> tables.shelf().page(Optional.empty(), 0, Integer.MAX_VALUE));
            if (!rows.isEmpty() && !station.isPutBack() && faults.mayHappen(FaultKind.BIT_ROT, place)) {
                Shelf.ObjectRow row = rows.get(draw % rows.size());
                if (station.disk().rot(row.batch(), row.offsetBytes() + within % row.lengthBytes())) {
                    faults.happened(FaultKind.BIT_ROT, place);
                    agenda.note("a bit turns in object " + row.number() + " of " + station.index());
                    rot.add(station.index(), row);
                }
            }
        });
    }

    /// In a dispatch that somebody has not had yet, and of which an object can be recalled: as soon as there is one.
    private void turnSealedBit(String place, Station station, int draw, long untilMicros) {
        if (station.isPutBack() || !faults.mayHappen(FaultKind.SEALED_ROT, place) || agenda.now() > untilMicros) {
            return;
        }
        List<Hash> waiting = station.disk()
                .ledger()
                .read(tables -> tables.outbox().newest(Integer.MAX_VALUE).stream()
                        .map(Outbox.DispatchRow::payloadHash)
                        .filter(hash -> Duty.isWaiting(tables, hash)
                                && !Duty.ownObjects(tables, station.member().id(), hash)
                                        .isEmpty())
                        .toList());
        if (waiting.isEmpty()) {
            agenda.after(SOON_MICROS, () -> turnSealedBit(place, station, draw, untilMicros));
            return;
        }
        int chosen = draw % waiting.size();
        if (station.disk().rotSealed(waiting.get(chosen), draw)) {
            faults.happened(FaultKind.SEALED_ROT, place);
            agenda.note("a bit turns in dispatch " + chosen + " that waits at " + station.index());
            rot.addSealed(station.index());
        }
    }

    private void restore(String place, long untilMicros) {
        RandomGenerator dice = faults.dice(place);
        Station station = drawn(dice);
        long taken = dice.nextLong(untilMicros / 2);
        long back = dice.nextLong(taken + 1_000_000, untilMicros - 1_000_000);
        boolean alone = dice.nextBoolean();
        // Early enough that its silence ends before all is well again.
        long copied = alone ? untilMicros / 10 + taken / 4 : taken;
        long earliest = alone ? copied + 500_000 : back;
        agenda.at(copied, () -> {
            Disk copy = station.disk().copy();
            agenda.at(earliest, () -> restore(place, station, copy, untilMicros, alone));
        });
    }

    /// As soon as a copy lacks what the others have witnessed.
    private void restore(String place, Station station, Disk copy, long untilMicros, boolean alone) {
        if (!faults.mayHappen(FaultKind.OLD_BACKUP, place) || agenda.now() > untilMicros - 1_000_000) {
            return;
        }
        if (!isWitnessedBeyond(station, copy)) {
            agenda.after(100_000, () -> restore(place, station, copy, untilMicros, alone));
            return;
        }
        faults.happened(FaultKind.OLD_BACKUP, place);
        agenda.note(station.index() + " is put back to an old copy");
        station.crash();
        station.putBack(copy);
        if (faults.happens(FaultKind.PARTITION, place, alone)) {
            cutOff(place, station);
        }
        agenda.after(500_000, () -> restart.accept(station));
    }

    /// Nobody tells an old copy what it lacks, and it starts a second time.
    private void cutOff(String place, Station station) {
        stations.forEach(other -> {
            network.cut(station.index(), other.index(), SILENCE_MICROS);
            network.cut(other.index(), station.index(), SILENCE_MICROS);
        });
        agenda.after(1_500_000, () -> {
            if (station.isUp() && station.isPutBack() && faults.happens(FaultKind.CRASH, place, true)) {
                agenda.note(station.index() + " crashes, alone");
                station.crash();
                agenda.after(300_000, () -> restart.accept(station));
            }
        });
    }

    /// Whether a quorum has witnessed all that there is, and that is more than the copy has: what nobody but one member
    /// has seen is the residue that the protocol names.
    private static boolean isWitnessedBeyond(Station station, Disk copy) {
        long size = station.disk().ledger().read(tables -> tables.log().size());
        long witnessed = station.disk()
                .ledger()
                .read(tables -> tables.log().witnessedCheckpoint())
                .map(LogBook.CheckpointRow::size)
                .orElse(0L);
        long copied = copy.ledger().read(tables -> tables.log().size());
        return !station.isPutBack() && size > copied && witnessed == size;
    }
}
