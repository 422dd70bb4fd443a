// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Rewrap;
import org.mithaq.node.port.Outbox;

/// Wraps the content key of queued mail anew for a recipient that has replaced its sealing key since (protocol,
/// Re-wrapping). Nothing of it is kept: it is made and signed again for each attempt. Safe for threads.
public final class Rewrapping {

    private final LivingCharter charter;
    private final HpkeProvider hpke;
    private final Signing signing;

    /// @param charter whose cards say which sealing key is the present one
    /// @param hpke what wraps
    /// @param signing signs that another stanza takes the place of the first
    public Rewrapping(LivingCharter charter, HpkeProvider hpke, Signing signing) {
        this.charter = charter;
        this.hpke = hpke;
        this.signing = signing;
    }

    /// The recipient's card, if the stanza of this copy is for another key than its present one.
    Optional<MemberCard> due(Outbox.EntryRow entry) {
        return charter.now()
                .member(entry.recipient())
                .filter(card -> card.sealingKey().epoch() != entry.sealingEpoch());
    }

    /// The body of a delivery for the recipient's present key.
    Delivery.Rewrapped rewrap(Outbox.DispatchRow row, MemberCard recipient, Sealing.AtRest content) {
        Rewrap rewrap = Rewrap.wrap(
                hpke,
                Header.parse(row.header()),
                recipient.id(),
                recipient.sealingKey().key(),
                recipient.sealingKey().epoch(),
                content.contentKey());
        return new Delivery.Rewrapped(signing.sign(PayloadTypes.REWRAP, rewrap.toBytes()), content.ciphertext());
    }
}
