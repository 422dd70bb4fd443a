// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mithaq.charter.CharterEntry;

/// One node: its disk, and the program that runs over it unless it has crashed.
final class Station {

    private final Federation federation;
    private final Federation.Member member;
    private Disk disk;
    private Optional<Disk> newest = Optional.empty();
    private final InstantSource clock;
    private final SeededRandom random;
    private final LongSupplier ids;
    private Optional<Program> program = Optional.empty();
    private Optional<Courier> courier = Optional.empty();
    private int starts;
    private int steps;
    private final OnlineRing ring;
    private boolean goesOn = true;
    private boolean belongs;
    private int given = 1;

    Station(
            Federation federation,
            Federation.Member member,
            Disk disk,
            InstantSource clock,
            SeededRandom random,
            LongSupplier ids) {
        this.federation = federation;
        this.member = member;
        this.disk = disk;
        this.clock = clock;
        this.random = random;
        this.ids = ids;
        this.ring = new OnlineRing(member.index());
        this.belongs = member.index() < federation.founders();
    }

    int index() {
        return member.index();
    }

    Federation.Member member() {
        return member;
    }

    Disk disk() {
        return disk;
    }

    /// The online keys, which lie beside the disk.
    OnlineRing ring() {
        return ring;
    }

    /// How many acts it was given before its first start, and has not in its log: the founding, or all at which it
    /// joined.
    int given() {
        return given;
    }

    /// Whether the member has joined, and is not known here to have left.
    boolean belongs() {
        return belongs;
    }

    /// Joins by acts that somebody has handed over.
    void join(List<CharterEntry> acts) {
        disk.ledger().write(tables -> {
            if (tables.registry().acts().isEmpty()) {
                acts.forEach(act -> tables.registry().addAct(act.encode()));
            }
        });
        given = disk.ledger().read(tables -> tables.registry().acts()).size();
        belongs = true;
    }

    /// Number of the next step at this node.
    int nextStep() {
        return ++steps;
    }

    /// Puts an older copy of the disk in the place of the newest, as from a backup. The program must not run.
    void putBack(Disk older) {
        newest = Optional.of(disk);
        disk = older;
        goesOn = false;
    }

    /// Whether an older copy is in the place of the newest disk.
    boolean isPutBack() {
        return newest.isPresent();
    }

    /// The newest disk, while an older copy is in its place.
    Disk newest() {
        return newest.orElse(disk);
    }

    /// Brings the newest disk again. The program must not run.
    void bringNewest() {
        disk = newest();
        newest = Optional.empty();
        // The copy signed nothing: this disk is the one that ran last.
        goesOn = true;
    }

    boolean isUp() {
        return program.isPresent();
    }

    Program program() {
        return program.orElseThrow();
    }

    Courier courier() {
        return courier.orElseThrow();
    }

    /// How often the program has begun to start.
    int starts() {
        return starts;
    }

    /// Starts the program anew from what the disk holds, unless that says that the member has left.
    void start() {
        starts++;
        Program.Home home = new Program.Home(member, disk.ledger(), disk.keyFile(), ring);
        Program started;
        try {
            started = Program.asking(home, federation, clock, random, goesOn);
        } catch (Program.HasLeft left) {
            belongs = false;
            return;
        }
        goesOn = true;
        program = Optional.of(started);
        courier = Optional.of(new Courier(federation, started, ids));
    }

    /// The process dies, and the power with it; what was in memory is gone.
    void crash() {
        disk.losePower();
        program = Optional.empty();
        courier = Optional.empty();
    }
}
