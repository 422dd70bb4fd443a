// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.ObjectCipher;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.Leaf;
import org.mithaq.exchange.ObjectTable;
import org.mithaq.node.port.Shelf;
import org.mithaq.stix.StixObject;

/// Puts leaves to rest, each under its own key of the key store, and takes them out again. Safe for threads.
public final class Shelving {

    private static final String LEAF = "leaf";
    private static final String TABLE = "table";
    private static final int SEALED_TABLE_MAX = 1 << 21;

    private final KeyVault vault;

    /// @param vault whose keys
    public Shelving(KeyVault vault) {
        this.vault = vault;
    }

    /// A leaf that is to be put to rest.
    ///
    /// @param leaf the leaf
    /// @param position where it stands in its dispatch; 0 where there is none
    /// @param object its STIX object, if it is one
    /// @param originator whose word it is
    /// @param defects whether the object breaks the standard
    /// @param rowed whether the object has a row already, by an earlier batch
    /// @param origin dispatch of the originator and leaf there, where these are not the ones that it now came in
    record Resting(
            Leaf leaf,
            int position,
            Optional<StixObject> object,
            MemberId originator,
            boolean defects,
            boolean rowed,
            Optional<Origin> origin) {}

    /// Where an originator first said something.
    ///
    /// @param exercise whether it was play, as its signed header says: a relay's own header says nothing about it
    record Origin(Hash payloadHash, int position, Hash leafHash, boolean exercise) {}

    /// Seals `leaves` as one batch.
    ///
    /// @param channel where they are shared; empty at home
    /// @param table for making paths again; empty at home
    Prepared.Shelved shelve(
            List<Resting> leaves, Optional<ChannelId> channel, Optional<ObjectTable> table, boolean exercise) {
        long number = vault.nextNumber();
        byte[] salt = vault.salt();
        List<SecretBytes> keys = vault.keys(number, salt, leaves.size());
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(leaves.size() * 2_048);
        List<Shelf.ObjectRow> rows = new ArrayList<>(leaves.size());
        List<Copies.Copy> copies = new ArrayList<>();
        ObjectCipher.Run run = ObjectCipher.run();
        for (int slot = 0; slot < leaves.size(); slot++) {
            Resting resting = leaves.get(slot);
            byte[] bytes = seal(run, keys.get(slot), number, slot, resting.leaf());
            if (resting.object().isPresent()) {
                Shelf.ObjectRow row = row(resting, resting.object().get(), channel, exercise)
                        .lying(number, slot, sealed.size(), bytes.length);
                if (resting.rowed()) {
                    copies.add(Copies.Copy.of(row));
                } else {
                    rows.add(row);
                }
            }
            sealed.writeBytes(bytes);
        }
        byte[] sealedTable = table.map(this::sealTable).orElseGet(() -> new byte[0]);
        return new Prepared.Shelved(new Shelf.BatchRow(number, salt, sealed.toByteArray(), sealedTable), rows, copies);
    }

    private static byte[] seal(ObjectCipher.Run run, SecretBytes key, long number, int slot, Leaf leaf) {
        try (key) {
            return run.seal(key, KeyVault.aad(LEAF, number, slot), leaf.toBytes());
        }
    }

    private static Shelf.ObjectRow row(
            Resting resting, StixObject object, Optional<ChannelId> channel, boolean exercise) {
        Optional<Origin> origin = resting.origin();
        Hash own = channel.isPresent() ? resting.leaf().hash() : Hash.ZERO;
        return new Shelf.ObjectRow(
                0,
                object.id().toString(),
                object.version().key(),
                object.type(),
                resting.originator(),
                channel,
                0,
                0,
                0,
                0,
                origin.map(Origin::leafHash).orElse(own),
                origin.map(Origin::payloadHash).orElse(Hash.ZERO),
                origin.map(Origin::position).orElse(resting.position()),
                origin.map(Origin::exercise).orElse(exercise),
                resting.defects(),
                0);
    }

    /// The leaf of an object that is at rest.
    ///
    /// @throws org.mithaq.crypto.KeyDestroyed if it was recalled
    /// @throws org.mithaq.crypto.SealRejected if the row is damaged
    public Leaf leaf(Shelf.BatchRow batch, Shelf.ObjectRow row) {
        return leaf(batch, row.slot(), row.offsetBytes(), row.lengthBytes());
    }

    /// The leaf that lies at a place of a batch.
    Leaf leaf(Shelf.BatchRow batch, int slot, int offset, int length) {
        byte[] sealed = Arrays.copyOfRange(batch.sealed(), offset, offset + length);
        try (SecretBytes key = vault.key(batch.number(), batch.salt(), slot)) {
            return Leaf.parse(ObjectCipher.open(key, KeyVault.aad(LEAF, batch.number(), slot), sealed));
        }
    }

    /// The table of a batch that came or left in a dispatch.
    ///
    /// @throws IllegalArgumentException if it did not
    public ObjectTable table(Shelf.BatchRow batch) {
        if (batch.table().length == 0) {
            throw new IllegalArgumentException("batch " + batch.number() + " belongs to no dispatch");
        }
        CanonicalReader in = new CanonicalReader(batch.table());
        long number = in.u64("table.key");
        byte[] sealed = in.bytes("table.sealed", SEALED_TABLE_MAX);
        in.end("table");
        return ObjectTable.parse(vault.openAlone(TABLE, number, sealed));
    }

    private byte[] sealTable(ObjectTable table) {
        KeyVault.SealedAlone alone = vault.sealAlone(TABLE, table.toBytes());
        return new CanonicalWriter(alone.sealed().length + 16)
                .u64(alone.number())
                .bytes(alone.sealed())
                .toByteArray();
    }
}
