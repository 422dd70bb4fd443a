// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Destroyed;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// What recipients have declared about recalled leaves of this node's dispatches. It is kept apart from the
/// status of the copy, which says what became of the dispatch: neither gives way to the other (Receipts 7).
///
/// One receipt for each dispatch and recipient is kept: a newer one lists what the older ones did (Recall 4).
public final class Declared {

    private static final String PREFIX = "declared-by:";

    private Declared() {}

    /// The newest declaration of one recipient about one dispatch.
    ///
    /// @param receipt what it says
    /// @param envelope as it was signed
    public record Word(Receipt receipt, byte[] envelope) {

        /// Which leaves it declares.
        public Destroyed destroyed() {
            return Destroyed.by(receipt);
        }
    }

    /// What `recipient` has declared about a dispatch of this node; empty where it has not.
    public static Optional<Word> of(Ledger.Tables tables, Hash payloadHash, MemberId recipient) {
        return tables.registry().setting(name(payloadHash, recipient)).map(Declared::word);
    }

    private static Word word(byte[] envelope) {
        DsseEnvelope signed = Envelopes.parse(envelope, PayloadTypes.RECEIPT, Receipt.BYTES_MAX);
        return new Word(Receipt.parse(signed.payload()), envelope);
    }

    /// Keeps a verified receipt about a copy of ours, if it declares something that is not older than what is
    /// known.
    ///
    /// @return whether it was kept
    static boolean note(Turn turn, Receipt receipt, DsseEnvelope envelope) {
        Destroyed said = Destroyed.by(receipt);
        if (said.isNothing()) {
            return false;
        }
        Registry registry = turn.tables().registry();
        String name = name(receipt.payloadHash(), receipt.recipient());
        Optional<Word> known = registry.setting(name).map(Declared::word);
        if (known.isPresent() && !isNewer(receipt, said, known.get())) {
            return false;
        }
        registry.putSetting(name, Envelopes.toBytes(envelope));
        return true;
    }

    /// What was declared once stays so: a receipt that says less is older, or false.
    private static boolean isNewer(Receipt receipt, Destroyed said, Word known) {
        boolean later = !receipt.node().equals(known.receipt().node())
                || receipt.number() > known.receipt().number();
        return later && said.covers(known.destroyed());
    }

    private static String name(Hash payloadHash, MemberId recipient) {
        return PREFIX + payloadHash.hex() + "/" + recipient.hex();
    }
}
