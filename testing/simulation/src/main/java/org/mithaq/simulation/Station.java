// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

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
    private boolean goesOn = true;

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

    /// Starts the program anew from what the disk holds.
    void start() {
        starts++;
        Program.Home home = new Program.Home(member, disk.ledger(), disk.keyFile());
        Program started = Program.asking(home, federation.charter(), clock, random, goesOn);
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
