// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;

/// Files of a backup: as they come, and what is sealed in them.
public final class BackupTarget {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretBytes KEY = SecretBytes.handOver(TestFederation.seed(0, "backup"));

    private final Path file;
    private final KeySeal seal;
    private final byte[] sealedKey;

    private BackupTarget() {
        try {
            Path folder = Files.createTempDirectory("mithaq-fuzz");
            this.file = folder.resolve("backup");
            Path key = Files.write(folder.resolve("node.key"), TestFederation.seed(0, "node key"));
            this.seal = new KeySeal(new NodeConfig.KeyProtection.KeyFile(key), RANDOM);
            this.sealedKey = seal.seal(BackupPart.DATA.label(), KEY);
            for (Path each : List.of(folder, key, file)) {
                each.toFile().deleteOnExit();
            }
        } catch (IOException noRoom) {
            throw new UncheckedIOException(noRoom);
        }
    }

    /// The target.
    public static Target target() {
        BackupTarget files = new BackupTarget();
        byte[] manifest = new Manifest(
                        BackupPart.DATA, new MemberId(Hash.wrap(TestFederation.seed(0, "id"))), Instant.EPOCH)
                .encode();
        byte[] content = content(manifest, "ledger", new byte[100]);
        return new Target(
                "backup",
                4_096,
                List.of("manifest.json", "\"format\":1", "\"part\":\"backup-data\"", "mithaq-backup/v1\n"),
                List.of(
                        Kind.of("file", files::accepts, files.sealed(content)),
                        // Sealed here: mutations of the file alone would never open.
                        Kind.of("content", input -> files.accepts(files.sealed(input)), content),
                        Kind.of(
                                "manifest",
                                Codec.stable(CommandRefused.class, Manifest::decode, Manifest::encode),
                                manifest)));
    }

    private boolean accepts(byte[] input) throws Exception {
        Files.write(file, input);
        return Codec.read(Set.of(CommandRefused.class), ignored -> readAll(), input)
                .isPresent();
    }

    private Manifest readAll() throws IOException {
        try (BackupReader reader = new BackupReader(BackupPart.DATA, file, seal)) {
            for (Optional<BackupReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                reader.copyTo(OutputStream.nullOutputStream(), copied -> {});
            }
            return reader.manifest();
        }
    }

    private byte[] sealed(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(BackupWriter.MARKER.getBytes(US_ASCII));
            out.writeInt(sealedKey.length);
            out.write(sealedKey);
            out.write(ChunkedEncryption.seal(KEY, BackupPart.DATA.context(), content, RANDOM));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] content(byte[] manifest, String name, byte[] more) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            entry(out, Manifest.NAME, manifest);
            entry(out, name, more);
            out.writeShort(0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void entry(DataOutputStream out, String name, byte[] content) throws IOException {
        byte[] encoded = name.getBytes(UTF_8);
        out.writeShort(encoded.length);
        out.write(encoded);
        out.writeLong(content.length);
        out.write(content);
    }
}
