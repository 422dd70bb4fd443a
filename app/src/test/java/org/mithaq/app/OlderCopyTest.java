// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;

/// A node that is started over an older copy of its own folder, while another member has seen more.
class OlderCopyTest {

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;

    @BeforeEach
    void begin() throws IOException {
        federation = Federation.found(folder);
    }

    @AfterEach
    void end() throws IOException {
        federation.close();
    }

    private Run imported(String name, String member) throws IOException {
        Files.write(folder.resolve(name + ".json"), Bundles.of(Bundles.indicator(name)));
        return federation.run("import", name + ".json", "--home", member, "--channel", "plenary");
    }

    private void shared(String name) throws Exception {
        assertThat(imported(name, "alpha").code()).isZero();
        Federation.await(name + " is at beta", () -> objects("beta").contains(Bundles.id(name)));
        Federation.await("it is witnessed", () -> number("log", "size") == number("log", "witnessedSize"));
    }

    private String objects(String member) {
        return federation.done("objects", "--home", member, "--limit", "1000").out();
    }

    private JsonObject status(String member) throws Exception {
        return federation.client(member).get("/status");
    }

    private long number(String part, String name) throws Exception {
        return status("alpha").object(part).orElseThrow().integer(name).orElseThrow();
    }

    private String phase() throws Exception {
        return status("alpha").object("signing").orElseThrow().string("phase").orElseThrow();
    }

    private List<String> alarms(String member) throws Exception {
        return status(member).array("alarms").orElseThrow().elements().stream()
                .map(JsonValue::asObject)
                .map(alarm -> alarm.orElseThrow().string("kind").orElseThrow())
                .toList();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (UncheckedIOException failed) {
            throw new IOException(failed);
        }
    }

    @Test
    void it_signs_nothing_says_why_and_goes_on_being_read() throws Exception {
        shared("first");
        federation.stop("alpha");
        copy(folder.resolve("alpha"), folder.resolve("older"));
        federation.start("alpha");
        Federation.await("a healthy node signs again", () -> phase().equals("open"));
        shared("second");
        federation.stop("alpha");
        copy(folder.resolve("older"), folder.resolve("alpha"));

        federation.start("alpha");

        Federation.await("it knows", () -> phase().equals("rolled-back"));
        Federation.await("it says so", () -> alarms("alpha").contains("own-log-rolled-back"));
        assertThat(objects("alpha")).contains(Bundles.id("first")).doesNotContain(Bundles.id("second"));
        Run third = imported("third", "alpha");
        assertThat(third.out() + third.err()).contains("signs nothing");
        assertThat(objects("beta")).contains(Bundles.id("second")).doesNotContain(Bundles.id("third"));
        assertThat(number("log", "size")).isEqualTo(1);
    }

    @Test
    void once_a_person_says_that_no_other_copy_runs_it_gets_back_what_it_lacks_and_goes_on() throws Exception {
        shared("first");
        federation.stop("alpha");
        copy(folder.resolve("alpha"), folder.resolve("older"));
        federation.start("alpha");
        shared("second");
        Federation.await("beta keeps it", () -> kept("beta") == number("log", "size"));
        long size = number("log", "size");
        federation.stop("alpha");
        copy(folder.resolve("older"), folder.resolve("alpha"));
        federation.start("alpha");
        Federation.await("it knows", () -> phase().equals("rolled-back"));
        assertThat(federation.run("node", "recover", "--home", "alpha").err()).contains("in use");
        federation.stop("alpha");

        federation.done("node", "recover", "--home", "alpha");
        federation.start("alpha");

        Federation.await("it signs", () -> phase().equals("open"));
        assertThat(number("log", "size")).isEqualTo(size);
        shared("third");
        assertThat(alarms("alpha")).isSubsetOf("not-yet-witnessed");
        assertThat(alarms("beta")).isSubsetOf("stream-reopened", "not-yet-witnessed", "heads");
    }

    private long kept(String member) throws Exception {
        return status(member).array("peers").orElseThrow().elements().stream()
                .map(JsonValue::asObject)
                .mapToLong(peer -> peer.orElseThrow().integer("recordsKept").orElse(0))
                .sum();
    }
}
