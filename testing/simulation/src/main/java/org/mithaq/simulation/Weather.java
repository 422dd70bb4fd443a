// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.random.RandomGenerator;

/// How bad a run gets. Each kind of fault is in some runs and not in others, so that one does not hide another.
///
/// @param dropPercent messages that the network loses
/// @param duplicatePercent messages that come twice
/// @param latePercent messages that come seconds late, behind later ones
/// @param damagePercent messages that a carrier changes
/// @param crashPermille steps at which a process dies
/// @param refusePermille steps at which a disk refuses
/// @param partitions whether members are cut off from each other for a while
/// @param clocksJump whether clocks jump
record Weather(
        int dropPercent,
        int duplicatePercent,
        int latePercent,
        int damagePercent,
        int crashPermille,
        int refusePermille,
        boolean partitions,
        boolean clocksJump) {

    static Weather of(RandomGenerator random) {
        return new Weather(
                random.nextBoolean() ? random.nextInt(20) : 0,
                random.nextBoolean() ? random.nextInt(20) : 0,
                random.nextBoolean() ? random.nextInt(30) : 0,
                random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextBoolean() ? 5 + random.nextInt(80) : 0,
                random.nextInt(3) == 0 ? 5 + random.nextInt(50) : 0,
                random.nextBoolean(),
                random.nextBoolean());
    }

    static Weather calm() {
        return new Weather(0, 0, 0, 0, 0, 0, false, false);
    }
}
