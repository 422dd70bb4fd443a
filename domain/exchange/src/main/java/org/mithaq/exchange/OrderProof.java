// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// One recipient's order entry with its place in the order tree.
///
/// @param entry the entry
/// @param position where it stands, 0 to 4,095, drawn at random
/// @param path its 12 siblings, from the leaf upwards
public record OrderProof(OrderEntry entry, int position, List<Hash> path) {

    public OrderProof {
        path = List.copyOf(path);
        if (position < 0 || position >= Limits.LEAVES_MAX || path.size() != Limits.TREE_DEPTH) {
            throw new IllegalArgumentException("a position below 4,096 and 12 hashes");
        }
    }

    /// The root that this proof leads to.
    Hash root() {
        return SaltedTree.rootOf(Labels.ORDER_NODE, position, entry.hash(), path);
    }

    void write(CanonicalWriter out) {
        entry.write(out);
        writePlace(out, position, path);
    }

    static OrderProof read(CanonicalReader in) {
        OrderEntry entry = OrderEntry.read(in);
        int position = readPosition(in, "order.position");
        return new OrderProof(entry, position, readPath(in, "order.path"));
    }

    static void writePlace(CanonicalWriter out, int position, List<Hash> path) {
        out.u16(position);
        path.forEach(out::hash);
    }

    static int readPosition(CanonicalReader in, String field) {
        int position = in.u16(field);
        if (position >= Limits.LEAVES_MAX) {
            throw in.refuse(field, "a position below 4,096");
        }
        return position;
    }

    static List<Hash> readPath(CanonicalReader in, String field) {
        Hash[] path = new Hash[Limits.TREE_DEPTH];
        for (int level = 0; level < path.length; level++) {
            path[level] = in.hash(field);
        }
        return List.of(path);
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(640);
        write(out);
        return out.toByteArray();
    }

    /// Reads one proof and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static OrderProof parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        OrderProof proof = read(in);
        in.end("order proof");
        return proof;
    }
}
