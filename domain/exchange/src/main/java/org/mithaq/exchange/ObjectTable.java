// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// What a holder keeps beside the leaves of a dispatch so that it can make their paths again: the manifest, and the
/// hash of each leaf. Hashes of recalled leaves stay: salted, they say nothing any more.
///
/// @param manifest the dispatch's manifest
/// @param leafHashes in the order of the manifest's positions
public record ObjectTable(Manifest manifest, List<Hash> leafHashes) {

    public ObjectTable {
        leafHashes = List.copyOf(leafHashes);
        if (leafHashes.size() != manifest.positions().size()) {
            throw new IllegalArgumentException("a hash for each position");
        }
    }

    /// Of a batch that this member has sealed.
    public static ObjectTable of(SealedBatch batch) {
        Hash[] byPosition = new Hash[Limits.LEAVES_MAX];
        for (int index = 0; index < batch.leaves().size(); index++) {
            byPosition[batch.leafPositions().get(index)] =
                    batch.leaves().get(index).hash();
        }
        return new ObjectTable(
                batch.manifest(),
                batch.manifest().positions().stream()
                        .map(position -> byPosition[position])
                        .toList());
    }

    /// Of what was opened.
    public static ObjectTable of(Door.Opened opened) {
        return new ObjectTable(
                opened.manifest(), opened.leaves().stream().map(Leaf::hash).toList());
    }

    /// The 12 siblings of the leaf at `position`.
    public List<Hash> path(int position) {
        return tree().path(position);
    }

    /// Root of the object tree.
    public Hash root() {
        return tree().root();
    }

    private SaltedTree tree() {
        return new SaltedTree(
                Labels.OBJECT_NODE,
                Labels.OBJECT_DUMMY,
                manifest.dummySeed().bytes(),
                manifest.positions().stream().mapToInt(Integer::intValue).toArray(),
                leafHashes.toArray(Hash[]::new));
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        return new CanonicalWriter(1_024)
                .bytes(manifest.toBytes())
                .list(leafHashes, CanonicalWriter::hash)
                .toByteArray();
    }

    /// Reads one table and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static ObjectTable parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Manifest manifest = Manifest.parse(in.bytes("table.manifest", Limits.MANIFEST_BYTES_MAX));
        List<Hash> hashes = in.list("table.leaves", Limits.LEAVES_MAX, each -> each.hash("table.leaves"));
        if (hashes.size() != manifest.positions().size()) {
            throw in.refuse("table.leaves", "a hash for each position");
        }
        in.end("object table");
        return new ObjectTable(manifest, hashes);
    }
}
