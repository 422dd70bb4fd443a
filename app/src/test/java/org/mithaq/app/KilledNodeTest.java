// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.testkit.Seeds;

/// `kill -9` at random moments of a real node at work: it takes posts at its TAXII door, exchanges both ways with
/// a second real node, and witnesses it. `-Dmithaq.seed` chooses the moments; the processes' own timing is not
/// ours.
class KilledNodeTest {

    private static final long SEED = Long.getLong("mithaq.seed", 2026);
    private static final List<String> MEMBERS = List.of("alpha", "beta");
    private static final int WORK_MILLIS_MAX = 500;
    private static final int START_MILLIS_MAX = 2_500;

    /// One kill in so many comes somewhere in the start.
    private static final int STARTS = 5;

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void found() throws Exception {
        federation = Federation.founded(folder, MEMBERS);
        for (String name : MEMBERS) {
            federation.launch(name).awaitUp();
        }
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    @Test
    void ten_kills_lose_nothing_that_was_acknowledged_and_double_nothing() throws Exception {
        kill(10);
    }

    @Test
    @Tag("long")
    void a_hundred_kills_lose_nothing_that_was_acknowledged_and_double_nothing() throws Exception {
        kill(100);
    }

    private void kill(int times) throws Exception {
        RandomGenerator random = Seeds.of(SEED);
        Set<String> acknowledged = new HashSet<>();
        try (TaxiiLoad alpha = load("alpha", random.nextLong());
                TaxiiLoad beta = load("beta", random.nextLong())) {
            for (int kill = 1; kill <= times; kill++) {
                if (random.nextInt(STARTS) > 0) {
                    federation.process("alpha").awaitUp();
                    assertThat(federation.view("alpha").exported())
                            .as("after kill %d", kill - 1)
                            .doesNotHaveDuplicates()
                            .containsAll(acknowledged);
                    Thread.sleep(random.nextInt(WORK_MILLIS_MAX));
                } else {
                    Thread.sleep(random.nextInt(START_MILLIS_MAX));
                }
                federation.process("alpha").kill();
                acknowledged.addAll(alpha.acknowledged());
                // The check opens a copy: it is the next start that has to cope with what the kill has left.
                federation.copyOf("alpha", "copy");
                Run fsck = federation.run("log", "fsck", "--home", "copy");
                assertThat(fsck.code()).as("kill %d: %s", kill, fsck).isZero();
                federation.launch("alpha");
            }
            federation.process("alpha").awaitUp();
            alpha.stop();
            beta.stop();
            assertThat(alpha.acknowledged()).isNotEmpty();
            assertThat(beta.acknowledged()).isNotEmpty();
            acknowledged.addAll(alpha.acknowledged());
            acknowledged.addAll(beta.acknowledged());
        }
        settled(acknowledged);
    }

    private TaxiiLoad load(String name, long seed) {
        NodeView view = federation.view(name);
        return new TaxiiLoad(view.home(), name + "-", view.writeToken(), Seeds.of(seed), status -> {});
    }

    /// Both hold the same, each object once, their logs are whole, and neither has found anything against the
    /// other.
    private void settled(Set<String> acknowledged) throws Exception {
        for (String name : MEMBERS) {
            federation.view(name).awaitSettled();
        }
        List<String> alpha = federation.view("alpha").exported();
        assertThat(alpha).doesNotHaveDuplicates().containsAll(acknowledged);
        assertThat(federation.view("beta").exported()).containsExactlyInAnyOrderElementsOf(alpha);
        for (String name : MEMBERS) {
            assertThat(federation.view(name).alarms()).as("alarms of " + name).isSubsetOf("not-yet-witnessed");
            federation.process(name).stop();
            Run fsck = federation.run("log", "fsck", "--home", name);
            assertThat(fsck.code()).as(fsck.toString()).isZero();
        }
        assertThat(Files.exists(folder.resolve("alpha/data/.boot.mark.draft"))).isFalse();
    }
}
