// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.mithaq.app.backup.Backup;
import org.mithaq.app.backup.Restore;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NodeHome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `backup` and `restore`.
final class BackupCommands {

    private BackupCommands() {}

    /// Tells how far it is: a sentence for each step, and one for each tenth of a large ledger.
    private static Backup.Progress progress(Output out) {
        return new Backup.Progress() {

            private static final long WORTH_TELLING_BYTES = 64L << 20;
            private long tenths;

            @Override
            public void step(String sentence) {
                out.progress(sentence);
            }

            @Override
            public void written(long bytes, long ofBytes) {
                if (ofBytes >= WORTH_TELLING_BYTES && bytes * 10 / ofBytes > tenths) {
                    tenths = bytes * 10 / ofBytes;
                    out.progress("  %d %% of %d MB".formatted(tenths * 10, ofBytes >> 20));
                }
            }
        };
    }

    @Command(
            name = "backup",
            description =
                    "Copy a node, running or stopped, into two sealed files: its data, and the keys that open them.",
            footer = {
                "",
                "Keep the two apart. Keep many copies of the data and only the latest of the keys: an older copy of the"
                        + " keys would open what has been recalled since. Both are sealed under the key file or"
                        + " passphrase that the configuration names; keep a copy of that elsewhere too, for without it"
                        + " no backup opens. The offline root key is no part of a backup."
            })
    static final class Take implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        @Option(names = "--data", required = true, paramLabel = "FILE", description = "Where the data go.")
        private Path data = Path.of("");

        @Option(
                names = "--keys",
                required = true,
                paramLabel = "FILE",
                description = "Where the keys go: another medium, and the same file each time.")
        private Path keys = Path.of("");

        Take(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /// What `--json` shows.
        record Taken(String data, long dataBytes, String keys, long keysBytes, String sealedUnder) {}

        @Override
        public void run() {
            NodeConfig config = options.read(surroundings);
            SecureRandom random = new SecureRandom();
            Output out = output.in(surroundings);
            Path dataFile = surroundings.folder().resolve(data);
            Path keysFile = surroundings.folder().resolve(keys);
            Backup.Taken taken = new Backup(new NodeHome(config.home()), new KeySeal(config.keys(), random), random)
                    .take(options.file(surroundings), dataFile, keysFile, Instant.now(), progress(out));
            Path sealedUnder = switch (config.keys()) {
                case NodeConfig.KeyProtection.KeyFile(Path file) -> file;
                case NodeConfig.KeyProtection.Passphrase(Path file) -> file;
            };
            Taken answer = new Taken(
                    dataFile.toString(),
                    taken.dataBytes(),
                    keysFile.toString(),
                    taken.keysBytes(),
                    sealedUnder.toString());
            out.answer(answer, human -> {
                human.good("data: %s, %d bytes".formatted(answer.data(), answer.dataBytes()));
                human.good("keys: %s, %d bytes; destroy older copies".formatted(answer.keys(), answer.keysBytes()));
                human.line(
                        "Both open with %s only: keep a copy of it apart from them.".formatted(answer.sealedUnder()));
            });
        }
    }

    @Command(
            name = "restore",
            description = "Make a node's home from a backup, having verified all of it.",
            footer = {
                "",
                "What was recalled after the data were copied is taken out again. Where the home has no mithaq.yaml,"
                        + " the backup's own is put there. Start the restored node with no other copy of it running"
                        + " anywhere. The key file or passphrase that the backup was sealed under is named by the"
                        + " configuration, or by",
                "--set keys.keyFile=FILE"
            })
    static final class Bring implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        @Option(names = "--data", required = true, paramLabel = "FILE", description = "The data.")
        private Path data = Path.of("");

        @Option(names = "--keys", required = true, paramLabel = "FILE", description = "The latest keys.")
        private Path keys = Path.of("");

        Bring(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /// What `--json` shows.
        record Restored(
                String member, String home, String dataMade, String keysMade, long logRecords, long recalledSince) {}

        @Override
        public void run() {
            Path file = options.file(surroundings);
            boolean configured = isConfigured(file);
            if (!configured) {
                NodeHome.writePrivate(file, NodeConfig.example().getBytes(StandardCharsets.UTF_8));
            }
            NodeConfig config = options.read(surroundings);
            SecureRandom random = new SecureRandom();
            Output out = output.in(surroundings);
            Restore restore = new Restore(new NodeHome(config.home()), new KeySeal(config.keys(), random), random);
            Restore.Restored restored = restore.into(
                    surroundings.folder().resolve(data), surroundings.folder().resolve(keys), progress(out));
            if (!configured) {
                NodeHome.writePrivate(file, restored.configuration());
            }
            Restored answer = new Restored(
                    restored.member(),
                    config.home().toString(),
                    restored.dataMade().toString(),
                    restored.keysMade().toString(),
                    restored.logRecords(),
                    restored.recalled());
            out.answer(answer, human -> {
                human.good("restored %s from %s; its log of %d records is whole"
                        .formatted(answer.home(), answer.dataMade(), answer.logRecords()));
                human.line(Answers.counted(answer.recalledSince(), "object")
                        + " that were recalled since then stay recalled");
            });
        }

        /// The example, as it is put there first, is nobody's configuration: an earlier try has left it behind.
        private static boolean isConfigured(Path file) {
            try {
                return Files.exists(file) && !Files.readString(file).equals(NodeConfig.example());
            } catch (IOException unreadable) {
                // It is read again, and refused with its place.
                return true;
            }
        }
    }
}
