// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

/// What can go wrong around the nodes. What members do wrong is a [Lie].
public enum FaultKind {
    DROP("message dropped"),
    DELAY("message seconds late"),
    REORDER("message overtaken"),
    DUPLICATE("message doubled"),
    CORRUPT("message changed"),
    PARTITION("members cut off"),
    ONE_WAY("one direction cut"),
    CLOCK_JUMP("clock jumped"),
    CRASH("process died between steps"),
    UNSYNCED_LOST("power lost before a commit"),
    CRASH_AFTER_COMMIT("process died after a commit"),
    TORN_WRITE("power lost within a write"),
    WRITE_REFUSED("write refused"),
    WRITE_REFUSED_AND_KEPT("write refused, and there all the same"),
    DISK_FULL("disk full for a while"),
    BIT_ROT("bit turned in a payload at rest"),
    SEALED_ROT("bit turned in a dispatch that waits"),
    OLD_BACKUP("started from an old backup"),
    LIE("member that lies");

    private final String words;

    FaultKind(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
