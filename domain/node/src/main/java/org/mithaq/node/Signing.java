// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedVote;
import org.mithaq.charter.VotingRecord;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Outbox;

/// Signs what was committed: a payload's identity is fixed before, so that signatures are made in parallel, after the
/// wait for the disk or beside it, and again after a crash. Safe for threads.
public final class Signing {

    /// Most signatures that are made beside the wait for the disk; the oldest is made again when it is asked for.
    private static final int AHEAD_MAX = 16;

    private final SignatureProvider signatures;
    private final LivingKeys keys;
    private final Turns turns;

    /// By the hash of what is signed. Guarded by itself.
    private final Map<Hash, Beside<DsseEnvelope>> ahead = new LinkedHashMap<>();

    /// @param signatures what signs
    /// @param keys with which key
    /// @param turns where new signatures are stored
    public Signing(SignatureProvider signatures, NodeKeys keys, Turns turns) {
        this(signatures, LivingKeys.fixed(keys), turns);
    }

    /// As the other, with keys that are replaced at times.
    public Signing(SignatureProvider signatures, LivingKeys keys, Turns turns) {
        this.signatures = signatures;
        this.keys = keys;
        this.turns = turns;
    }

    /// Signs a payload that is not kept.
    public DsseEnvelope sign(String payloadType, byte[] payload) {
        return Dsse.sign(signatures, keys.signing(), payloadType, payload);
    }

    /// Signs what is about to be durable while the disk is waited for. Nobody sees a signature before an envelope
    /// is asked for with its row, and so not before the row was committed.
    ///
    /// @param meanwhile runs it on a thread of its own
    public Ahead ahead(Executor meanwhile) {
        return new Ahead() {
            @Override
            public void dispatch(Outbox.DispatchRow row) {
                // No more of the row is held than what is signed: the rest may be long.
                Hash keyId = row.keyId();
                byte[] header = row.header();
                meanwhile.execute(ahead(row.payloadHash(), new Beside<>(() -> sign(keyId, header))));
            }

            @Override
            public void receipt(Inbox.ReceiptRow row) {
                byte[] payload = row.payload();
                meanwhile.execute(ahead(Hash.of(payload), new Beside<>(() -> sign(PayloadTypes.RECEIPT, payload))));
            }
        };
    }

    private Runnable ahead(Hash payload, Beside<DsseEnvelope> signature) {
        synchronized (ahead) {
            if (ahead.size() >= AHEAD_MAX) {
                // One whose transaction failed, or that nobody has asked for yet.
                ahead.remove(ahead.keySet().iterator().next());
            }
            ahead.put(payload, signature);
        }
        return signature;
    }

    private Optional<DsseEnvelope> madeAhead(Hash payload) {
        Optional<Beside<DsseEnvelope>> beside;
        synchronized (ahead) {
            beside = Optional.ofNullable(ahead.get(payload));
        }
        return beside.map(Beside::result);
    }

    /// The header names the epoch of its key: no other will do, whatever the present one is.
    private DsseEnvelope sign(Hash keyId, byte[] header) {
        return Dsse.sign(signatures, keys.signing(keyId), PayloadTypes.DISPATCH, header);
    }

    /// Signs the last vote of a record that is durable (Charter 7.6).
    SignedVote vote(VotingRecord stored, MemberId member) {
        return SignedVote.sign(signatures, stored, member, keys.signing());
    }

    /// A receipt with its stored signature, where the present key made it: a row does not say which key that was.
    private Optional<DsseEnvelope> bySigned(byte[] payload, byte[] signature) {
        CompositePublicKey present = keys.signing().publicKey();
        DsseEnvelope envelope = new DsseEnvelope(PayloadTypes.RECEIPT, payload, present.keyId(), signature);
        if (!keys.haveChanged()) {
            return Optional.of(envelope);
        }
        try {
            Dsse.verify(signatures, present, PayloadTypes.RECEIPT, envelope);
            return Optional.of(envelope);
        } catch (SignatureRejected former) {
            return Optional.empty();
        }
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
        DsseEnvelope envelope = madeAhead(row.payloadHash()).orElseGet(() -> sign(row.keyId(), row.header()));
        turns.whenConvenient(turn -> {
            turn.tables().outbox().putSignature(row.payloadHash(), envelope.signature());
            return true;
        });
        return envelope;
    }

    /// The envelope of a receipt; signs it, and has the signature stored, where the present key has not
    /// signed it yet.
    public DsseEnvelope envelope(Inbox.ReceiptRow row) {
        Optional<DsseEnvelope> stored = row.signature().flatMap(signature -> bySigned(row.payload(), signature));
        if (stored.isPresent()) {
            return stored.get();
        }
        DsseEnvelope envelope = madeAhead(Hash.of(row.payload()))
                .filter(made -> made.keyId().equals(keys.signing().publicKey().keyId()))
                .orElseGet(() -> sign(PayloadTypes.RECEIPT, row.payload()));
        turns.whenConvenient(turn -> {
            turn.tables().inbox().putReceiptSignature(row.number(), envelope.signature());
            return true;
        });
        return envelope;
    }
}
