// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A member that nobody can dial, beside three that can be.
class CallsOnlyTest {

    private static final List<String> MEMBERS = List.of("alpha", "beta", "gamma", "delta");

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void begin() throws IOException {
        AtomicInteger member = new AtomicInteger();
        federation = Federation.behind(folder, MEMBERS, port -> member.getAndIncrement() == 0 ? 0 : port);
        MEMBERS.forEach(federation::start);
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private void share(String name, String member) throws Exception {
        Files.write(folder.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
        federation.done("import", name + ".json", "--home", member, "--channel", "plenary");
        for (String other : MEMBERS) {
            Federation.await(
                    name + " is at " + other,
                    () -> federation.view(other).exported().contains(Bundles.id(name)));
        }
    }

    /// By a quorum of witnesses; where a better proof than what came can be asked for, that takes some seconds.
    private boolean isProved(String name, String member, String file) {
        return federation
                                .run("evidence", Bundles.id(name), "--home", member, "--out", file)
                                .code()
                        == 0
                && federation.run("verify", file).out().contains("2 witnesses, a quorum is 2");
    }

    @Test
    void it_shares_and_gets_what_others_share_and_each_can_prove_it() throws Exception {
        share("out", "alpha");
        share("in", "beta");
        for (String member : MEMBERS) {
            federation.view(member).awaitSettled();
        }
        for (String member : MEMBERS) {
            for (String name : List.of("in", "out")) {
                String file = member + "-" + name + ".evidence";
                Federation.await(name + " is proved at " + member, () -> isProved(name, member, file));
            }
            assertThat(federation.view(member).alarms())
                    .as("alarms of " + member)
                    .isEmpty();
        }
    }
}
