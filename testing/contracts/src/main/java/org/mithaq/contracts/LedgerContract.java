// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mithaq.contracts.SampleRows.bytes;
import static org.mithaq.contracts.SampleRows.hash;
import static org.mithaq.contracts.SampleRows.member;
import static org.mithaq.contracts.SampleRows.stream;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;
import org.mithaq.node.port.StorageFailed;

/// What every ledger must do.
public interface LedgerContract extends OutboxContract {

    /// The ledger under test, empty at first; the same at each call.
    @Override
    Ledger ledger();

    /// Makes the next [Ledger#write] throw [StorageFailed], having kept its changes or not.
    void failNextWrite(boolean kept);

    @Test
    default void what_was_written_is_read() {
        ledger().write(tables -> tables.registry().putSetting("a", bytes("1")));

        assertThat(ledger().<Optional<byte[]>>read(tables -> tables.registry().setting("a")))
                .hasValue(bytes("1"));
        assertThat(ledger().<Optional<byte[]>>read(tables -> tables.registry().setting("b")))
                .isEmpty();
    }

    @Test
    default void a_transaction_that_throws_leaves_no_trace() {
        IllegalArgumentException thrown = new IllegalArgumentException("by the test");

        assertThatThrownBy(() -> ledger().write(tables -> {
                    tables.registry().putSetting("a", bytes("1"));
                    tables.log().append(List.of(new byte[32]));
                    throw thrown;
                }))
                .isSameAs(thrown);

        assertThat(ledger().<Optional<byte[]>>read(tables -> tables.registry().setting("a")))
                .isEmpty();
        assertThat(ledger().<Long>read(tables -> tables.log().size())).isZero();
        ledger().write(tables -> tables.registry().putSetting("a", bytes("2")));
    }

    @Test
    default void a_failed_write_can_be_repeated_when_it_was_lost() {
        failNextWrite(false);

        assertThatThrownBy(() -> ledger().write(tables -> tables.registry().addAct(bytes("act"))))
                .isInstanceOf(StorageFailed.class);
        assertThat(ledger().<List<byte[]>>read(tables -> tables.registry().acts()))
                .isEmpty();
        ledger().write(tables -> tables.registry().addAct(bytes("act")));
        assertThat(ledger().<List<byte[]>>read(tables -> tables.registry().acts()))
                .containsExactly(bytes("act"));
    }

    @Test
    default void a_failed_write_can_be_looked_up_when_it_was_kept() {
        failNextWrite(true);

        assertThatThrownBy(() -> ledger().write(tables -> tables.registry().addAct(bytes("act"))))
                .isInstanceOf(StorageFailed.class);
        assertThat(ledger().<List<byte[]>>read(tables -> tables.registry().acts()))
                .containsExactly(bytes("act"));
    }

    @Test
    default void a_snapshot_does_not_change_while_others_write() {
        ledger().write(tables -> tables.registry().putSetting("a", bytes("old")));

        String seen = ledger().read(tables -> {
            CompletableFuture.runAsync(
                            () -> ledger().write(inner -> inner.registry().putSetting("a", bytes("new"))))
                    .join();
            return Written.out(tables.registry().setting("a"));
        });

        assertThat(seen).isEqualTo(Written.out(bytes("old")));
        assertThat(ledger().<Optional<byte[]>>read(tables -> tables.registry().setting("a")))
                .hasValue(bytes("new"));
    }

    @Test
    default void a_reader_does_not_see_what_is_not_committed() {
        ledger().write(tables -> {
            tables.registry().putSetting("a", bytes("1"));
            assertThat(tables.registry().setting("a")).hasValue(bytes("1"));
            assertThat(ledger().<Optional<byte[]>>read(
                                    committed -> committed.registry().setting("a")))
                    .isEmpty();
        });
    }

    @Test
    default void a_read_transaction_cannot_write() {
        ledger().write(tables -> tables.quarantine());

        assertThatThrownBy(() -> ledger().read(tables -> {
                    tables.registry().putSetting("a", bytes("1"));
                    return "";
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger().read(tables -> tables.alarms().clear("a")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void a_write_within_a_write_is_refused() {
        assertThatThrownBy(() -> ledger().write(outer -> ledger().write(inner -> {})))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void tables_end_with_their_transaction() {
        AtomicReference<Ledger.Tables> kept = new AtomicReference<>();
        ledger().write(kept::set);

        assertThatThrownBy(() -> kept.get().registry().putSetting("a", bytes("1")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void objects_are_numbered_without_gaps_and_times_ascend() {
        Shelf.ObjectRow first = SampleRows.object("indicator--1", "v1", hash("d"), 0);
        Shelf.ObjectRow second = SampleRows.object("indicator--1", "v2", hash("d"), 1);
        Shelf.ObjectRow third = SampleRows.object("indicator--2", "v1", Optional.empty(), Hash.ZERO, 0);
        ledger().write(tables -> {
            List<Optional<Shelf.ObjectRow>> added = tables.shelf().addObjects(List.of(first, first, second), 1_000);
            assertThat(added.get(1)).isEmpty();
            assertThat(added.get(2).orElseThrow().number()).isEqualTo(2);
            assertThat(added.get(0).orElseThrow().addedMicros()).isEqualTo(1_000);
            assertThat(added.get(2).orElseThrow().addedMicros()).isEqualTo(1_001);
        });
        ledger().write(tables -> {
            // The clock went back; nothing is numbered or dated twice after a removal either.
            tables.shelf().removeObject(2);
            Shelf.ObjectRow row =
                    tables.shelf().addObjects(List.of(third), 5).getFirst().orElseThrow();
            assertThat(row.number()).isEqualTo(3);
            assertThat(row.addedMicros()).isEqualTo(1_002);
        });

        ledger().read(tables -> {
            assertThat(tables.shelf().page(Optional.empty(), 0, 10))
                    .extracting(Shelf.ObjectRow::number)
                    .containsExactly(1L, 3L);
            assertThat(tables.shelf().page(Optional.of(SampleRows.channel(1)), 0, 10))
                    .extracting(Shelf.ObjectRow::number)
                    .containsExactly(1L);
            assertThat(tables.shelf().object(3).orElseThrow())
                    .usingRecursiveComparison()
                    .ignoringFields("number", "addedMicros")
                    .isEqualTo(third);
            assertThat(tables.shelf().objectAt(hash("d"), 0).orElseThrow().number())
                    .isEqualTo(1);
            assertThat(tables.shelf().objectsOf("indicator--1", 10)).hasSize(1);
            assertThat(tables.shelf().count()).isEqualTo(2);
            return "";
        });
    }

    @Test
    default void an_arrival_is_found_by_each_of_its_names_and_added_once() {
        ledger().write(tables -> tables.inbox().add(SampleRows.arrival(1, 7)));

        ledger().read(tables -> {
            String row = Written.out(Optional.of(SampleRows.arrival(1, 7)));
            assertThat(Written.out(tables.inbox().arrival(hash("arrival 1")))).isEqualTo(row);
            assertThat(Written.out(tables.inbox().arrivalOfBatch(7))).isEqualTo(row);
            assertThat(Written.out(tables.inbox().arrival(SampleRows.node(1), Lane.FLASH, stream(1), 1)))
                    .isEqualTo(row);
            return "";
        });
        assertThatThrownBy(() -> ledger().write(tables -> tables.inbox().add(SampleRows.arrival(1, 7))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void records_that_are_kept_of_others_stay_apart_and_in_order() {
        ledger().write(tables -> {
            tables.log().keep("one/log", List.of(hash("a").bytes(), hash("b").bytes()));
            tables.log().keep("other/log", List.of(hash("c").bytes()));
            tables.log().keep("one/log", List.of(hash("d").bytes()));
        });

        ledger().read(tables -> {
            assertThat(tables.log().kept("one/log")).isEqualTo(3);
            assertThat(tables.log().kept("none/log")).isZero();
            assertThat(tables.log().kept("one/log", 1, 10))
                    .containsExactly(hash("b").bytes(), hash("d").bytes());
            assertThat(tables.log().kept("one/log", 0, 1))
                    .containsExactly(hash("a").bytes());
            assertThat(tables.log().kept("one/log", 3, 10)).isEmpty();
            assertThat(tables.log().kept("other/log", 0, 10)).hasSize(1);
            assertThat(tables.log().size()).isZero();
            return "";
        });
    }

    @Test
    default void receipts_are_numbered_one_after_the_other_and_leave_when_delivered() {
        ledger().write(tables -> {
            tables.inbox().addReceipt(SampleRows.receipt(1, 1, 1));
            tables.inbox().addReceipt(SampleRows.receipt(2, 1, 1));
            tables.inbox().putReceiptSignature(1, bytes("signature"));
            tables.inbox().receiptDelivered(1);
            tables.inbox().addReceipt(SampleRows.receipt(9, 2, 2));
        });

        ledger().read(tables -> {
            assertThat(tables.inbox().receiptNumber()).isEqualTo(9);
            assertThat(tables.inbox().undelivered(member(1), 10)).hasSize(1);
            assertThat(tables.inbox().undeliveredCounts())
                    .containsOnly(Map.entry(member(1), 1L), Map.entry(member(2), 1L));
            assertThat(tables.inbox().receiptsOf(hash("arrival 1")).getFirst().signature())
                    .hasValue(bytes("signature"));
            return "";
        });
        assertThatThrownBy(() -> ledger().write(tables -> tables.inbox().addReceipt(SampleRows.receipt(2, 1, 1))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void a_receipt_that_is_asked_for_again_is_due_again() {
        ledger().write(tables -> {
            tables.inbox().addReceipt(SampleRows.receipt(1, 1, 1));
            tables.inbox().receiptDelivered(1);
            tables.inbox().receiptDue(1);
            tables.inbox().receiptDue(1);
        });

        ledger().read(tables -> {
            assertThat(tables.inbox().undelivered(member(1), 10)).hasSize(1);
            assertThat(tables.inbox().undeliveredCounts()).containsOnly(Map.entry(member(1), 1L));
            return "";
        });
    }

    @Test
    default void arrivals_whose_evidence_lacks_something_are_found_by_pages_until_it_is_there() {
        ledger().write(tables -> {
            for (int number = 1; number <= 5; number++) {
                tables.inbox().add(SampleRows.arrival(number, 0));
            }
        });
        List<Hash> all =
                ledger().read(tables -> tables.inbox().evidenceDue(SampleRows.member(1), Hash.ZERO, 10)).stream()
                        .map(Inbox.ArrivalRow::payloadHash)
                        .toList();
        assertThat(all).hasSize(5).isSortedAccordingTo(Comparator.comparing(Hash::hex));

        ledger().write(tables -> tables.inbox().putLog(all.get(2), bytes("newer")));

        ledger().read(tables -> {
            assertThat(tables.inbox().arrivalsFrom(Hash.ZERO, 10)).isEqualTo(all);
            assertThat(tables.inbox().arrivalsFrom(all.get(2), 2)).containsExactly(all.get(2), all.get(3));
            assertThat(tables.inbox().evidenceDue(SampleRows.member(1), all.get(1), 1))
                    .extracting(Inbox.ArrivalRow::payloadHash)
                    .containsExactly(all.get(3));
            assertThat(tables.inbox().evidenceDue(SampleRows.member(2), Hash.ZERO, 10))
                    .isEmpty();
            assertThat(tables.inbox().evidenceDueCounts()).containsOnly(Map.entry(SampleRows.member(1), 4L));
            assertThat(tables.inbox().arrival(all.get(2)).orElseThrow().log()).isEqualTo(bytes("newer"));
            return "";
        });
    }

    @Test
    default void an_alarm_that_is_raised_again_counts_up_and_keeps_the_first_proof() {
        ledger().write(tables -> {
            tables.alarms().raise("k", "gap", "A gap.", "Look.", bytes("first"), 5);
            tables.alarms().raise("k", "gap", "A gap.", "Look.", bytes("second"), 9);
        });

        ledger().read(tables -> {
            assertThat(tables.alarms().all()).singleElement().satisfies(row -> {
                assertThat(row.count()).isEqualTo(2);
                assertThat(row.proof()).isEqualTo(bytes("first"));
                assertThat(row.firstMicros()).isEqualTo(5);
                assertThat(row.lastMicros()).isEqualTo(9);
            });
            assertThat(tables.alarms().holds("k")).isTrue();
            assertThat(tables.alarms().holds("gap")).isFalse();
            assertThat(tables.alarms().counts()).containsOnly(Map.entry("gap", 1L));
            return "";
        });
    }

    @Test
    default void empty_bytes_and_no_bytes_are_two_things() {
        ledger().write(tables -> {
            tables.registry().putSetting("a", new byte[0]);
            tables.outbox().add(SampleRows.dispatch(1), List.of());
            tables.outbox().putSignature(hash("dispatch 1"), new byte[0]);
            tables.outbox().add(SampleRows.dispatch(2), List.of());
            tables.outbox().dropSealed(hash("dispatch 2"));
        });

        ledger().read(tables -> {
            assertThat(tables.registry().setting("a")).hasValue(new byte[0]);
            assertThat(tables.outbox()
                            .dispatch(hash("dispatch 1"))
                            .orElseThrow()
                            .signature())
                    .hasValue(new byte[0]);
            assertThat(tables.outbox()
                            .dispatch(hash("dispatch 2"))
                            .orElseThrow()
                            .signature())
                    .isEmpty();
            assertThat(tables.outbox()
                            .dispatch(hash("dispatch 2"))
                            .orElseThrow()
                            .sealed())
                    .isEmpty();
            return "";
        });
    }

    @Test
    default void settings_are_listed_by_prefix() {
        ledger().write(tables -> {
            tables.registry().putSetting("b:2", bytes("2"));
            tables.registry().putSetting("b:1", bytes("1"));
            tables.registry().putSetting("c", bytes("3"));
            tables.registry().putSetting("b:3", bytes("3"));
            tables.registry().removeSetting("b:3");
        });

        assertThat(ledger().<List<Registry.Setting>>read(
                                tables -> tables.registry().settings("b:")))
                .extracting(Registry.Setting::name)
                .containsExactly("b:1", "b:2");
        assertThat(ledger().<List<Registry.Setting>>read(
                                tables -> tables.registry().settings("b:", "", 1)))
                .extracting(Registry.Setting::name)
                .containsExactly("b:1");
        assertThat(ledger().<List<Registry.Setting>>read(
                                tables -> tables.registry().settings("b:", "b:1", 5)))
                .extracting(Registry.Setting::name)
                .containsExactly("b:2");
    }
}
