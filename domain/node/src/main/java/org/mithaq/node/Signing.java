// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedVote;
import org.mithaq.charter.VotingRecord;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Outbox;

/// Signs what was committed: a payload's identity is fixed before, so that signatures are made in parallel, after the
/// wait for the disk or beside it, and again after a crash. Safe for threads.
public final class Signing {

    private final SignatureProvider signatures;
    private final NodeKeys keys;
    private final Turns turns;

    /// @param signatures what signs
    /// @param keys with which key
    /// @param turns where new signatures are stored
    public Signing(SignatureProvider signatures, NodeKeys keys, Turns turns) {
        this.signatures = signatures;
        this.keys = keys;
        this.turns = turns;
    }

    /// Signs a payload that is not kept.
    public DsseEnvelope sign(String payloadType, byte[] payload) {
        return Dsse.sign(signatures, keys.signing(), payloadType, payload);
    }

    /// Signs the last vote of a record that is durable (Charter 7.6).
    SignedVote vote(VotingRecord stored, MemberId member) {
        return SignedVote.sign(signatures, stored, member, keys.signing());
    }

    /// The envelope of a dispatch; signs it, and has the signature stored, where that was not done yet.
    public DsseEnvelope envelope(Outbox.DispatchRow row) {
        if (row.signature().isPresent()) {
            return new DsseEnvelope(
                    PayloadTypes.DISPATCH,
                    row.header(),
                    row.keyId(),
                    row.signature().get());
        }
        DsseEnvelope envelope = sign(PayloadTypes.DISPATCH, row.header());
        turns.whenConvenient(turn -> {
            turn.tables().outbox().putSignature(row.payloadHash(), envelope.signature());
            return true;
        });
        return envelope;
    }

    /// The envelope of a receipt; signs it, and has the signature stored, where that was not done yet.
    public DsseEnvelope envelope(Inbox.ReceiptRow row) {
        if (row.signature().isPresent()) {
            return new DsseEnvelope(
                    PayloadTypes.RECEIPT,
                    row.payload(),
                    keys.signing().publicKey().keyId(),
                    row.signature().get());
        }
        DsseEnvelope envelope = sign(PayloadTypes.RECEIPT, row.payload());
        turns.whenConvenient(turn -> {
            turn.tables().inbox().putReceiptSignature(row.number(), envelope.signature());
            return true;
        });
        return envelope;
    }
}
