// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.ChunkedEncryption;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// One dispatch of member 0, made step by step, so that a test can put something else in place of each step.
///
/// @param sealed what was sealed
/// @param numbered what was numbered
/// @param envelope what was signed
/// @param log where it was logged
record Dispatched(SealedBatch sealed, Numbered numbered, DsseEnvelope envelope, LogEvidence log) {

    static final int SENDER = 0;

    static final long TIME_MICROS = 1_800_000_000_000_000L;

    static Batch.Content content(int length, int fill) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) fill);
        return new Batch.Content(LeafKind.OBJECT, Terms.standard(), bytes);
    }

    static Batch batch(Lane lane, List<Batch.Content> contents, int... recipients) {
        long deadline = lane == Lane.FLASH ? TIME_MICROS + 60_000_000 : 0;
        List<Batch.Recipient> to = Arrays.stream(recipients)
                .mapToObj(member -> new Batch.Recipient(
                        Federation.id(member), Federation.sealing(member).publicKey(), 1))
                .toList();
        return new Batch(Federation.plenary(), lane, deadline, false, contents, to);
    }

    static SealedBatch seal(Batch batch, SecureRandom random) {
        return new Sealer(Federation.HPKE, Federation.state().federation(), Federation.id(SENDER)).seal(batch, random);
    }

    static Numbered.Origin origin() {
        return new Numbered.Origin(
                Federation.state().federation(),
                Federation.state().epoch(),
                Federation.state().hash(),
                Federation.id(SENDER),
                1,
                Federation.node(SENDER));
    }

    static Numbered number(SealedBatch sealed, Numbered.Origin origin) {
        Map<MemberId, Numbered.Line> lines = new HashMap<>();
        StreamId stream = StreamId.of(Arrays.copyOf(Federation.seed("stream"), StreamId.LENGTH_BYTES));
        sealed.stanzas()
                .keySet()
                .forEach(member ->
                        lines.put(member, new Numbered.Line(stream, new Head(6, Federation.hash("number six")))));
        return Numbered.number(sealed, origin, lines, TIME_MICROS, new FixedRandom(11));
    }

    static Dispatched sign(SealedBatch sealed, Numbered numbered) {
        DsseEnvelope envelope =
                Federation.sign(SENDER, PayloadTypes.DISPATCH, numbered.header().toBytes());
        byte[] record = LogEvidence.record(sealed.manifest().logSalt(), envelope.payloadHash());
        return new Dispatched(sealed, numbered, envelope, logged(SENDER, record));
    }

    static Dispatched of(SealedBatch sealed) {
        return sign(sealed, number(sealed, origin()));
    }

    /// Three objects in the routine lane for members 1, 2 and 3.
    static Dispatched standard() {
        List<Batch.Content> contents = List.of(content(300, 'a'), content(500, 'b'), content(700, 'c'));
        return of(seal(batch(Lane.ROUTINE, contents, 1, 2, 3), new FixedRandom(10)));
    }

    /// Evidence that the log of `member` holds `record` among others.
    static LogEvidence logged(int member, byte[] record) {
        MemoryTree tree = new MemoryTree();
        for (int filler = 0; filler < 6; filler++) {
            tree.append(TreeHasher.leafHash(Federation.seed("filler " + filler)));
        }
        long index = tree.append(TreeHasher.leafHash(record));
        tree.append(TreeHasher.leafHash(Federation.seed("last")));
        Checkpoint checkpoint = new Checkpoint(Federation.card(member).log().origin(), tree.size(), tree.root());
        return new LogEvidence(
                tree.inclusion(index, tree.size()),
                Federation.log(member).sign(checkpoint).encode());
    }

    /// The same dispatch under another signed header.
    Dispatched with(Header header) {
        return sign(sealed, new Numbered(header, header.payloadHash(), numbered.record(), numbered.orders()));
    }

    /// The same dispatch under a header of which one byte is another, signed by the sender itself.
    Dispatched withHeaderByte(int offset, int mask) {
        byte[] bytes = numbered.header().toBytes();
        bytes[offset] ^= (byte) mask;
        return with(Header.parse(bytes));
    }

    /// The same dispatch in another envelope.
    Dispatched in(DsseEnvelope other) {
        return new Dispatched(sealed, numbered, other, log);
    }

    byte[] stanza(int member) {
        byte[] stanza = sealed.stanzas().get(Federation.id(member));
        if (stanza == null) {
            throw new IllegalArgumentException("no stanza for " + member);
        }
        return stanza;
    }

    OrderProof order(int member) {
        OrderProof order = numbered.orders().get(Federation.id(member));
        if (order == null) {
            throw new IllegalArgumentException("no number for " + member);
        }
        return order;
    }

    Delivery delivery(int member) {
        return delivery(numbered.record(), order(member), stanza(member), sealed.ciphertext());
    }

    Delivery delivery(DeliveryRecord record, OrderProof order, byte[] stanza, byte[] ciphertext) {
        return new Delivery(envelope, record, order, new Delivery.Sealed(stanza, ciphertext), log);
    }

    /// The same for a later sealing key, as the sender signs it.
    Delivery rewrapped(int member, SealingPrivateKey key, int epoch) {
        Rewrap rewrap = Rewrap.wrap(
                Federation.HPKE, numbered.header(), Federation.id(member), key.publicKey(), epoch, sealed.contentKey());
        return rewrapped(member, Federation.sign(SENDER, PayloadTypes.REWRAP, rewrap.toBytes()));
    }

    Delivery rewrapped(int member, DsseEnvelope rewrap) {
        return new Delivery(
                envelope, numbered.record(), order(member), new Delivery.Rewrapped(rewrap, sealed.ciphertext()), log);
    }

    /// Leaf `index`, in the order of the batch, with its proof.
    RelayedObject relayed(int index) {
        int position = sealed.leafPositions().get(index);
        return new RelayedObject(
                envelope,
                sealed.leaves().get(index),
                position,
                ObjectTable.of(sealed).path(position),
                sealed.manifest().logSalt(),
                log);
    }

    static TreeMap<Integer, SealingPrivateKey> keys(int member) {
        return new TreeMap<>(Map.of(1, Federation.sealing(member)));
    }

    static Door door(int member) {
        return new Door(Federation.SIGNATURES, Federation.HPKE, Federation.id(member));
    }

    static Door.Admitted admit(Delivery delivery, int member) {
        return door(member).admit(delivery, Federation.state());
    }

    static Door.Opened open(Dispatched dispatched, int member) {
        Door.Admitted admitted = admit(dispatched.delivery(member), member);
        return door(member).open(admitted, (Delivery.Sealed) admitted.delivery().body(), keys(member));
    }

    /// What lies under the seal of a batch.
    static byte[] plaintext(SealedBatch batch) {
        return ChunkedEncryption.open(batch.contentKey(), context(batch), batch.ciphertext(), 1 << 24);
    }

    private static byte[] context(SealedBatch batch) {
        return Sealer.contentContext(Federation.state().federation(), Federation.id(SENDER), batch.id());
    }

    /// A batch with another manifest, object root and plaintext than it should have.
    static SealedBatch resealed(SealedBatch batch, Manifest manifest, Hash objectRoot, byte[] plaintext) {
        byte[] ciphertext = ChunkedEncryption.seal(batch.contentKey(), context(batch), plaintext, new FixedRandom(12));
        return new SealedBatch(
                batch.id(),
                batch.exercise(),
                manifest,
                batch.leaves(),
                batch.leafPositions(),
                objectRoot,
                batch.contentKey(),
                ciphertext,
                DeliveryRecord.hashOfCiphertext(ciphertext),
                plaintext.length,
                batch.stanzas());
    }

    /// The plaintext of a batch whose manifest is another.
    static byte[] plaintext(SealedBatch batch, Manifest manifest) {
        CanonicalWriter out = new CanonicalWriter();
        out.bytes(manifest.toBytes());
        inOrder(batch).forEach(leaf -> leaf.write(out));
        return Arrays.copyOf(out.toByteArray(), Padding.paddedBytes(out.length()));
    }

    /// The leaves of a batch in the order of their positions.
    static List<Leaf> inOrder(SealedBatch batch) {
        Map<Integer, Leaf> byPosition = new TreeMap<>();
        for (int index = 0; index < batch.leaves().size(); index++) {
            byPosition.put(batch.leafPositions().get(index), batch.leaves().get(index));
        }
        return new ArrayList<>(byPosition.values());
    }
}
