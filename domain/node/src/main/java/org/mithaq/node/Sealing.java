// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Batch;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.exchange.SealedBatch;
import org.mithaq.exchange.Sealer;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Quarantine;

/// Makes everything ready that the state machine then only has to number: pure, and run on many threads at once.
public final class Sealing {

    private static final String DISPATCH = "dispatch";
    private static final int CONTENT_KEY_BYTES = 32;
    private static final String RECALLED = "Recall 3: this member has recalled this version; it is held for a person,"
            + " and a new version of the object can be shared";

    /// A batch is closed at this many bytes, so that one recipient's copy stays small enough for thin links.
    static final long BATCH_BYTES_MAX = 4L << 20;

    private final NodeIdentity self;
    private final Sealer sealer;
    private final Shelving shelving;
    private final KeyVault vault;
    private final SecureRandom random;

    /// @param self whose node
    /// @param charter whose members
    /// @param hpke what wraps content keys
    /// @param vault where the keys at rest come from
    /// @param random cryptographic randomness
    public Sealing(NodeIdentity self, LivingCharter charter, HpkeProvider hpke, KeyVault vault, SecureRandom random) {
        this.self = self;
        this.sealer = new Sealer(hpke, charter.now().federation(), self.member());
        this.shelving = new Shelving(vault);
        this.vault = vault;
        this.random = random;
    }

    /// How something is sent.
    ///
    /// @param channel in which channel
    /// @param lane how urgent
    /// @param flashDeadlineMicros by when a person acknowledges; 0 outside the flash lane
    /// @param exercise whether it is play
    public record Posting(ChannelId channel, Lane lane, long flashDeadlineMicros, boolean exercise) {}

    /// Seals `items` for `recipients`, in as many batches as the limits of a dispatch demand.
    ///
    /// @param charter the state whose sealing keys are used
    /// @param recipients members of `charter`, not this one; at least one
    /// @param rowed items among them that have a row already, by an earlier batch
    public List<Prepared.Outgoing> seal(
            CharterState charter, Posting posting, List<Item> items, Set<MemberId> recipients, Set<Item> rowed) {
        List<Batch.Recipient> sealedFor =
                recipients.stream().map(id -> recipient(charter, id)).toList();
        List<Prepared.Outgoing> batches = new ArrayList<>();
        List<Item> open = new ArrayList<>();
        long bytes = 0;
        for (Item item : items) {
            long more = item.content().bytes().length;
            if (!open.isEmpty() && (open.size() == Limits.LEAVES_MAX || bytes + more > BATCH_BYTES_MAX)) {
                batches.add(sealOne(posting, List.copyOf(open), sealedFor, rowed));
                open.clear();
                bytes = 0;
            }
            open.add(item);
            bytes += more;
        }
        if (!open.isEmpty()) {
            batches.add(sealOne(posting, List.copyOf(open), sealedFor, rowed));
        }
        return batches;
    }

    /// In which channel a batch was sent; empty where it lies at home, or is not there.
    Optional<ChannelId> channelOf(Ledger.Tables tables, long batch) {
        return tables.shelf()
                .batch(batch)
                .filter(row -> row.table().length > 0)
                .map(row -> shelving.table(row).manifest().channel());
    }

    /// Whether this member has recalled the object of an item, in this version or in these bytes.
    boolean isRecalled(Item item) {
        return vault.tombstoneCount() > 0
                && item.object()
                        .filter(object -> vault.isBuried(
                                self.member().hash(),
                                object.id().toString(),
                                object.version().key(),
                                object.contentHash()))
                        .isPresent();
    }

    /// An item as it is held for a person.
    Quarantine.Row held(Item item) {
        return QuarantineDesk.sealed(vault, "own", RECALLED, item.content().bytes());
    }

    /// Puts `items` to rest here, without sending them.
    ///
    /// @param items 1 to 4,096 objects
    public Prepared.Shelved keep(List<Item> items, boolean exercise) {
        List<Shelving.Resting> resting = items.stream()
                .map(item -> resting(
                        item,
                        false,
                        new Leaf(
                                Hash.ZERO,
                                item.content().kind(),
                                item.content().terms(),
                                item.content().bytes()),
                        0))
                .toList();
        return shelving.shelve(resting, Optional.empty(), Optional.empty(), exercise);
    }

    private Prepared.Outgoing sealOne(
            Posting posting, List<Item> items, List<Batch.Recipient> recipients, Set<Item> rowed) {
        Batch batch = new Batch(
                posting.channel(),
                posting.lane(),
                posting.flashDeadlineMicros(),
                posting.exercise(),
                items.stream().map(Item::content).toList(),
                recipients);
        SealedBatch sealed = sealer.seal(batch, random);
        List<Shelving.Resting> resting = new ArrayList<>(items.size());
        for (int index = 0; index < items.size(); index++) {
            resting.add(resting(
                    items.get(index),
                    rowed.contains(items.get(index)),
                    sealed.leaves().get(index),
                    sealed.leafPositions().get(index)));
        }
        Prepared.Shelved shelved = shelving.shelve(
                resting, Optional.of(posting.channel()), Optional.of(ObjectTable.of(sealed)), posting.exercise());
        byte[] atRest = new CanonicalWriter(CONTENT_KEY_BYTES + sealed.ciphertext().length + 8)
                .fixed(sealed.contentKey().revealSecret(), CONTENT_KEY_BYTES)
                .bytes(sealed.ciphertext())
                .toByteArray();
        SortedMap<MemberId, Integer> epochs = new TreeMap<>();
        recipients.forEach(each -> epochs.put(each.member(), each.sealingEpoch()));
        return new Prepared.Outgoing(sealed, shelved, vault.sealAlone(DISPATCH, atRest), epochs);
    }

    /// What opens things at rest.
    Shelving shelving() {
        return shelving;
    }

    private Shelving.Resting resting(Item item, boolean rowed, Leaf leaf, int position) {
        return new Shelving.Resting(
                leaf, position, item.object(), self.member(), item.defects(), rowed, Optional.empty());
    }

    private static Batch.Recipient recipient(CharterState charter, MemberId id) {
        MemberCard card =
                charter.member(id).orElseThrow(() -> new IllegalArgumentException("no member " + id.shortForm()));
        return new Batch.Recipient(
                id, card.sealingKey().key(), card.sealingKey().epoch());
    }

    /// A dispatch at rest.
    ///
    /// @param contentKey what the ciphertext is under: whoever asked for it closes it
    /// @param ciphertext handed over, not copied
    record AtRest(SecretBytes contentKey, byte[] ciphertext) implements AutoCloseable {

        @Override
        public void close() {
            contentKey.close();
        }
    }

    /// Opens a dispatch at rest.
    ///
    /// @throws org.mithaq.crypto.KeyDestroyed if a leaf of it was recalled
    static AtRest atRest(KeyVault vault, long keyNumber, byte[] sealed) {
        CanonicalReader in = new CanonicalReader(vault.openAlone(DISPATCH, keyNumber, sealed));
        AtRest atRest = new AtRest(
                SecretBytes.handOver(in.fixed("dispatch.contentKey", CONTENT_KEY_BYTES)),
                in.bytes("dispatch.ciphertext", Limits.CIPHERTEXT_BYTES_MAX));
        in.end("dispatch");
        return atRest;
    }

    /// The ciphertext of a dispatch at rest.
    ///
    /// @throws org.mithaq.crypto.KeyDestroyed if a leaf of it was recalled
    public static byte[] ciphertext(KeyVault vault, long keyNumber, byte[] sealed) {
        try (AtRest atRest = atRest(vault, keyNumber, sealed)) {
            return atRest.ciphertext();
        }
    }
}
