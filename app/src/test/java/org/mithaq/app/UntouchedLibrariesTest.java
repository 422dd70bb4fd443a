// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.home.NodeHome;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PlainClient;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;

/// What nobody asks for is not even loaded: seen from outside, in a process of its own.
class UntouchedLibrariesTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_node_loads_no_class_of_tracing_and_none_of_metrics_until_somebody_asks() throws Exception {
        try (Federation federation = Federation.found(folder)) {
            federation.stop("alpha");
            Process node = node("alpha");
            try {
                Federation.await("it lives", () -> get("/health/live") == 200);
                var _ = federation.done("node", "status", "--home", "alpha");
                assertThat(loaded("io.opentelemetry.")).isEmpty();
                assertThat(loaded("io.micrometer.")).isEmpty();
                assertThat(loaded("org.mithaq.watch.")).isNotEmpty();

                assertThat(get("/metrics")).isEqualTo(200);
                Federation.await(
                        "the page was written", () -> !loaded("io.micrometer.").isEmpty());
                assertThat(loaded("io.opentelemetry.")).isEmpty();
            } finally {
                node.destroy();
                assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process node(String name) throws IOException {
        List<String> command = Program.command("-Xlog:class+load:file=" + folder.resolve("classes"));
        command.addAll(List.of("node", "run", "--home", name));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private int get(String path) throws Exception {
        Path control = new NodeHome(folder.resolve("alpha")).control();
        if (Files.notExists(control)) {
            return 0;
        }
        int port = (int) Json.read(Files.readAllBytes(control), JsonLimits.standard())
                .asObject()
                .orElseThrow()
                .integer("port")
                .orElseThrow();
        try (PlainClient client = new PlainClient(port)) {
            return client.send(new Call(
                            Method.GET, path, Headers.NONE, new Call.Body.None(), Duration.ofSeconds(20), 1 << 22))
                    .status();
        }
    }

    private List<String> loaded(String prefix) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("classes"))) {
            return lines.filter(line -> line.contains("] " + prefix)).toList();
        }
    }
}
