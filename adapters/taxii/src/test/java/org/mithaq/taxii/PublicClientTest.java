// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.SharedData;

/// The OASIS committee's own client, unmodified, from the public index of Python packages, against this server.
class PublicClientTest {

    private static final String CLIENT = "taxii2-client==2.3.0";
    private static final long RUN_SECONDS_MAX = 60;

    @Test
    void the_public_client_discovers_pages_posts_and_polls() throws Exception {
        Path python = python();
        try (TestNode node = new TestNode()) {
            node.post(
                    "plenary",
                    IntStream.range(0, 250).mapToObj(Samples::indicator).toArray(String[]::new));
            Path script = Path.of(resource("public_client.py"));

            ForeignProgram.Ran ran = ForeignProgram.run(
                    RUN_SECONDS_MAX,
                    List.of(
                            python.toString(),
                            script.toString(),
                            "http://127.0.0.1:" + node.port() + "/taxii2/",
                            "analyst",
                            node.analyst));

            assertThat(ran.output()).endsWith("all good\n");
            assertThat(ran.exit()).isZero();
        }
    }

    /// A Python that has the client, beside what was built of this module; or the test ends here.
    private static Path python() throws IOException, InterruptedException, URISyntaxException {
        Path environment =
                Path.of(resource(".")).resolve("../../../../taxii2-client").normalize();
        Path python = environment.resolve("bin/python");
        Path ready = environment.resolve("ready");
        if (Files.exists(ready)) {
            return python;
        }
        ForeignProgram.Ran made = ForeignProgram.run(
                ForeignProgram.INSTALL_SECONDS_MAX, List.of("python3", "-m", "venv", environment.toString()));
        SharedData.require(made.exit() == 0, "python3 with venv is absent: " + made.output());
        ForeignProgram.Ran installed = ForeignProgram.run(
                ForeignProgram.INSTALL_SECONDS_MAX,
                List.of(python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", CLIENT));
        SharedData.require(installed.exit() == 0, CLIENT + " cannot be installed: " + installed.output());
        Files.createFile(ready);
        return python;
    }

    private static java.net.URI resource(String name) throws URISyntaxException {
        java.net.URL found = PublicClientTest.class.getResource(name);
        if (found == null) {
            throw new AssertionError("no resource " + name);
        }
        return found.toURI();
    }
}
