// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.LedgerSnapshot;

/// Takes a backup of a node, running or stopped.
///
/// The data are taken before the keys: whatever the data need, the keys then have. The copy lies for a
/// moment beside the ledger, readable by the node's user alone, as the ledger is.
public final class Backup {

    /// Names of the entries.
    static final String LEDGER = "ledger.db";

    static final String KEY_STORE = "keys.bin";
    static final String ONLINE_KEYS = "online.key";
    static final String CARD = "card.json";
    static final String FOUNDING = "founding.act";
    static final String CONFIGURATION = "mithaq.yaml";

    private final NodeHome home;
    private final KeySeal seal;
    private final SecureRandom random;

    /// @param home of the node
    /// @param seal what its keys are sealed under, and the backup too
    /// @param random cryptographic randomness
    public Backup(NodeHome home, KeySeal seal, SecureRandom random) {
        this.home = home;
        this.seal = seal;
        this.random = random;
    }

    /// What was written.
    ///
    /// @param dataBytes length of the data's file
    /// @param keysBytes length of the keys' file
    public record Taken(long dataBytes, long keysBytes) {}

    /// Told how far it is.
    public interface Progress {

        /// A step begins.
        void step(String sentence);

        /// Bytes of the data that are written.
        void written(long bytes, long ofBytes);
    }

    /// Writes both files; each appears under its name only when it is whole, and an older one there is replaced.
    ///
    /// @param configuration the node's file, which goes with the keys
    /// @param data where the ledger goes
    /// @param keys where the keys go: not beside the data, and only ever the latest
    /// @throws CommandRefused in one sentence, if either cannot be written
    public Taken take(Path configuration, Path data, Path keys, Instant now, Progress progress) {
        if (data.toAbsolutePath().normalize().equals(keys.toAbsolutePath().normalize())) {
            throw new CommandRefused(ExitCode.USAGE, "--data and --keys name the same file; they belong apart");
        }
        byte[] card = NodeHome.read(home.card(), "make a member first: mithaq node init");
        var member = CertifiedCard.parse(SignatureProvider.best(), card).id();
        try {
            progress.step("copying the ledger");
            writeData(data, new Manifest(BackupPart.DATA, member, now), progress);
            progress.step("copying the keys");
            writeKeys(keys, new Manifest(BackupPart.KEYS, member, now), card, Files.readAllBytes(configuration));
            return new Taken(Files.size(data), Files.size(keys));
        } catch (StorageFailed failed) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
        } catch (IOException failed) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "The backup could not be written (" + failed.getMessage()
                            + "): make room or choose another place; what was there before is unchanged.",
                    failed);
        }
    }

    private void writeData(Path data, Manifest manifest, Progress progress) throws IOException {
        Path copy = home.ledger().resolveSibling(".backup-" + Long.toHexString(random.nextLong()));
        try {
            LedgerSnapshot.copy(home.ledger(), copy);
            long length = Files.size(copy);
            LongConsumer written = bytes -> progress.written(bytes, length);
            progress.step("sealing " + length + " bytes");
            try (BackupWriter out = new BackupWriter(BackupPart.DATA, data, seal, random)) {
                out.add(Manifest.NAME, manifest.encode());
                out.add(LEDGER, copy, written);
                out.finish();
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void writeKeys(Path keys, Manifest manifest, byte[] card, byte[] configuration) throws IOException {
        byte[] keyStore = new FileKeyFile(home.keyStore())
                .read()
                .orElseThrow(() -> new NoSuchFileException(home.keyStore().toString()));
        try (BackupWriter out = new BackupWriter(BackupPart.KEYS, keys, seal, random)) {
            out.add(Manifest.NAME, manifest.encode());
            out.add(KEY_STORE, keyStore);
            out.add(ONLINE_KEYS, Files.readAllBytes(home.onlineKeys()));
            out.add(CARD, card);
            out.add(FOUNDING, Files.readAllBytes(home.foundingAct()));
            out.add(CONFIGURATION, configuration);
            out.finish();
        }
    }

    /// All entries of the keys' file but its manifest.
    static List<String> keyEntries() {
        return List.of(KEY_STORE, ONLINE_KEYS, CARD, FOUNDING, CONFIGURATION);
    }
}
