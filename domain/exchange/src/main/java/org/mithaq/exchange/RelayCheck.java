// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.crypto.SignatureRejected;
import org.mithaq.tlog.Checkpoint;

/// Checks that a relayed object is what its originator wrote, on the terms that it set (protocol, Relay). The same
/// check, offline, is the verification of an evidence bundle. Safe for threads.
public final class RelayCheck {

    private final SignatureProvider signatures;
    private final LogCheck logs;

    /// @param signatures what verifies headers and notes
    public RelayCheck(SignatureProvider signatures) {
        this.signatures = signatures;
        this.logs = new LogCheck(signatures);
    }

    /// A relayed object whose proof holds.
    ///
    /// @param relayed the object
    /// @param header its originator's header
    /// @param originator who wrote it
    /// @param checkpoint the state of the originator's log that shows it
    public record Verified(RelayedObject relayed, Header header, MemberCard originator, Checkpoint checkpoint) {}

    /// Checks signature, tree and log, in this order.
    ///
    /// @param charter by which the originator is known
    /// @throws ContentRejected if the proof does not hold
    /// @throws DoorRejected for now, if it is of a state, or by a key, that is not known here
    public Verified verify(RelayedObject relayed, LivingCharter charter) {
        Header header = header(relayed);
        insist(header.federation().equals(charter.now().federation()), Clause.HEADER_FEDERATION, "another federation");
        CharterState named = charter.at(header.epoch(), header.stateHash())
                .orElseThrow(() ->
                        new DoorRejected(Clause.HEADER_CHARTER, "epoch " + header.epoch() + " here unknown", true));
        insist(
                named.member(header.sender()).isPresent(),
                Clause.HEADER_SENDER,
                "no member " + header.sender().shortForm());
        Signatory signatory = Signatory.of(charter, header).orElseThrow(() -> unsigned(charter, header));
        MemberCard originator = signatory.card();
        try {
            Dsse.verify(signatures, signatory.key().key().key(), PayloadTypes.DISPATCH, relayed.envelope());
        } catch (SignatureRejected rejected) {
            throw new ContentRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()));
        }
        insist(
                Signatory.counts(signatory.key().until(), relayed.log().proof().leafIndex()),
                Clause.HEADER_SIGNATURE,
                "a replaced key, and a record after its end");
        insist(relayed.leafIsIn(header), Clause.RELAY_LEAF, "another root");
        return new Verified(relayed, header, originator, checkpoint(relayed, signatory));
    }

    private static RuntimeException unsigned(LivingCharter charter, Header header) {
        String found = "signing epoch " + header.signingEpoch();
        return Signatory.isAhead(charter, header)
                ? new DoorRejected(Clause.HEADER_SIGNATURE, found, true)
                : new ContentRejected(Clause.HEADER_SIGNATURE, found);
    }

    /// An act of membership begins a history of keys anew: what was proved under the one before stays proved.
    private Checkpoint checkpoint(RelayedObject relayed, Signatory signatory) {
        Optional<DoorRejected> first = Optional.empty();
        for (KeyHistory history : signatory.histories()) {
            try {
                return logs.verify(relayed.log(), relayed.logRecord(), history);
            } catch (DoorRejected rejected) {
                first = first.or(() -> Optional.of(rejected));
            }
        }
        DoorRejected rejected = first.orElseThrow();
        if (rejected.forNow()) {
            throw rejected;
        }
        throw new ContentRejected(rejected.clause(), String.valueOf(rejected.getMessage()));
    }

    private static Header header(RelayedObject relayed) {
        try {
            return relayed.header();
        } catch (MalformedEncoding malformed) {
            throw new ContentRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()));
        }
    }

    private static void insist(boolean holds, Clause clause, String found) {
        if (!holds) {
            throw new ContentRejected(clause, found);
        }
    }
}
