// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.PullRequest;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.ReceiptProofs;

/// What log evidence of one peer is lacking: for what it sent, and for what it answered.
final class EvidencePages {

    private EvidencePages() {}

    /// For dispatches that came before their records were witnessed.
    static EvidencePulls.Pages ofDispatches(EvidenceDesk desk, MemberId peer) {
        return new EvidencePulls.Pages() {

            private Hash after = Hash.ZERO;

            @Override
            public Optional<EvidencePulls.Page> next() {
                Optional<PullRequest.Evidence> wanted = desk.wanted(peer, after);
                after = wanted.map(each -> each.payloadHashes().getLast()).orElse(Hash.ZERO);
                return wanted.map(each -> new EvidencePulls.Page(
                        each, true, answer -> desk.take(peer, each, answer).stored()));
            }
        };
    }

    /// For receipts that are not proved.
    static EvidencePulls.Pages ofReceipts(ReceiptProofs proofs, MemberId peer) {
        return new EvidencePulls.Pages() {

            private String after = "";

            @Override
            public Optional<EvidencePulls.Page> next() {
                Optional<ReceiptProofs.Page> wanted = proofs.wanted(peer, after);
                after = wanted.map(ReceiptProofs.Page::last).orElse("");
                return wanted.map(each -> new EvidencePulls.Page(
                        each.request(),
                        each.isFull(),
                        answer -> proofs.take(peer, each, answer).stored()));
            }
        };
    }
}
