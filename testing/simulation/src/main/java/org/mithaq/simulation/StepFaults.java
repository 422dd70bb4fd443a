// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// What goes wrong in one step of one node: at one of its writes, or right after it.
final class StepFaults {

    private static final Map<FaultKind, Disk.Fault> AT_WRITES = Map.of(
            FaultKind.UNSYNCED_LOST, Disk.Fault.CRASH_LOST,
            FaultKind.CRASH_AFTER_COMMIT, Disk.Fault.CRASH_KEPT,
            FaultKind.TORN_WRITE, Disk.Fault.TORN,
            FaultKind.WRITE_REFUSED, Disk.Fault.FAIL_LOST,
            FaultKind.WRITE_REFUSED_AND_KEPT, Disk.Fault.FAIL_KEPT);
    private static final List<FaultKind> CRASHES =
            List.of(FaultKind.CRASH, FaultKind.UNSYNCED_LOST, FaultKind.CRASH_AFTER_COMMIT, FaultKind.TORN_WRITE);

    private final Faults faults;
    private final String place;
    private final Optional<FaultKind> kind;
    private final int writesBefore;

    private StepFaults(Faults faults, String place, Optional<FaultKind> kind, int writesBefore) {
        this.faults = faults;
        this.place = place;
        this.kind = kind.filter(drawn -> faults.mayHappen(drawn, place));
        this.writesBefore = writesBefore;
    }

    /// Draws for the next step of a node.
    static StepFaults draw(Faults faults, Weather weather, Station station) {
        String place = "node %d step %d".formatted(station.index(), station.nextStep());
        RandomGenerator dice = faults.dice(place);
        int drawn = dice.nextInt(1_000);
        if (drawn < weather.crash()) {
            return new StepFaults(faults, place, Optional.of(CRASHES.get(dice.nextInt(4))), dice.nextInt(3));
        }
        if (drawn < weather.crash() + weather.refuse()) {
            FaultKind refused = dice.nextBoolean() ? FaultKind.WRITE_REFUSED : FaultKind.WRITE_REFUSED_AND_KEPT;
            return new StepFaults(faults, place, Optional.of(refused), dice.nextInt(3));
        }
        return new StepFaults(faults, place, Optional.empty(), 0);
    }

    void arm(Disk disk) {
        kind.map(AT_WRITES::get).ifPresent(fault -> disk.arm(fault, writesBefore));
    }

    /// The step is over: whatever did not come to pass will not any more.
    void end(Disk disk) {
        boolean left = disk.disarm();
        kind.filter(drawn -> drawn == FaultKind.CRASH || !left).ifPresent(drawn -> faults.happened(drawn, place));
    }

    /// Whether the process dies when the step is done.
    boolean diesAfterwards() {
        return kind.filter(drawn -> drawn == FaultKind.CRASH).isPresent();
    }
}
