// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.List;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;

/// One object with everything that proves who wrote it, when, and on what terms (protocol, Relay).
///
/// It says nothing of the first audience or of the rest of the batch: neither the delivery record nor the manifest is
/// in it. The same bytes are an evidence bundle that verifies offline.
///
/// @param envelope the originator's signed header
/// @param leaf the object, its terms and its salt
/// @param position where the leaf stands in the object tree
/// @param path its 12 siblings
/// @param logSalt what the originator's log record was salted with
/// @param log where the dispatch stands in the originator's log
public record RelayedObject(
        DsseEnvelope envelope, Leaf leaf, int position, List<Hash> path, Hash logSalt, LogEvidence log) {

    /// Longest encoding.
    public static final int BYTES_MAX = Limits.LEAF_BYTES_MAX + Limits.CHECKPOINT_BYTES_MAX + 16_384;

    public RelayedObject {
        path = List.copyOf(path);
        if (position < 0 || position >= Limits.LEAVES_MAX || path.size() != Limits.TREE_DEPTH) {
            throw new IllegalArgumentException("a position below 4,096 and 12 hashes");
        }
        if (leaf.kind() == LeafKind.RELAYED) {
            throw new IllegalArgumentException("a relayed object is passed on as it is, never wrapped again");
        }
    }

    /// The originator's header, whether or not its signature was verified.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the payload is no header
    public Header header() {
        return Header.parse(envelope.payload());
    }

    /// Identity of the dispatch in which the object first came.
    public Hash payloadHash() {
        return envelope.payloadHash();
    }

    /// Whether the leaf stands in the tree that the header names.
    public boolean leafIsIn(Header header) {
        return SaltedTree.rootOf(Labels.OBJECT_NODE, position, leaf.hash(), path)
                .equals(header.objectRoot());
    }

    /// The record that the originator's log must hold.
    public byte[] logRecord() {
        return LogEvidence.record(logSalt, Dsse.payloadHash(PayloadTypes.DISPATCH, envelope.payload()));
    }

    /// The canonical encoding.
    public byte[] toBytes() {
        CanonicalWriter out = new CanonicalWriter(8_192 + leaf.content().length);
        out.u16(Suite.HYBRID_1.number());
        Envelopes.write(out, envelope);
        leaf.write(out);
        OrderProof.writePlace(out, position, path);
        out.hash(logSalt);
        log.write(out);
        return out.toByteArray();
    }

    /// Reads one relayed object and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static RelayedObject parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Suite.read(in);
        DsseEnvelope envelope = Envelopes.read(in, PayloadTypes.DISPATCH, Header.LENGTH_BYTES);
        Leaf leaf = Leaf.read(in);
        if (leaf.kind() == LeafKind.RELAYED) {
            throw in.refuse("leaf.kind", "an object, a recall or a handshake of the originator itself");
        }
        int position = OrderProof.readPosition(in, "object.position");
        List<Hash> path = OrderProof.readPath(in, "object.path");
        Hash logSalt = in.hash("log.salt");
        RelayedObject relayed = new RelayedObject(envelope, leaf, position, path, logSalt, LogEvidence.read(in));
        in.end("relayed object");
        return relayed;
    }
}
