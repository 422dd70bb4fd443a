// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Hmac;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.PunctureTree;
import org.mithaq.crypto.SecretBytes;

/// What the key file holds, and its encoding. Not safe for threads: [KeyVault] guards it.
final class VaultContents {

    static final byte[] CONTEXT = "mithaq/key-store/v1".getBytes(StandardCharsets.US_ASCII);

    /// Longest key file: some million destructions.
    static final int BYTES_MAX = 512 << 20;

    private static final int FORMAT = 1;
    static final int TREES_MAX = 1 << 22;

    private final SecretBytes fingerprintKey;
    private final TreeMap<Long, PunctureTree> trees = new TreeMap<>();
    private final TreeMap<Long, PunctureTree> punctured = new TreeMap<>();
    private final Set<Hash> leaves = new TreeSet<>();
    private final Set<Hash> fingerprints = new HashSet<>();

    private VaultContents(SecretBytes fingerprintKey) {
        this.fingerprintKey = fingerprintKey;
    }

    static VaultContents fresh(SecureRandom random) {
        return new VaultContents(SecretBytes.random(Hash.LENGTH_BYTES, random));
    }

    /// Number of the tree that comes next.
    long nextTree() {
        return trees.isEmpty() ? 0 : trees.lastKey() + 1;
    }

    int treeCount() {
        return trees.size();
    }

    void beginTree(SecureRandom random) {
        trees.put(nextTree(), PunctureTree.generate(random));
    }

    /// Takes back [#beginTree], of whose keys none was used.
    void dropNewestTree() {
        trees.pollLastEntry().getValue().close();
    }

    /// The keys of a number; a copy that the caller closes.
    PunctureTree tree(long number) {
        PunctureTree changed = punctured.get(number);
        if (changed != null) {
            try (SecretBytes encoded = changed.encode()) {
                return PunctureTree.decode(encoded);
            }
        }
        try (SecretBytes seed = above(number).leafKey((int) (number % PunctureTree.LEAVES))) {
            return PunctureTree.fromSeed(seed);
        }
    }

    private PunctureTree above(long number) {
        PunctureTree above = trees.get(number / PunctureTree.LEAVES);
        if (above == null) {
            throw new IllegalArgumentException("no key has the number " + number);
        }
        return above;
    }

    void puncture(long number, int slot) {
        PunctureTree changed = punctured.get(number);
        if (changed == null) {
            try {
                changed = tree(number);
            } catch (KeyDestroyed gone) {
                return;
            }
            above(number).puncture((int) (number % PunctureTree.LEAVES));
            punctured.put(number, changed);
        }
        changed.puncture(slot);
    }

    void bury(KeyVault.Tombstone tombstone) {
        leaves.add(tombstone.leafHash());
        fingerprints.addAll(tombstone.fingerprints());
    }

    /// Whether nothing was ever buried, so that nobody need make a keyed hash in order to look for it.
    boolean isUnburied() {
        return fingerprints.isEmpty();
    }

    boolean isBuried(List<Hash> candidates) {
        return candidates.stream().anyMatch(fingerprints::contains);
    }

    int tombstoneCount() {
        return leaves.size();
    }

    /// Keyed hashes, so that nobody without the key file can test a guess against them.
    List<Hash> fingerprint(Hash originator, String stixId, String version, byte[] canonicalHash) {
        byte[] named = new CanonicalWriter(128)
                .hash(originator)
                .text(stixId)
                .text(version)
                .toByteArray();
        return List.of(
                Hmac.of(fingerprintKey, new byte[] {1}, named),
                Hmac.of(fingerprintKey, new byte[] {2}, originator.bytes(), canonicalHash));
    }

    /// A leaf lies in the grave that its originator dug: another member's would be another.
    Hash grave(Hash originator, Hash leafHash) {
        return Hmac.of(fingerprintKey, new byte[] {3}, originator.bytes(), leafHash.bytes());
    }

    SecretBytes encode() {
        CanonicalWriter out = new CanonicalWriter(4_096);
        out.u8(FORMAT).fixed(fingerprintKey.revealSecret(), Hash.LENGTH_BYTES);
        write(out, trees);
        write(out, punctured);
        out.list(leaves, CanonicalWriter::hash);
        out.list(new TreeSet<>(fingerprints), CanonicalWriter::hash);
        return SecretBytes.handOver(out.toByteArray());
    }

    static VaultContents open(SecretBytes master, byte[] sealed) {
        try (SecretBytes plain = SecretBytes.handOver(ChunkedEncryption.open(master, CONTEXT, sealed, BYTES_MAX))) {
            CanonicalReader in = new CanonicalReader(plain.revealSecret());
            int format = in.u8("format");
            if (format != FORMAT) {
                throw in.refuse("format", "key store format 1, and not " + format + ": use the newer program");
            }
            VaultContents contents =
                    new VaultContents(SecretBytes.handOver(in.fixed("fingerprintKey", Hash.LENGTH_BYTES)));
            read(in, contents.trees);
            read(in, contents.punctured);
            contents.leaves.addAll(in.list("leaves", Integer.MAX_VALUE, each -> each.hash("leaf")));
            contents.fingerprints.addAll(in.list("fingerprints", Integer.MAX_VALUE, each -> each.hash("print")));
            in.end("key store");
            return contents;
        }
    }

    private static void write(CanonicalWriter out, Map<Long, PunctureTree> numbered) {
        out.list(numbered.entrySet(), (to, entry) -> {
            try (SecretBytes encoded = entry.getValue().encode()) {
                to.u64(entry.getKey()).bytes(encoded.revealSecret());
            }
        });
    }

    private static void read(CanonicalReader in, Map<Long, PunctureTree> numbered) {
        in.list("trees", TREES_MAX, each -> {
            long number = each.u64("number");
            try (SecretBytes encoded = SecretBytes.handOver(each.bytes("tree", PunctureTree.ENCODED_LIMIT_BYTES))) {
                return numbered.put(number, PunctureTree.decode(encoded)) == null;
            }
        });
    }
}
