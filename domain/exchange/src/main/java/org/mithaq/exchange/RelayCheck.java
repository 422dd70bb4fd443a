// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import org.mithaq.charter.CharterState;
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
    /// @param state the charter's state, by which the originator is known
    /// @throws ContentRejected if the proof does not hold
    public Verified verify(RelayedObject relayed, CharterState state) {
        Header header = header(relayed);
        insist(header.federation().equals(state.federation()), Clause.HEADER_FEDERATION, "another federation");
        insist(
                header.epoch() == state.epoch() && header.stateHash().equals(state.hash()),
                Clause.HEADER_CHARTER,
                "epoch " + header.epoch() + " here unknown");
        MemberCard originator = state.member(header.sender())
                .orElseThrow(() -> new ContentRejected(
                        Clause.HEADER_SENDER, "no member " + header.sender().shortForm()));
        insist(
                header.signingEpoch() == originator.signingKey().epoch(),
                Clause.HEADER_SIGNATURE,
                "signing epoch " + header.signingEpoch());
        try {
            Dsse.verify(signatures, originator.signingKey().key(), PayloadTypes.DISPATCH, relayed.envelope());
        } catch (SignatureRejected rejected) {
            throw new ContentRejected(Clause.HEADER_SIGNATURE, String.valueOf(rejected.getMessage()));
        }
        insist(relayed.leafIsIn(header), Clause.RELAY_LEAF, "another root");
        try {
            Checkpoint checkpoint = logs.verify(relayed.log(), relayed.logRecord(), originator);
            return new Verified(relayed, header, originator, checkpoint);
        } catch (DoorRejected rejected) {
            throw new ContentRejected(rejected.clause(), String.valueOf(rejected.getMessage()));
        }
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
