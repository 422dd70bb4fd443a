// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.Label;
import org.mithaq.crypto.ObjectCipher;
import org.mithaq.crypto.PunctureTree;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.StorageFailed;

/// The key store (protocol, Recall): every object and every sealed dispatch lies under a key of its own, which can be
/// destroyed so that no page, log or backup of the database brings the content back.
///
/// Keys are numbered. 4,096 numbers share one puncturable tree, and each number's seed is itself a tree of 4,096
/// keys: so a node that never recalls keeps 32 bytes for 16 million keys, and the file is written once for 4,096
/// numbers and once for each destruction. Tombstones live here too.
///
/// A number that was handed out and whose transaction was lost is never handed out again: the first number after a
/// start
/// begins a fresh tree, so that a start itself needs no room on the medium. Safe for threads.
public final class KeyVault {

    /// Longest key file.
    public static final int FILE_BYTES_MAX = VaultContents.BYTES_MAX;

    /// Most trees in it: 4,096 numbers each.
    public static final int TREES_MAX = VaultContents.TREES_MAX;

    private static final Label KEY = new Label("mithaq/at-rest-key/v1");
    private static final int SALT_BYTES = 16;

    private final KeyFile file;
    private final SecretBytes master;
    private final SecureRandom random;
    private final VaultContents contents;
    private long next;
    private long writes;

    /// Opens the key store, or begins one where the file is empty.
    ///
    /// @param file where it lies
    /// @param master 32 bytes that the file is sealed under
    /// @param random cryptographic randomness
    /// @throws org.mithaq.crypto.SealRejected if the file was sealed under another key, or is damaged
    public KeyVault(KeyFile file, SecretBytes master, SecureRandom random) {
        this.file = file;
        this.master = master;
        this.random = random;
        Optional<VaultContents> known = file.read().map(bytes -> VaultContents.open(master, bytes));
        contents = known.orElseGet(() -> VaultContents.fresh(random));
        // A batch is told by its number, and 0 is none.
        next = Math.max(1, contents.nextTree() * PunctureTree.LEAVES);
        if (known.isEmpty()) {
            beginTree();
        }
    }

    /// A fresh number, never handed out before.
    public synchronized long nextNumber() {
        if (next / PunctureTree.LEAVES >= contents.nextTree()) {
            beginTree();
        }
        return next++;
    }

    /// 16 bytes that go into the keys of one number.
    public byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /// The keys of the slots 0 to `count` − 1 of a number, in their order, for sealing a batch.
    ///
    /// @throws KeyDestroyed if one of them was
    public List<SecretBytes> keys(long number, byte[] salt, int count) {
        try (PunctureTree tree = tree(number)) {
            List<SecretBytes> keys = new ArrayList<>(count);
            for (SecretBytes leafKey : tree.leafKeys(0, count)) {
                keys.add(salted(leafKey, salt));
            }
            return keys;
        }
    }

    /// The key of one slot.
    ///
    /// @throws KeyDestroyed if it was
    public SecretBytes key(long number, byte[] salt, int slot) {
        try (PunctureTree tree = tree(number)) {
            return salted(tree.leafKey(slot), salt);
        }
    }

    /// Seals one thing alone under slot 0 of a fresh number.
    ///
    /// @param purpose what it is, so that nothing is opened as something else
    public SealedAlone sealAlone(String purpose, byte[] plaintext) {
        long number = nextNumber();
        byte[] salt = salt();
        try (SecretBytes key = key(number, salt, 0)) {
            byte[] ciphertext = ObjectCipher.seal(key, aad(purpose, number, 0), plaintext);
            return new SealedAlone(
                    number,
                    new CanonicalWriter(SALT_BYTES + ciphertext.length)
                            .fixed(salt, SALT_BYTES)
                            .fixed(ciphertext, ciphertext.length)
                            .toByteArray());
        }
    }

    /// What [#sealAlone] made.
    ///
    /// @param number of its key
    /// @param sealed salt and ciphertext
    public record SealedAlone(long number, byte[] sealed) {}

    /// Opens what [#sealAlone] sealed for the same purpose.
    ///
    /// @throws KeyDestroyed if its key was destroyed
    /// @throws org.mithaq.crypto.SealRejected if it is damaged, or something else
    public byte[] openAlone(String purpose, long number, byte[] sealed) {
        byte[] salt = Arrays.copyOf(sealed, SALT_BYTES);
        byte[] ciphertext = Arrays.copyOfRange(sealed, Math.min(SALT_BYTES, sealed.length), sealed.length);
        try (SecretBytes key = key(number, salt, 0)) {
            return ObjectCipher.open(key, aad(purpose, number, 0), ciphertext);
        }
    }

    /// What binds a sealed thing to its place.
    static byte[] aad(String purpose, long number, int slot) {
        return new CanonicalWriter(64).text(purpose).u64(number).u16(slot).toByteArray();
    }

    /// One key that is to be destroyed.
    ///
    /// @param number which number
    /// @param slot which of its keys
    public record KeyRef(long number, int slot) {}

    /// Destroys keys and sets tombstones. When this returns, both survive power loss, and the keys are gone from the
    /// file; again it has no further effect.
    public synchronized void destroy(List<KeyRef> keys, List<Tombstone> tombstones) {
        for (KeyRef key : keys) {
            contents.puncture(key.number(), key.slot());
        }
        tombstones.forEach(contents::bury);
        save();
    }

    /// Whether a leaf was recalled here by the member whose word it is. What anybody else said about it counts for
    /// nothing (Recall 1).
    ///
    /// @param originator sender of the header that carries the leaf, as 32 bytes
    public synchronized boolean isBuried(Hash originator, Hash leafHash) {
        return !contents.isUnburied() && contents.isBuried(List.of(contents.grave(originator, leafHash)));
    }

    /// Whether a recalled object has come back in another leaf: the same version, or the same canonical bytes, as
    /// said by `originator`. What another originator says under its own signature stays.
    ///
    /// @param originator whose word it is now, as 32 bytes
    public synchronized boolean isBuried(Hash originator, String stixId, String version, byte[] canonicalHash) {
        return !contents.isUnburied()
                && contents.isBuried(contents.fingerprint(originator, stixId, version, canonicalHash));
    }

    /// The tombstone of an object that is known; of one that never came, the leaf hash is all there is.
    public synchronized Tombstone tombstone(
            Hash leafHash, Hash originator, String stixId, String version, byte[] canonicalHash) {
        List<Hash> fingerprints = new ArrayList<>(contents.fingerprint(originator, stixId, version, canonicalHash));
        fingerprints.add(contents.grave(originator, leafHash));
        return new Tombstone(leafHash, fingerprints);
    }

    /// The tombstone of a leaf whose object never was here, or is gone already.
    public synchronized Tombstone tombstone(Hash originator, Hash leafHash) {
        return new Tombstone(leafHash, List.of(contents.grave(originator, leafHash)));
    }

    /// Number of trees that keys come from.
    public synchronized int treeCount() {
        return contents.treeCount();
    }

    /// Number of tombstones.
    public synchronized int tombstoneCount() {
        return contents.tombstoneCount();
    }

    /// Whether a key can no longer be derived from what is kept.
    public synchronized boolean isDestroyed(long number, int slot) {
        try (PunctureTree tree = tree(number)) {
            return tree.isPunctured(slot);
        } catch (KeyDestroyed destroyed) {
            return true;
        }
    }

    /// Whether no key of the slots 0 to `count` − 1 of a number can be derived any more.
    public synchronized boolean isSpent(long number, int count) {
        try (PunctureTree tree = tree(number)) {
            for (int slot = 0; slot < count; slot++) {
                if (!tree.isPunctured(slot)) {
                    return false;
                }
            }
            return true;
        } catch (KeyDestroyed destroyed) {
            return true;
        }
    }

    private static SecretBytes salted(SecretBytes leafKey, byte[] salt) {
        try (leafKey) {
            return SecretBytes.handOver(KEY.hash(leafKey.revealSecret(), salt).bytes());
        }
    }

    private synchronized PunctureTree tree(long number) {
        return contents.tree(number);
    }

    /// No number of a tree is handed out that is not durable.
    private void beginTree() {
        contents.beginTree(random);
        try {
            save();
        } catch (StorageFailed refused) {
            contents.dropNewestTree();
            throw refused;
        }
    }

    /// How often the file was written since this was opened.
    public synchronized long writes() {
        return writes;
    }

    private void save() {
        writes++;
        try (SecretBytes plain = contents.encode()) {
            file.replace(ChunkedEncryption.seal(master, VaultContents.CONTEXT, plain.revealSecret(), random));
        }
    }

    /// What stays of a recalled object.
    ///
    /// @param leafHash the leaf, as the recall names it
    /// @param fingerprints keyed hashes of (originator, leaf), and where the object was known of (originator, id,
    ///     version) and of (originator, canonical bytes)
    public record Tombstone(Hash leafHash, List<Hash> fingerprints) {

        public Tombstone {
            fingerprints = List.copyOf(fingerprints);
        }
    }
}
