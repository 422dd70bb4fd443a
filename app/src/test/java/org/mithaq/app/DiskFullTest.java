// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.json.Json;
import org.mithaq.testkit.ForeignProgram;
import org.mithaq.testkit.Seeds;

/// A real node whose ledger and key store lie on a volume of 24 MiB that somebody else fills: a tmpfs in a mount
/// namespace of the node's process alone, so that nothing is left behind.
class DiskFullTest {

    private static final String MOUNTED = """
            set -e
            mkdir -p "$1/volume" "$1/data" "$1/keystore"
            mount -t tmpfs -o size=24m,mode=700 tmpfs "$1/volume"
            mkdir "$1/volume/data" "$1/volume/keystore"
            mount --bind "$1/volume/data" "$1/data"
            mount --bind "$1/volume/keystore" "$1/keystore"
            shift
            exec "$@"
            """;

    @TempDir
    private Path folder = Path.of("");

    private Federation federation;
    private NodeProcess alpha;
    private final Set<Integer> refusals = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void found() throws Exception {
        assumeTrue(
                ForeignProgram.run(10, List.of("unshare", "-m", "true")).exit() == 0,
                "only root may mount a small volume");
        federation = Federation.founded(folder, List.of("alpha", "beta"));
        federation.launch("beta").awaitUp();
        alpha = federation.launch(
                "alpha",
                "unshare",
                "-m",
                "sh",
                "-c",
                MOUNTED,
                "mounted",
                folder.resolve("alpha").toString());
        alpha.awaitUp();
    }

    @AfterEach
    void end() throws IOException {
        if (federation != null) {
            federation.close();
        }
    }

    /// The volume as the node's process sees it.
    private Path volume() {
        return Path.of("/proc", Long.toString(alpha.pid()), "root", folder.toString(), "alpha", "volume");
    }

    private void fill() throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream filler = Files.newOutputStream(volume().resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            assertThat(volume().toFile().getUsableSpace()).isLessThan(block.length);
        }
    }

    private Run imported(String name) throws IOException {
        Files.write(folder.resolve("one.json"), Bundles.of(Bundles.indicator(name)));
        return federation.run("import", "one.json", "--home", "alpha", "--channel", "plenary");
    }

    @Test
    void a_full_disk_refuses_new_work_keeps_and_serves_what_there_is_and_recovers_by_itself() throws Exception {
        NodeView view = federation.view("alpha");
        Set<String> acknowledged;
        try (TaxiiLoad load = new TaxiiLoad(view.home(), "a-", view.writeToken(), Seeds.of(1), refusals::add)) {
            Federation.await("something is there", () -> load.acknowledged().size() > 50);
            assertThat(imported("recalled").code()).isZero();
            fill();

            Federation.await("posts are refused", () -> !refusals.isEmpty());
            assertThat(refusals).containsExactly(507);
            Run refused = imported("too late");
            assertThat(refused.code()).as(refused.toString()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(refused.err()).contains("make room");
            Run recall = federation.run("recall", Bundles.id("recalled"), "--reason", "wrong", "--home", "alpha");
            assertThat(recall.code()).as(recall.toString()).isEqualTo(ExitCode.REFUSED.code());
            assertThat(view.alarms()).contains("storage");
            assertThat(federation.run("node", "status", "--home", "alpha").out())
                    .contains("make room");
            assertThat(view.exported()).doesNotHaveDuplicates().containsAll(load.acknowledged());
            try (TaxiiLoad theirs = new TaxiiLoad(
                    federation.view("beta").home(),
                    "b-",
                    federation.view("beta").writeToken(),
                    Seeds.of(2),
                    refusals::add)) {
                Federation.await(
                        "the other has something for it",
                        () -> theirs.acknowledged().size() > 10);
                Federation.await(
                        "it is refused there", () -> federation.view("beta").waiting() > 0);
                acknowledged = new HashSet<>(theirs.acknowledged());
            }
            int before = load.acknowledged().size();

            Files.delete(volume().resolve("filler"));

            Federation.await("posts are taken again", () -> load.acknowledged().size() > before + 10);
            load.stop();
            acknowledged.addAll(load.acknowledged());
        }
        assertThat(federation
                        .run("recall", Bundles.id("recalled"), "--reason", "wrong", "--home", "alpha")
                        .code())
                .isZero();
        view.awaitSettled();
        federation.view("beta").awaitSettled();
        assertThat(view.alarms()).doesNotContain("storage");
        List<String> held = view.exported();
        assertThat(held).doesNotHaveDuplicates().containsAll(acknowledged).doesNotContain(Bundles.id("recalled"));
        assertThat(federation.view("beta").exported()).containsExactlyInAnyOrderElementsOf(held);
        assertThat(federation.view("beta").alarms())
                .as(new String(Json.write(federation.view("beta").status()), StandardCharsets.UTF_8))
                .isSubsetOf("not-yet-witnessed");
        whole();
    }

    /// The volume goes with the process: what it would leave is copied while it stands still.
    private void whole() throws Exception {
        Files.createDirectories(folder.resolve("copy/data"));
        assertThat(ForeignProgram.run(10, List.of("kill", "-STOP", Long.toString(alpha.pid())))
                        .exit())
                .isZero();
        for (String file : List.of("ledger.db", "ledger.db-wal")) {
            Files.copy(
                    volume().resolve("data").resolve(file),
                    folder.resolve("copy/data").resolve(file));
        }
        federation.copyPublic("alpha", "copy");
        Run fsck = federation.run("log", "fsck", "--home", "copy");
        assertThat(fsck.code()).as(fsck.toString()).isZero();
    }
}
