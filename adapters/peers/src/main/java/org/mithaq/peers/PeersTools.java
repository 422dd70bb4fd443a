// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import org.mithaq.charter.LivingCharter;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.Contacts;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.PeerDesk;
import org.mithaq.node.Postbox;
import org.mithaq.node.Trail;
import org.mithaq.node.port.Ledger;

/// What exchange with peers works with.
///
/// @param self whose node
/// @param charter who the peers are, and where
/// @param desk takes and answers messages
/// @param contacts greets and hears
/// @param postbox makes deliveries
/// @param evidence asks for newer log evidence
/// @param acts carries acts, proposals and votes
/// @param ledger the outbox, which is each peer's queue
/// @param pieces keeps what comes in pieces
/// @param trail hears of each copy that was delivered
public record PeersTools(
        NodeIdentity self,
        LivingCharter charter,
        PeerDesk desk,
        Contacts contacts,
        Postbox postbox,
        EvidenceDesk evidence,
        CharterDesk acts,
        Ledger ledger,
        PieceStore pieces,
        Trail trail) {

    /// The same, and nobody hears of copies.
    public PeersTools(
            NodeIdentity self,
            LivingCharter charter,
            PeerDesk desk,
            Contacts contacts,
            Postbox postbox,
            EvidenceDesk evidence,
            CharterDesk acts,
            Ledger ledger,
            PieceStore pieces) {
        this(self, charter, desk, contacts, postbox, evidence, acts, ledger, pieces, Trail.NONE);
    }
}
