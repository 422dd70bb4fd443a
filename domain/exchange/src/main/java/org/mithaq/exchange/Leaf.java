// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;

/// One piece of content with its terms and a salt of its own (protocol, Leaves): what is relayed or recalled alone.
/// Immutable; its hash is made once, because tree, table, rows and tombstones all ask for it.
public final class Leaf {

    private final Hash salt;
    private final LeafKind kind;
    private final Terms terms;
    private final byte[] content;

    /// Made at the first call; two threads that both make it make the same.
    private @Nullable Hash hash;

    /// A leaf of these parts.
    ///
    /// @param salt 32 random bytes that no other leaf shares
    /// @param kind what the content is
    /// @param terms what the originator allows
    /// @param content the exact bytes, at most [LeafKind#contentBytesMax]; handed over, not copied
    public Leaf(Hash salt, LeafKind kind, Terms terms, byte[] content) {
        if (content.length > kind.contentBytesMax()) {
            throw new IllegalArgumentException("a leaf holds at most " + kind.contentBytesMax() + " bytes");
        }
        this.salt = salt;
        this.kind = kind;
        this.terms = terms;
        this.content = content;
    }

    /// 32 random bytes that no other leaf shares.
    public Hash salt() {
        return salt;
    }

    /// What the content is.
    public LeafKind kind() {
        return kind;
    }

    /// What the originator allows.
    public Terms terms() {
        return terms;
    }

    /// The exact bytes; handed over, not copied.
    public byte[] content() {
        return content;
    }

    /// The hash that stands in the object tree.
    public Hash hash() {
        @Nullable Hash made = hash;
        if (made == null) {
            made = Labels.OBJECT_LEAF.hash(head(), content);
            hash = made;
        }
        return made;
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        byte[] head = head();
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    /// Everything before the content, the content's length included.
    private byte[] head() {
        CanonicalWriter out = new CanonicalWriter(64).hash(salt).u16(kind.number());
        terms.write(out);
        return out.u32(content.length).toByteArray();
    }

    void write(CanonicalWriter out) {
        out.hash(salt).u16(kind.number());
        terms.write(out);
        out.bytes(content);
    }

    static Leaf read(CanonicalReader in) {
        Hash salt = in.hash("leaf.salt");
        LeafKind kind = LeafKind.read(in);
        return new Leaf(salt, kind, Terms.read(in), in.bytes("leaf.content", kind.contentBytesMax()));
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
