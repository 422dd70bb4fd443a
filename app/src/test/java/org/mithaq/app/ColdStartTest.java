// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five members whose processes all end at once, and all start at once.
class ColdStartTest {

    private static final List<String> MEMBERS = List.of("alpha", "beta", "gamma", "delta", "epsilon");

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void found() throws IOException {
        federation = Federation.founded(folder, MEMBERS);
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    @Test
    void a_federation_whose_members_all_start_cold_at_once_comes_up_by_itself() throws Exception {
        launchAll();
        for (String member : MEMBERS) {
            share(member);
        }
        for (String member : MEMBERS) {
            federation.process(member).kill();
        }
        // One of them has lost its mark as well: it looks like a copy that was put back.
        Files.delete(folder.resolve("epsilon/data/boot.mark"));

        launchAll();

        for (String member : MEMBERS) {
            federation.view(member).awaitSettled();
            // What another sends may still be on its way when this one has nothing left to send.
            Federation.await(
                    member + " has all",
                    () -> federation
                            .view(member)
                            .exported()
                            .containsAll(MEMBERS.stream().map(Bundles::id).toList()));
            assertThat(federation.view(member).exported()).doesNotHaveDuplicates();
            assertThat(federation.view(member).alarms())
                    .as("alarms of " + member)
                    .isSubsetOf("stream-reopened", "not-yet-witnessed");
        }
    }

    private void launchAll() throws Exception {
        for (String member : MEMBERS) {
            federation.launch(member);
        }
        for (String member : MEMBERS) {
            federation.process(member).awaitUp();
        }
    }

    private void share(String member) throws IOException {
        Files.write(folder.resolve("one.json"), Bundles.of(Bundles.indicator(member)));
        federation.done("import", "one.json", "--home", member, "--channel", "plenary");
    }
}
