// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.random.RandomGenerator;

/// How bad a run gets. Each kind of fault is in some runs and not in others, so that one does not hide another.
///
/// @param drop of 100 messages, those that the network loses
/// @param duplicate of 100 messages, those that come twice
/// @param delay of 100 messages, those that come seconds late
/// @param reorder of 100 messages, those that are overtaken by the next
/// @param corrupt of 100 messages, those that a carrier changes
/// @param crash of 1,000 steps, those at which a process dies or the power goes
/// @param refuse of 1,000 steps, those at which a disk refuses
/// @param cuts how often members are cut off from each other for a while, in both directions or in one
/// @param jumps how often a clock jumps
/// @param full how often a disk is full for a while
/// @param rot how many bits turn in payloads at rest and in dispatches that wait
/// @param backups how often a node is started from an old backup
/// @param lies whether a member lies
record Weather(
        int drop,
        int duplicate,
        int delay,
        int reorder,
        int corrupt,
        int crash,
        int refuse,
        int cuts,
        int jumps,
        int full,
        int rot,
        int backups,
        boolean lies) {

    static Weather of(RandomGenerator random) {
        return new Weather(
                random.nextBoolean() ? random.nextInt(20) : 0,
                random.nextBoolean() ? random.nextInt(20) : 0,
                random.nextBoolean() ? random.nextInt(20) : 0,
                random.nextBoolean() ? random.nextInt(30) : 0,
                random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextBoolean() ? 10 + random.nextInt(100) : 0,
                random.nextInt(3) == 0 ? 5 + random.nextInt(50) : 0,
                random.nextBoolean() ? 1 + random.nextInt(4) : 0,
                random.nextBoolean() ? 1 + random.nextInt(3) : 0,
                random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0,
                random.nextInt(5) == 0 ? 1 + random.nextInt(2) : 0,
                random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0,
                random.nextInt(3) == 0);
    }

    static Weather calm() {
        return new Weather(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);
    }
}
