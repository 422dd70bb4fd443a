// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.bench.MadeObjects;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.control.ControlClient;
import org.mithaq.testkit.ThinLink;

/// A member that was stopped while a million objects were shared with it, and comes back: nobody does anything.
@Tag("long")
class MillionObjectsTest {

    private static final int OBJECTS = 1_000_000;

    /// What a flash message may take behind all of them on a thin link.
    private static final Duration FLASH_MAX = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final List<String> ROUTINE = List.of("channel", "plenary", "tlp", "green");
    private static final List<String> FLASH = List.of("channel", "plenary", "tlp", "green", "lane", "flash");

    @TempDir
    private Path folder = Path.of("");

    private final List<ThinLink> links = new ArrayList<>();
    private Optional<Federation> opened = Optional.empty();

    @AfterEach
    void end() throws IOException {
        federation().close();
        links.forEach(ThinLink::close);
    }

    private Federation federation() {
        return opened.orElseThrow();
    }

    /// Alpha shares with beta, which is stopped then and starts again at the end.
    private void shareWithOneThatIsAway(IntUnaryOperator dialled) throws Exception {
        opened = Optional.of(Federation.behind(folder, List.of("alpha", "beta"), dialled));
        federation().launch("alpha").awaitUp();
        federation().launch("beta").awaitUp();
        share("before", 1, 1);
        await(() -> objects("beta") == 1);
        federation().process("beta").stop();
        share("many", 2, OBJECTS);
        assertThat(federation().view("alpha").waiting()).isGreaterThan(0);
        federation().launch("beta").awaitUp();
    }

    private void share(String name, long seed, int count) throws IOException {
        Path file = folder.resolve(name + ".json");
        new MadeObjects(seed).writeBundle(file, count);
        share(file, ROUTINE);
    }

    private void share(Path file, List<String> how) throws IOException {
        try (ControlClient alpha = federation().client("alpha")) {
            alpha.upload(ControlClient.with("/import", how), file);
        }
        Files.delete(file);
    }

    /// Alpha sends a flash message; returns when beta has it.
    private void urgent() throws Exception {
        Path file = folder.resolve("urgent.json");
        share(Files.write(file, Bundles.of(Bundles.indicator("urgent"))), FLASH);
        await(() -> holds("beta", "urgent"));
    }

    private boolean holds(String name, String object) {
        try (ControlClient client = federation().client(name)) {
            client.download("/evidence/" + Bundles.id(object), new ByteArrayOutputStream());
            return true;
        } catch (CommandRefused notYet) {
            return false;
        }
    }

    private long objects(String name) {
        return federation().view(name).status().integer("objects").orElse(0);
    }

    private static void await(Callable<Boolean> there) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!there.call()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void it_gets_all_of_them_and_what_is_urgent_comes_first(TestReporter reporter) throws Exception {
        shareWithOneThatIsAway(port -> port);
        long begun = System.nanoTime();
        await(() -> objects("beta") > 1);
        urgent();
        long heldThen = objects("beta");

        await(() -> objects("beta") == OBJECTS + 2);

        reporter.publishEntry(
                "caught up", Duration.ofNanos(System.nanoTime() - begun).toString());
        assertThat(heldThen).isLessThan(OBJECTS);
        await(() -> federation().view("alpha").waiting() == 0);
        for (String name : List.of("alpha", "beta")) {
            assertThat(federation().view(name).alarms()).isSubsetOf("not-yet-witnessed");
        }
    }

    @Test
    void a_flash_message_overtakes_all_of_them_on_a_link_that_is_thin_and_late_and_stalls(TestReporter reporter)
            throws Exception {
        shareWithOneThatIsAway(this::link);
        ThinLink toBeta = links.get(1);
        long before = toBeta.bytesThere();
        await(() -> toBeta.bytesThere() > before + 1_000_000);

        links.forEach(link -> link.stall(2_000));
        long begun = System.nanoTime();
        urgent();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        reporter.publishEntry("flash behind a million objects", took.toString());
        assertThat(objects("beta")).isLessThan(OBJECTS / 2);
        assertThat(took).isLessThan(FLASH_MAX);
    }

    private int link(int port) {
        try {
            ThinLink link = new ThinLink(port, ThinLink.SATELLITE_BITS_PER_SECOND, 600);
            links.add(link);
            return link.port();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
