// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;

/// Seals a batch for its recipients (protocol, Seal): everything about a dispatch that needs no number.
///
/// Safe for threads, and meant to run on many at once: numbering afterwards is serial, and cheap.
public final class Sealer {

    private static final int CONTENT_KEY_BYTES = 32;

    private final HpkeProvider hpke;
    private final FederationId federation;
    private final MemberId sender;

    /// @param hpke what wraps the content key
    /// @param federation whose dispatches
    /// @param sender whose dispatches
    public Sealer(HpkeProvider hpke, FederationId federation, MemberId sender) {
        this.hpke = hpke;
        this.federation = federation;
        this.sender = sender;
    }

    /// Seals `batch` under a fresh id and key.
    ///
    /// @param random cryptographic randomness
    /// @throws IllegalArgumentException if the sender is among the recipients, or the contents together exceed
    ///     [Limits#PLAINTEXT_BYTES_MAX]
    public SealedBatch seal(Batch batch, SecureRandom random) {
        if (batch.recipients().stream().anyMatch(recipient -> recipient.member().equals(sender))) {
            throw new IllegalArgumentException("nobody sends to itself");
        }
        DispatchId id = DispatchId.random(random);
        int count = batch.contents().size();
        int[] ascending = positions(count, random);
        List<Integer> assigned = shuffled(ascending, random);
        List<Leaf> leaves = new ArrayList<>(count);
        for (Batch.Content content : batch.contents()) {
            leaves.add(new Leaf(randomHash(random), content.kind(), content.terms(), content.bytes()));
        }
        Leaf[] byPosition = new Leaf[Limits.LEAVES_MAX];
        for (int index = 0; index < count; index++) {
            byPosition[assigned.get(index)] = leaves.get(index);
        }
        Manifest manifest = manifest(batch, ascending, random);
        List<Leaf> ordered = Arrays.stream(ascending)
                .mapToObj(position -> byPosition[position])
                .toList();
        SaltedTree tree = objectTree(manifest, ordered);
        byte[] plaintext = plaintext(manifest, ordered);
        SecretBytes contentKey = SecretBytes.random(CONTENT_KEY_BYTES, random);
        byte[] ciphertext =
                ChunkedEncryption.seal(contentKey, contentContext(federation, sender, id), plaintext, random);
        SortedMap<MemberId, byte[]> stanzas = new TreeMap<>();
        for (Batch.Recipient recipient : batch.recipients()) {
            byte[] info = stanzaInfo(federation, sender, recipient.member(), id, recipient.sealingEpoch());
            stanzas.put(recipient.member(), hpke.wrap(recipient.key(), info, contentKey));
        }
        return new SealedBatch(
                id,
                batch.exercise(),
                manifest,
                List.copyOf(leaves),
                assigned,
                tree.root(),
                contentKey,
                ciphertext,
                DeliveryRecord.hashOfCiphertext(ciphertext),
                plaintext.length,
                Collections.unmodifiableSortedMap(stanzas));
    }

    /// The bytes that a batch of these contents seals, without the padding: for callers that fill a batch up.
    public static long plaintextBytes(int recipients, int contents, long contentBytes) {
        return 4L + 192 + 32L * recipients + contents * (2L + 64) + contentBytes;
    }

    static SaltedTree objectTree(Manifest manifest, List<Leaf> inOrderOfPositions) {
        int[] positions =
                manifest.positions().stream().mapToInt(Integer::intValue).toArray();
        Hash[] hashes = inOrderOfPositions.stream().map(Leaf::hash).toArray(Hash[]::new);
        return new SaltedTree(
                Labels.OBJECT_NODE, Labels.OBJECT_DUMMY, manifest.dummySeed().bytes(), positions, hashes);
    }

    /// Context of the chunked encryption: suite, federation, sender, id.
    static byte[] contentContext(FederationId federation, MemberId sender, DispatchId id) {
        return new CanonicalWriter(98)
                .u16(Suite.HYBRID_1.number())
                .hash(federation.hash())
                .hash(sender.hash())
                .hash(id.value())
                .toByteArray();
    }

    /// `info` of a stanza: federation, suite, sender, recipient, id, the recipient's sealing-key epoch.
    static byte[] stanzaInfo(
            FederationId federation, MemberId sender, MemberId recipient, DispatchId id, int sealingEpoch) {
        return new CanonicalWriter(134)
                .hash(federation.hash())
                .u16(Suite.HYBRID_1.number())
                .hash(sender.hash())
                .hash(recipient.hash())
                .hash(id.value())
                .u32(sealingEpoch)
                .toByteArray();
    }

    static Hash randomHash(SecureRandom random) {
        byte[] bytes = new byte[Hash.LENGTH_BYTES];
        random.nextBytes(bytes);
        return Hash.wrap(bytes);
    }

    /// `count` different positions, ascending.
    static int[] positions(int count, SecureRandom random) {
        if (count > Limits.LEAVES_MAX / 2) {
            List<Integer> all = new ArrayList<>(Limits.LEAVES_MAX);
            for (int position = 0; position < Limits.LEAVES_MAX; position++) {
                all.add(position);
            }
            Collections.shuffle(all, random);
            return all.subList(0, count).stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        TreeSet<Integer> drawn = new TreeSet<>();
        while (drawn.size() < count) {
            drawn.add(random.nextInt(Limits.LEAVES_MAX));
        }
        return drawn.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> shuffled(int[] ascending, SecureRandom random) {
        List<Integer> positions = new ArrayList<>(ascending.length);
        for (int position : ascending) {
            positions.add(position);
        }
        Collections.shuffle(positions, random);
        return List.copyOf(positions);
    }

    private static Manifest manifest(Batch batch, int[] ascending, SecureRandom random) {
        List<MemberId> audience = batch.recipients().stream()
                .map(Batch.Recipient::member)
                .sorted()
                .toList();
        return new Manifest(
                randomHash(random),
                batch.channel(),
                audience,
                batch.lane(),
                batch.flashDeadlineMicros(),
                Arrays.stream(ascending).boxed().toList(),
                randomHash(random),
                randomHash(random));
    }

    /// The manifest behind its length, the leaves in the order of their positions, and zeroes up to the padded length.
    private static byte[] plaintext(Manifest manifest, List<Leaf> ordered) {
        long content = 0;
        for (Leaf leaf : ordered) {
            content += leaf.content().length;
        }
        long estimate = plaintextBytes(manifest.audience().size(), ordered.size(), content);
        if (estimate > Limits.PLAINTEXT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a batch seals at most %d bytes, not %d".formatted(Limits.PLAINTEXT_BYTES_MAX, estimate));
        }
        CanonicalWriter out = new CanonicalWriter(Padding.paddedBytes((int) estimate));
        out.bytes(manifest.toBytes());
        for (Leaf leaf : ordered) {
            leaf.write(out);
        }
        return Arrays.copyOf(out.toByteArray(), Padding.paddedBytes(out.length()));
    }
}
