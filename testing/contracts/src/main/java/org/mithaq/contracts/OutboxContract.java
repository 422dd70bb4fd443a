// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mithaq.contracts.SampleRows.bytes;
import static org.mithaq.contracts.SampleRows.hash;
import static org.mithaq.contracts.SampleRows.member;
import static org.mithaq.contracts.SampleRows.stream;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// What every ledger's outbox must do.
public interface OutboxContract {

    /// The ledger that is tested.
    Ledger ledger();

    @Test
    default void a_copy_moves_the_head_and_is_open_until_it_is_settled() {
        ledger().write(tables -> {
            tables.outbox().openLine(member(2), Lane.ROUTINE, stream(1));
            tables.outbox().add(SampleRows.dispatch(1), SampleRows.entries(1, 2, 3));
            tables.outbox().add(SampleRows.dispatch(2), SampleRows.entries(2, 2));
            tables.outbox().settle(member(2), Lane.ROUTINE, stream(1), 1, Outbox.State.SETTLED, bytes("receipt"), 4);
        });

        ledger().read(tables -> {
            Outbox outbox = tables.outbox();
            assertThat(outbox.lines())
                    .contains(new Outbox.LineRow(member(2), Lane.ROUTINE, stream(1), new Head(2, hash("dispatch 2"))));
            assertThat(outbox.unsettled(member(2), Lane.ROUTINE, stream(1), 0, 10))
                    .extracting(Outbox.EntryRow::sequence)
                    .containsExactly(2L);
            assertThat(outbox.after(member(2), Lane.ROUTINE, stream(1), 0, 10)).hasSize(2);
            assertThat(outbox.unsettledCounts()).containsOnly(Map.entry(member(2), 1L), Map.entry(member(3), 1L));
            assertThat(outbox.backlog())
                    .containsExactlyInAnyOrder(
                            new Outbox.BacklogRow(member(2), Lane.ROUTINE, 1, 2_000),
                            new Outbox.BacklogRow(member(3), Lane.ROUTINE, 1, 1_000));
            assertThat(outbox.newest(1).getFirst().payloadHash()).isEqualTo(hash("dispatch 2"));
            assertThat(outbox.sent(Long.MAX_VALUE, 10))
                    .extracting(Outbox.SentRow::payloadHash)
                    .containsExactly(hash("dispatch 2"), hash("dispatch 1"));
            assertThat(outbox.sent(outbox.newest(1).getFirst().logIndex(), 1))
                    .extracting(Outbox.SentRow::payloadHash)
                    .containsExactly(hash("dispatch 1"));
            return "";
        });
        assertThatThrownBy(() ->
                        ledger().write(tables -> tables.outbox().add(SampleRows.dispatch(3), SampleRows.entries(1, 2))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void what_was_forgotten_is_added_once_below_what_is_newer_and_moves_no_head() {
        Outbox.EntryRow pending = SampleRows.entry(2, 1);
        Outbox.EntryRow settled = SampleRows.settled(2, 1);
        ledger().write(tables -> {
            tables.outbox().openLine(member(2), Lane.ROUTINE, stream(2));
            tables.outbox().add(SampleRows.dispatch(5), List.of());
            tables.outbox().addForgotten(SampleRows.dispatch(1), settled);
            tables.outbox().addForgotten(SampleRows.dispatch(1), SampleRows.settled(3, 1));
            tables.outbox().addForgotten(SampleRows.dispatch(1), settled);
        });

        ledger().read(tables -> {
            Outbox outbox = tables.outbox();
            assertThat(outbox.lines())
                    .containsExactly(new Outbox.LineRow(member(2), Lane.ROUTINE, stream(2), Head.NONE));
            assertThat(outbox.unsettledCounts()).isEmpty();
            assertThat(outbox.entriesOf(hash("dispatch 1")))
                    .extracting(Outbox.EntryRow::recipient)
                    .containsExactlyInAnyOrder(member(2), member(3));
            assertThat(outbox.sent(Long.MAX_VALUE, 10))
                    .extracting(Outbox.SentRow::payloadHash)
                    .containsExactly(hash("dispatch 5"), hash("dispatch 1"));
            assertThat(outbox.sent(5, 10)).hasSize(1);
            return "";
        });
        assertThatThrownBy(
                        () -> ledger().write(tables -> tables.outbox().addForgotten(SampleRows.dispatch(2), pending)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
