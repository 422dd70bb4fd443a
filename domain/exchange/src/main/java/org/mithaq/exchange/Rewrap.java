// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SealingPublicKey;
import org.mithaq.crypto.SecretBytes;

/// The content key of a numbered dispatch, wrapped anew for a recipient that has replaced its sealing key since
/// (protocol, Re-wrapping). The sender signs it with its present key: the order entry covers another stanza.
///
/// @param suite the algorithms
/// @param federation whose charter
/// @param sender whose dispatch it is
/// @param recipient for whom
/// @param payloadHash of which dispatch
/// @param sealingEpoch of the recipient's sealing key
/// @param stanza the wrapped content key, [Limits#STANZA_BYTES] bytes
public record Rewrap(
        Suite suite,
        FederationId federation,
        MemberId sender,
        MemberId recipient,
        Hash payloadHash,
        int sealingEpoch,
        byte[] stanza) {

    /// Length of the payload.
    public static final int LENGTH_BYTES = 2 + 4 * Hash.LENGTH_BYTES + Integer.BYTES + Limits.STANZA_BYTES;

    public Rewrap {
        if (sealingEpoch < 1 || stanza.length != Limits.STANZA_BYTES) {
            throw new IllegalArgumentException("an epoch from 1 on, and a stanza of its one length");
        }
    }

    /// Wraps the content key of the dispatch with this header.
    ///
    /// @param header one of the sender's own
    /// @param key the recipient's sealing key of that epoch
    public static Rewrap wrap(
            HpkeProvider hpke,
            Header header,
            MemberId recipient,
            SealingPublicKey key,
            int sealingEpoch,
            SecretBytes contentKey) {
        byte[] info = Sealer.stanzaInfo(header.federation(), header.sender(), recipient, header.id(), sealingEpoch);
        return new Rewrap(
                Suite.HYBRID_1,
                header.federation(),
                header.sender(),
                recipient,
                header.payloadHash(),
                sealingEpoch,
                hpke.wrap(key, info, contentKey));
    }

    /// Whether it is for `recipient`, of the dispatch with this header.
    boolean isOf(Header header, MemberId self) {
        return federation.equals(header.federation())
                && sender.equals(header.sender())
                && recipient.equals(self)
                && payloadHash.equals(header.payloadHash());
    }

    /// The canonical encoding, which is the payload that is signed.
    public byte[] toBytes() {
        return new CanonicalWriter(LENGTH_BYTES)
                .u16(suite.number())
                .hash(federation.hash())
                .hash(sender.hash())
                .hash(recipient.hash())
                .hash(payloadHash)
                .u32(sealingEpoch)
                .fixed(stanza, Limits.STANZA_BYTES)
                .toByteArray();
    }

    /// Reads one and nothing after it.
    ///
    /// @throws org.mithaq.crypto.MalformedEncoding if the bytes are anything else
    public static Rewrap parse(byte[] bytes) {
        CanonicalReader in = new CanonicalReader(bytes);
        Suite suite = Suite.read(in);
        FederationId federation = new FederationId(in.hash("rewrap.federation"));
        MemberId sender = new MemberId(in.hash("rewrap.sender"));
        MemberId recipient = new MemberId(in.hash("rewrap.recipient"));
        Hash payloadHash = in.hash("rewrap.payloadHash");
        int epoch = in.u32("rewrap.sealingEpoch");
        if (epoch < 1) {
            throw in.refuse("rewrap.sealingEpoch", "an epoch from 1 on");
        }
        Rewrap rewrap = new Rewrap(
                suite,
                federation,
                sender,
                recipient,
                payloadHash,
                epoch,
                in.fixed("rewrap.stanza", Limits.STANZA_BYTES));
        in.end("rewrap");
        return rewrap;
    }
}
