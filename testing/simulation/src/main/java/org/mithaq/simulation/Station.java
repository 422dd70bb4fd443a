// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One node: its disk, and the program that runs over it unless it has crashed.
final class Station {

    private final Federation federation;
    private final Federation.Member member;
    private final Disk disk;
    private final InstantSource clock;
    private final SeededRandom random;
    private final LongSupplier ids;
    private Optional<Program> program = Optional.empty();
    private Optional<Courier> courier = Optional.empty();
    private int starts;

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
        Program started = new Program(federation.charter(), member, disk.ledger(), disk.keyFile(), clock, random);
        program = Optional.of(started);
        courier = Optional.of(new Courier(federation, started, ids));
    }

    /// The process dies; what was in memory is gone.
    void crash() {
        program = Optional.empty();
        courier = Optional.empty();
    }
}
