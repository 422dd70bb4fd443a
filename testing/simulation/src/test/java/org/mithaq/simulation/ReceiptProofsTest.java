// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.EvidenceDesk;
import org.mithaq.node.ReceiptProofs;
import org.mithaq.node.Submit;
import org.mithaq.stix.Tlp;

/// Receipts 8: whoever sent asks for the proof that a receipt is in its signer's log.
class ReceiptProofsTest {

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void answered() {
        nodes.meet(0, 1);
        nodes.meet(0, 2);
        posted();
    }

    private Submit.Posted posted() {
        var posted = nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN))
                .posted()
                .getFirst();
        nodes.exchange(0, 1);
        return posted;
    }

    private ReceiptProofs proofs() {
        return nodes.at(0).evidence.receipts();
    }

    private ReceiptProofs.Page page() {
        return proofs().wanted(nodes.id(1), "").orElseThrow();
    }

    private Parcels answer(ReceiptProofs.Page page) {
        return nodes.at(1).desk.pull(nodes.id(0), page.request().toBytes());
    }

    private EvidenceDesk.Taken take(Parcels answer) {
        EvidenceDesk.Taken taken = proofs().take(nodes.id(1), page(), answer);
        nodes.at(0).turns.flush();
        return taken;
    }

    private boolean isDue() {
        return proofs().wanted(nodes.id(1), "").isPresent();
    }

    @Test
    void a_receipt_is_proved_once_its_signers_log_was_witnessed_with_it() {
        assertThat(page().request().receipts()).hasSize(1);
        assertThat(take(answer(page()))).isEqualTo(new EvidenceDesk.Taken(0, 0));
        assertThat(isDue()).isTrue();

        nodes.witness(1);

        assertThat(take(answer(page()))).isEqualTo(new EvidenceDesk.Taken(1, 0));
        assertThat(isDue()).isFalse();
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void each_later_word_is_proved_too_and_the_newest_is_asked_for() {
        nodes.witness(1);
        take(answer(page()));
        var posted = posted();
        nodes.at(1).originating.acknowledge(posted.payloadHash(), new Receipt.Person("duty officer", "a7"));
        nodes.exchange(0, 1);
        assertThat(page().request().receipts()).hasSize(1);
        nodes.at(0).originating.recall(posted.rows().getFirst().stixId(), "a trial");
        nodes.exchange(0, 1);
        nodes.witness(1);

        // The acknowledgement, the declaration, and the receipt for the recall.
        assertThat(take(answer(page()))).isEqualTo(new EvidenceDesk.Taken(3, 0));
        assertThat(isDue()).isFalse();
    }

    @Test
    void what_proves_something_else_is_an_alarm_and_the_receipt_stays_due() {
        posted();
        nodes.witness(1);
        ReceiptProofs.Page both = page();
        List<byte[]> honest = answer(both).parts();
        byte[] swapped = honest.getFirst().clone();
        System.arraycopy(honest.getLast(), 0, swapped, 0, 32);

        EvidenceDesk.Taken taken = take(new Parcels(List.of(swapped, new byte[] {1})));

        assertThat(taken).isEqualTo(new EvidenceDesk.Taken(0, 2));
        assertThat(nodes.alarms(0)).containsExactly("evidence");
        assertThat(page().request()).isEqualTo(both.request());
    }

    @Test
    void a_signer_that_was_asked_and_has_not_proved_it_within_a_day_is_an_alarm_until_it_does() {
        nodes.pass(ReceiptProofs.TIME_MAX.toSeconds() - 10);
        take(new Parcels(List.of()));
        assertThat(nodes.alarms(0)).isEmpty();

        nodes.pass(20);
        take(new Parcels(List.of()));
        assertThat(nodes.alarms(0)).containsExactly("receipt-unproved");

        nodes.witness(1);
        take(answer(page()));
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void nobody_is_shown_the_records_of_receipts_for_others() {
        nodes.witness(1);

        assertThat(nodes.at(1)
                        .desk
                        .pull(nodes.id(2), page().request().toBytes())
                        .parts())
                .isEmpty();
    }
}
