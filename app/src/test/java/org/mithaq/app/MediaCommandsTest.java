// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;

/// Two members whose nodes listen where no card says: nothing but files goes between them.
class MediaCommandsTest {

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void begin() throws IOException {
        federation = Federation.found(folder);
        for (String name : List.of("alpha", "beta")) {
            federation.stop(name);
        }
        for (String name : List.of("alpha", "beta")) {
            Path file = folder.resolve(name).resolve("mithaq.yaml");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replaceFirst("(?m)^(  listen: 127\\.0\\.0\\.1:)[1-9][0-9]*", "$1" + freePort()));
            federation.start(name);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private void share(String name) throws IOException {
        Files.write(folder.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
        federation.done("import", name + ".json", "--home", "alpha", "--channel", "plenary", "--tlp", "green");
    }

    @Test
    void what_is_shared_goes_out_and_its_receipts_come_back_in_files() throws Exception {
        share("carried");

        Run written = federation.done("media", "write", "out.medium", "--to", "beta.example", "--home", "alpha");
        assertThat(written.out()).contains("beta.example: 1 copies sent blind, 0 wait for a medium");

        Run read = federation.done("media", "read", "out.medium", "--back", "back.medium", "--home", "beta");
        assertThat(read.out()).contains("from alpha.example").contains("1 copies");
        assertThat(federation.done("objects", "--home", "beta").out()).contains(Bundles.id("carried"));

        federation.done("media", "read", "back.medium", "--home", "alpha");
        assertThat(federation.done("media", "status", "--home", "alpha").out())
                .contains("beta.example: 0 copies sent blind, 0 wait for a medium");
        assertThat(federation
                        .done("media", "read", "out.medium", "--home", "beta", "--json")
                        .out())
                .contains("\"readBefore\":true");
    }

    @Test
    void a_cut_medium_is_taken_as_far_as_it_goes_and_the_exit_code_says_so() throws Exception {
        share("first");
        federation.done("media", "write", "out.medium", "--to", "beta.example", "--home", "alpha");
        byte[] whole = Files.readAllBytes(folder.resolve("out.medium"));
        Files.write(folder.resolve("cut.medium"), Arrays.copyOf(whole, whole.length - 3));

        Run cut = federation.run("media", "read", "cut.medium", "--home", "beta");

        assertThat(cut.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cut.err()).contains("not whole");
        assertThat(federation.done("objects", "--home", "beta").out()).contains(Bundles.id("first"));
    }

    @Test
    void what_is_no_medium_or_for_somebody_else_is_refused_with_its_clause() throws Exception {
        Files.writeString(folder.resolve("letter.medium"), "Dear colleague, " + "x".repeat(200));
        Run letter = federation.run("media", "read", "letter.medium", "--home", "beta");
        assertThat(letter.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(letter.err()).contains("MITHAQ MEDIUM v1");

        federation.done("media", "write", "out.medium", "--to", "beta.example", "--home", "alpha");
        Run own = federation.run("media", "read", "out.medium", "--home", "alpha");
        assertThat(own.code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(own.err()).contains("Media 2");

        assertThat(federation
                        .run("media", "write", "x.medium", "--to", "alpha.example", "--home", "alpha")
                        .err())
                .contains("Media 2");
        assertThat(federation
                        .run("media", "write", "x.medium", "--to", "gamma.example", "--home", "alpha")
                        .err())
                .contains("no member", "beta.example");
        assertThat(folder.resolve("x.medium")).doesNotExist();
    }
}
