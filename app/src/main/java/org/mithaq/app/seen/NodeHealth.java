// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.time.Duration;
import java.util.List;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.watch.Health;

/// Whether the process should be let live, and whether work should be sent to it. Reasons are sentences of ours.
public final class NodeHealth {

    /// A disk may take long to answer; a thread that is stuck for longer is stuck for good.
    private static final Duration TURN_MAX = Duration.ofSeconds(60);

    /// Room below which an operator is told, and no new work is sent here.
    static final long FREE_BYTES_MIN = 256L << 20;

    private final Sight sight;

    /// @param sight looks at the node
    public NodeHealth(Sight sight) {
        this.sight = sight;
    }

    /// Whether the thread that decides takes its turns. Does not wait for the disk.
    public Health live() {
        return new Health(List.of(deciding()));
    }

    private Health.Check deciding() {
        boolean well = sight.node().loop().silentNanos() < TURN_MAX.toNanos();
        return new Health.Check(
                "deciding",
                well,
                well
                        ? "the deciding thread takes its turns"
                        : "the deciding thread has taken no turn for a minute: look at the disk, then start again");
    }

    /// What else must be well.
    public Health ready() {
        return new Health(List.of(deciding(), signing(), reading(), writing(), queue(), room()));
    }

    private Health.Check signing() {
        return switch (sight.node().starting().phase()) {
            case OPEN -> new Health.Check("signing", true, "this node signs");
            case ASKING ->
                new Health.Check(
                        "signing",
                        false,
                        "this node asks the others whether its own log is whole, and signs nothing yet");
            case CATCHING_UP ->
                new Health.Check(
                        "signing",
                        false,
                        "this node was put back from a copy, and gets from the others what its log lacks");
            case ROLLED_BACK ->
                new Health.Check(
                        "signing",
                        false,
                        "this node signs nothing: its log is older than others know it; see its alarms");
        };
    }

    private Health.Check reading() {
        try {
            sight.node().ledger().read(tables -> tables.shelf().count());
            return new Health.Check("ledger", true, "the ledger can be read");
        } catch (StorageFailed failed) {
            return new Health.Check("ledger", false, "the ledger cannot be read: look at the disk");
        }
    }

    private Health.Check writing() {
        boolean well = !sight.node().loop().storageRefused();
        return new Health.Check(
                "writing", well, well ? "the ledger can be written" : "the disk refused the newest write: make room");
    }

    private Health.Check queue() {
        boolean well = sight.node().loop().waiting() < sight.config().limits().commandQueue();
        return new Health.Check("queue", well, well ? "commands are taken" : "more commands wait than are taken");
    }

    private Health.Check room() {
        boolean well =
                sight.look().volumes().values().stream().allMatch(volume -> volume.freeBytes() >= FREE_BYTES_MIN);
        return new Health.Check("disk", well, well ? "there is room" : "less than 256 MiB are left on a volume");
    }
}
