// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import java.util.Optional;
import org.mithaq.charter.LivingCharter;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;

/// A dispatch as its recipient still holds it, given back to the member that sent it and has lost its past (protocol,
/// Starting 5).
///
/// @param sent the signed header and the place that ties it to its number
/// @param logSalt what its record in its sender's log is salted with
/// @param logIndex where that record stands
/// @param table the manifest and the hash of each leaf; empty where no object of it is held any more
/// @param leaves those that are held, ascending by index
/// @param more whether there are further ones, which did not fit
public record SentBack(
        ConflictProof.Side sent,
        Hash logSalt,
        long logIndex,
        Optional<ObjectTable> table,
        List<Kept> leaves,
        boolean more) {

    /// Bytes of leaves in one answer: one of the greatest size, or more that together stay below it.
    public static final int LEAVES_BYTES_MAX = Limits.LEAF_BYTES_MAX + 1_024;

    private static final int SIDE_BYTES_MAX = 16_384;
    private static final int TABLE_BYTES_MAX = Limits.MANIFEST_BYTES_MAX + Limits.LEAVES_MAX * Hash.LENGTH_BYTES + 16;

    /// A leaf that is held.
    ///
    /// @param index of its position in the manifest
    public record Kept(int index, Leaf leaf) {}

    public SentBack {
        leaves = List.copyOf(leaves);
        long held = table.map(each -> (long) each.leafHashes().size()).orElse(0L);
        int before = -1;
        for (Kept each : leaves) {
            if (each.index() <= before || each.index() >= held) {
                throw new IllegalArgumentException("leaves of the table, ascending");
            }
            before = each.index();
        }
        if (more && leaves.isEmpty()) {
            throw new IllegalArgumentException("whoever has more gives some of it");
        }
    }

    /// The signed header, once it is proved that its sender gave this number to this dispatch, and that every leaf
    /// stands in it.
    ///
    /// @param charter by which the sender is known
    /// @param key the line in which it was asked for
    /// @param sequence the number that was asked for
    /// @throws DoorRejected if anything is not what its sender signed, or is not what was asked for
    public Header verify(SignatureProvider signatures, LivingCharter charter, OrderKey key, long sequence) {
        Header header = sent.verify(signatures, charter);
        OrderEntry entry = sent.place().order().entry();
        insist(entry.key().equals(key) && entry.sequence() == sequence, Clause.ORDER_SEQUENCE, "another number");
        if (table.isPresent()) {
            Manifest manifest = table.get().manifest();
            insist(manifest.hash().equals(header.manifestHash()), Clause.SEAL_MANIFEST, "another manifest");
            insist(table.get().root().equals(header.objectRoot()), Clause.SEAL_TREE, "another root");
            insist(manifest.logSalt().equals(logSalt), Clause.LOG_INCLUSION, "another salt");
            for (Kept each : leaves) {
                Hash named = table.get().leafHashes().get(each.index());
                insist(each.leaf().hash().equals(named), Clause.SEAL_TREE, "another leaf");
            }
        }
        return header;
    }

    private static void insist(boolean holds, Clause clause, String found) {
        if (!holds) {
            throw new DoorRejected(clause, found, false);
        }
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(16_384);
        out.bytes(sent.toBytes()).hash(logSalt).u64(logIndex);
        out.list(table.stream().toList(), (to, each) -> to.bytes(each.toBytes()));
        out.list(leaves, (to, each) -> to.u16(each.index()).bytes(each.leaf().toBytes()));
        return out.flag(more).toByteArray();
    }

    /// Reads one and nothing after it.
    ///
    /// @throws MalformedEncoding if the bytes are anything else
    public static SentBack parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        ConflictProof.Side sent = ConflictProof.Side.parse(in.bytes("back.sent", SIDE_BYTES_MAX));
        Hash logSalt = in.hash("back.logSalt");
        long logIndex = in.u64("back.logIndex");
        List<ObjectTable> table =
                in.list("back.table", 1, each -> ObjectTable.parse(each.bytes("back.table", TABLE_BYTES_MAX)));
        List<Kept> leaves = in.list("back.leaves", Limits.LEAVES_MAX, each -> {
            int index = OrderProof.readPosition(each, "back.index");
            return new Kept(index, Leaf.parse(each.bytes("back.leaf", LEAVES_BYTES_MAX)));
        });
        boolean more = in.flag("back.more");
        in.end("dispatch sent back");
        try {
            return new SentBack(sent, logSalt, logIndex, table.stream().findFirst(), leaves, more);
        } catch (IllegalArgumentException contradictory) {
            throw in.refuse("back.leaves", String.valueOf(contradictory.getMessage()));
        }
    }
}
