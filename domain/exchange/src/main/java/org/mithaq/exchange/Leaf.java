// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.Arrays;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// One piece of content with its terms and a salt of its own (protocol, Leaves): what is relayed or recalled alone.
///
/// @param salt 32 random bytes that no other leaf shares
/// @param kind what the content is
/// @param terms what the originator allows
/// @param content the exact bytes, at most 8 MiB; handed over, not copied
public record Leaf(Hash salt, LeafKind kind, Terms terms, byte[] content) {

    public Leaf {
        if (content.length > Limits.LEAF_BYTES_MAX) {
            throw new IllegalArgumentException("a leaf holds at most " + Limits.LEAF_BYTES_MAX + " bytes");
        }
    }

    /// The hash that stands in the object tree.
    public Hash hash() {
        return Labels.OBJECT_LEAF.hash(toBytes());
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(64 + content.length);
        write(out);
        return out.toByteArray();
    }

    void write(CanonicalWriter out) {
        out.hash(salt).u16(kind.number());
        terms.write(out);
        out.bytes(content);
    }

    static Leaf read(CanonicalReader in) {
        return new Leaf(
                in.hash("leaf.salt"),
                LeafKind.read(in),
                Terms.read(in),
                in.bytes("leaf.content", Limits.LEAF_BYTES_MAX));
    }

    /// Reads one leaf and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are not one leaf
    public static Leaf parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Leaf leaf = read(in);
        in.end("leaf");
        return leaf;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Leaf leaf
                && salt.equals(leaf.salt)
                && kind == leaf.kind
                && terms.equals(leaf.terms)
                && Arrays.equals(content, leaf.content);
    }

    @Override
    public int hashCode() {
        return salt.hashCode();
    }

    /// Says what kind and how long, never what.
    @Override
    public String toString() {
        return "Leaf(" + kind + ", " + content.length + " bytes)";
    }
}
