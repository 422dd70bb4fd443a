// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterState;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.CharterBook;
import org.mithaq.node.CharterStopped;
import org.mithaq.node.KeyVault;
import org.mithaq.node.Starting;
import org.mithaq.node.TombstoneReplay;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.FileKeyFile;
import org.mithaq.store.LedgerSnapshot;
import org.mithaq.store.SqliteLedger;
import org.mithaq.tiles.LogFsck;

/// Makes a node's home from a backup: everything is verified before anything of it counts, and what was
/// recalled since does not come back.
public final class Restore {

    private final NodeHome home;
    private final KeySeal seal;
    private final SecureRandom random;
    private final SignatureProvider signatures = SignatureProvider.best();

    /// @param home where the node is to lie
    /// @param seal what the backup was sealed under
    /// @param random cryptographic randomness
    public Restore(NodeHome home, KeySeal seal, SecureRandom random) {
        this.home = home;
        this.seal = seal;
        this.random = random;
    }

    /// What was restored.
    ///
    /// @param member whose node it is
    /// @param dataMade when the data were copied
    /// @param keysMade when the keys were copied
    /// @param logRecords records of its log, all of them checked
    /// @param recalled objects that were taken out again, since they were recalled after the data were copied
    /// @param configuration the node's configuration file, as it was then
    public record Restored(
            String member, Instant dataMade, Instant keysMade, long logRecords, long recalled, byte[] configuration) {}

    /// Restores into an empty home. If it is interrupted, nothing counts as restored, and it can be begun again.
    ///
    /// @throws CommandRefused in one sentence, if the home is in use, the files do not belong together, or
    ///     anything in them is damaged; nothing is restored then
    public Restored into(Path data, Path keys, Backup.Progress progress) {
        if (Files.exists(home.ledger())) {
            throw new CommandRefused(
                    ExitCode.REFUSED, home.folder() + " holds a node already; restore into another --home");
        }
        Path draft = home.folder().resolve(".restoring");
        try {
            NodeHome.makePrivate(home.folder());
            remove(draft);
            Files.createDirectory(
                    draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                return verified(data, keys, draft, progress);
            } finally {
                remove(draft);
            }
        } catch (StorageFailed failed) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, "The backup cannot be restored: " + failed.getMessage(), failed);
        }
    }

    private Restored verified(Path data, Path keys, Path draft, Backup.Progress progress) throws IOException {
        progress.step("opening both files");
        Map<String, byte[]> secrets = new HashMap<>();
        Manifest keysManifest;
        try (BackupReader in = new BackupReader(BackupPart.KEYS, keys, seal)) {
            keysManifest = in.manifest();
            for (Optional<BackupReader.Entry> next = in.next(); next.isPresent(); next = in.next()) {
                secrets.put(next.get().name(), in.content());
            }
        }
        for (String name : Backup.keyEntries()) {
            if (!secrets.containsKey(name)) {
                throw refused(keys + " lacks " + name);
            }
        }
        Path ledgerFile = draft.resolve(Backup.LEDGER);
        Manifest dataManifest;
        try (BackupReader in = new BackupReader(BackupPart.DATA, data, seal)) {
            dataManifest = in.manifest();
            checkTogether(dataManifest, keysManifest);
            writeLedger(in, ledgerFile, progress);
        }
        progress.step("checking every page, and the log");
        LedgerSnapshot.check(ledgerFile);
        CertifiedCard card = CertifiedCard.parse(signatures, secret(secrets, Backup.CARD));
        NodeHome.writePrivate(draft.resolve(Backup.KEY_STORE), secret(secrets, Backup.KEY_STORE));
        long records;
        long recalled;
        try (SqliteLedger ledger = SqliteLedger.open(ledgerFile)) {
            LogFsck.Report report = new LogFsck(signatures, charter(ledger, secrets, card), card.id()).check(ledger);
            report.faults().stream().findFirst().ifPresent(fault -> {
                throw refused("the restored log is not whole: " + fault.sentence());
            });
            records = report.records();
            progress.step("taking out what was recalled since");
            recalled = TombstoneReplay.run(ledger, vault(secrets, draft.resolve(Backup.KEY_STORE)));
            // Whatever else is in the new home: it asks the other members before it signs.
            ledger.write(Starting::notePutBack);
        }
        progress.step("moving it into place");
        place(secrets, draft);
        return new Restored(
                card.id().hex(),
                dataManifest.made(),
                keysManifest.made(),
                records,
                recalled,
                secret(secrets, Backup.CONFIGURATION));
    }

    /// The charter as the data have it: the acts after the founding one too, which say who is a member now.
    private CharterState charter(SqliteLedger ledger, Map<String, byte[]> secrets, CertifiedCard card) {
        byte[] founding = secret(secrets, Backup.FOUNDING);
        List<byte[]> stored = ledger.read(tables -> tables.registry().acts());
        List<byte[]> acts = stored.isEmpty() ? List.of(founding) : stored;
        if (!Arrays.equals(acts.getFirst(), founding)) {
            throw refused("the two files are of two federations");
        }
        CharterState now;
        try {
            now = new CharterBook(
                            signatures, acts.stream().map(CharterEntry::decode).toList())
                    .now();
        } catch (CharterStopped stopped) {
            throw refused("in the data " + stopped.getMessage());
        }
        if (now.member(card.id()).isEmpty()) {
            throw refused("by the charter in the data, this member is not admitted yet, or has left");
        }
        return now;
    }

    private static void checkTogether(Manifest data, Manifest keys) {
        if (!data.member().equals(keys.member())) {
            throw refused("the two files are of two members");
        }
        if (keys.made().isBefore(data.made())) {
            throw refused("the keys are older (%s) than the data (%s), and would bring back what was recalled between:"
                            .formatted(keys.made(), data.made())
                    + " bring the latest keys");
        }
    }

    private static void writeLedger(BackupReader in, Path to, Backup.Progress progress) throws IOException {
        BackupReader.Entry entry = in.next().orElseThrow(() -> refused("the data hold nothing"));
        if (!entry.name().equals(Backup.LEDGER)) {
            throw refused("the data do not hold " + Backup.LEDGER);
        }
        try (FileChannel channel = FileChannel.open(
                        to,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            in.copyTo(out, bytes -> progress.written(bytes, entry.length()));
            out.flush();
            channel.force(true);
        }
        if (in.next().isPresent()) {
            throw refused("the data hold more than the ledger");
        }
    }

    /// The key store under the keyring that lies beside it; that it opens shows that they belong together.
    private KeyVault vault(Map<String, byte[]> secrets, Path keyStore) {
        try (SecretBytes encoded = seal.open(Keyring.LABEL, secret(secrets, Backup.ONLINE_KEYS))) {
            Keyring keyring = Keyring.decode(encoded);
            return new KeyVault(new FileKeyFile(keyStore), keyring.vault(), random);
        }
    }

    /// The ledger last: it is what makes a folder a node's home.
    private void place(Map<String, byte[]> secrets, Path draft) throws IOException {
        NodeHome.writePrivate(home.onlineKeys(), secret(secrets, Backup.ONLINE_KEYS));
        NodeHome.writePrivate(home.card(), secret(secrets, Backup.CARD));
        NodeHome.writePrivate(home.foundingAct(), secret(secrets, Backup.FOUNDING));
        NodeHome.writePrivate(home.keyStore(), Files.readAllBytes(draft.resolve(Backup.KEY_STORE)));
        NodeHome.makePrivate(home.ledger().resolveSibling(""));
        Files.move(draft.resolve(Backup.LEDGER), home.ledger(), StandardCopyOption.ATOMIC_MOVE);
        NodeHome.sync(home.ledger().resolveSibling(""));
    }

    private static byte[] secret(Map<String, byte[]> secrets, String name) {
        byte[] found = secrets.get(name);
        if (found == null) {
            throw refused("the keys lack " + name);
        }
        return found;
    }

    private static CommandRefused refused(String why) {
        return new CommandRefused(ExitCode.REFUSED, "The backup cannot be restored: " + why);
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
