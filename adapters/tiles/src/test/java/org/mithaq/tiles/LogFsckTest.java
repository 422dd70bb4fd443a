// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.MemoryLedger;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.DispatchId;
import org.mithaq.exchange.Head;
import org.mithaq.exchange.Header;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.OrderKey;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.Suite;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeHasher;

class LogFsckTest {

    private static final Federation FEDERATION = Federation.five();
    private static final Federation.Member OWNER = FEDERATION.member(0);
    private static final Federation.Member PEER = FEDERATION.member(1);
    private static final StreamId STREAM = StreamId.of(Arrays.copyOf(Federation.seed("stream"), 16));
    private static final byte[] NONE = new byte[0];

    private final List<byte[]> records = new ArrayList<>();
    private final List<Outbox.DispatchRow> dispatches = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();

    private static Hash hash(String text) {
        return Hash.wrap(TestNode.record(text));
    }

    private void dispatch(int number) {
        CharterState charter = FEDERATION.charter();
        Header header = new Header(
                Suite.HYBRID_1,
                charter.federation(),
                charter.epoch(),
                charter.hash(),
                OWNER.id(),
                1,
                new DispatchId(hash("id " + number)),
                1_000_000L + number,
                false,
                hash("objects " + number),
                hash("manifest"),
                hash("delivery"));
        Hash salt = hash("salt " + number);
        dispatches.add(new Outbox.DispatchRow(
                header.payloadHash(),
                header.toBytes(),
                Optional.empty(),
                hash("key"),
                NONE,
                number,
                NONE,
                salt,
                records.size(),
                Lane.ROUTINE,
                number));
        records.add(LogEvidence.record(salt, header.payloadHash()));
    }

    private void receipt(int number) {
        CharterState charter = FEDERATION.charter();
        Receipt receipt = new Receipt(
                Suite.HYBRID_1,
                charter.federation(),
                charter.epoch(),
                charter.hash(),
                PEER.id(),
                OWNER.id(),
                OWNER.node(),
                new OrderKey(PEER.node(), OWNER.id(), Lane.FLASH, STREAM),
                number,
                hash("arrived " + number),
                Receipt.Status.ACCEPTED,
                "",
                "",
                List.of(),
                Optional.empty(),
                Receipt.Onward.NONE,
                5L,
                number,
                hash("receipt salt " + number),
                records.size());
        receipts.add(receipt);
        records.add(LogEvidence.record(receipt.logSalt(), receipt.receiptHash()));
    }

    /// Four dispatches, two receipts, and a record that is neither.
    private void history() {
        dispatch(1);
        receipt(1);
        dispatch(2);
        records.add(TestNode.record("an act"));
        dispatch(3);
        receipt(2);
        dispatch(4);
    }

    private static SignedCheckpoint cosigned(List<byte[]> records, int witnesses) {
        MemoryTree tree = new MemoryTree();
        records.forEach(record -> tree.append(TreeHasher.leafHash(record)));
        Checkpoint checkpoint = new Checkpoint(OWNER.origin(), tree.size(), tree.root());
        SignedCheckpoint signed = OWNER.log().sign(checkpoint);
        for (int witness = 1; witness <= witnesses; witness++) {
            signed = signed.with(FEDERATION.member(witness).cosigners().stream()
                    .map(each -> each.cosign(checkpoint, TestNode.CLOCK.instant()))
                    .toList());
        }
        return signed;
    }

    private Ledger ledger(List<byte[]> kept, SignedCheckpoint witnessed) {
        MemoryLedger ledger = new MemoryLedger();
        ledger.write(tables -> {
            tables.log().append(kept);
            tables.log()
                    .putWitnessedCheckpoint(
                            new LogBook.CheckpointRow(witnessed.checkpoint().size(), witnessed.encode()));
            tables.outbox().openLine(PEER.id(), Lane.ROUTINE, STREAM);
            for (int index = 0; index < dispatches.size(); index++) {
                Outbox.DispatchRow row = dispatches.get(index);
                tables.outbox().add(row, List.of(entry(row.payloadHash(), index + 1)));
            }
            tables.inbox()
                    .putLine(new Inbox.LineRow(
                            PEER.id(),
                            PEER.node(),
                            Lane.FLASH,
                            STREAM,
                            new Head(1, hash("arrived 1")),
                            Long.MAX_VALUE));
            for (Receipt receipt : receipts) {
                tables.inbox().add(arrival(receipt));
                tables.inbox()
                        .addReceipt(new Inbox.ReceiptRow(
                                receipt.number(),
                                PEER.id(),
                                receipt.payloadHash(),
                                receipt.status().number(),
                                receipt.toBytes(),
                                Optional.empty(),
                                false));
            }
        });
        return ledger;
    }

    private static Outbox.EntryRow entry(Hash payloadHash, long sequence) {
        return new Outbox.EntryRow(
                PEER.id(),
                Lane.ROUTINE,
                STREAM,
                sequence,
                payloadHash,
                NONE,
                NONE,
                Outbox.State.PENDING,
                Optional.empty(),
                0,
                1);
    }

    private static Inbox.ArrivalRow arrival(Receipt receipt) {
        return new Inbox.ArrivalRow(
                receipt.payloadHash(),
                PEER.id(),
                new DispatchId(receipt.payloadHash()),
                PEER.node(),
                Lane.FLASH,
                STREAM,
                receipt.sequence(),
                NONE,
                NONE,
                NONE,
                false,
                Hash.ZERO,
                0,
                1);
    }

    private static LogFsck.Report check(Ledger ledger) {
        MemberId owner = OWNER.id();
        return new LogFsck(Federation.SIGNATURES, FEDERATION.charter(), owner).check(ledger);
    }

    private static void assertOneFault(LogFsck.Report report, String words) {
        assertThat(report.sound()).isFalse();
        assertThat(report.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.sentence()).contains(words).endsWith(".");
            assertThat(fault.action()).endsWith(".");
        });
    }

    @Test
    void a_sound_log_is_counted_and_has_no_fault() {
        history();
        LogFsck.Report report = check(ledger(records, cosigned(records, 3)));
        assertThat(report.faults()).isEmpty();
        assertThat(report.sound()).isTrue();
        assertThat(report.records()).isEqualTo(7);
        assertThat(report.dispatches()).isEqualTo(4);
        assertThat(report.receipts()).isEqualTo(2);
        assertThat(report.unexplained()).isEqualTo(1);
        assertThat(report.witnessedSize()).contains(7L);
        assertThat(report.witnesses()).isEqualTo(3);
        assertThat(report.root()).isEqualTo(cosigned(records, 0).checkpoint().root());
    }

    @Test
    void an_empty_ledger_is_sound() {
        LogFsck.Report report = check(new MemoryLedger());
        assertThat(report.sound()).isTrue();
        assertThat(report.root()).isEqualTo(TreeHasher.EMPTY_ROOT);
        assertThat(report.witnessedSize()).isEmpty();
    }

    @Test
    void records_beyond_the_witnessed_size_are_checked_too() {
        history();
        SignedCheckpoint five = cosigned(records.subList(0, 5), 3);
        assertThat(check(ledger(records, five)).sound()).isTrue();
        List<byte[]> changed = new ArrayList<>(records);
        changed.set(6, TestNode.record("flipped"));
        assertOneFault(check(ledger(changed, five)), "Record 6 of the log is not that of the dispatch");
    }

    @Test
    void a_changed_record_is_found_by_the_root_and_by_its_owner() {
        history();
        for (int index = 0; index < records.size(); index++) {
            List<byte[]> changed = new ArrayList<>(records);
            byte[] record = changed.get(index).clone();
            record[31] ^= 1;
            changed.set(index, record);
            LogFsck.Report report = check(ledger(changed, cosigned(records, 3)));
            assertThat(report.faults().getFirst().sentence()).contains("a record was changed");
            // The act is nobody's here, so that only the root tells.
            assertThat(report.faultCount()).isEqualTo(index == 3 ? 1 : 2);
        }
    }

    @Test
    void a_missing_record_is_found() {
        history();
        LogFsck.Report report = check(ledger(records.subList(0, 6), cosigned(records, 3)));
        assertThat(report.faults())
                .extracting(LogFsck.Fault::sentence)
                .anySatisfy(sentence -> assertThat(sentence).contains("the last 1 are missing"))
                .anySatisfy(sentence -> assertThat(sentence).contains("Record 6 of the dispatch"));
        assertThat(report.faultCount()).isEqualTo(2);
    }

    @Test
    void a_wrong_checkpoint_is_found() {
        history();
        assertOneFault(check(ledger(records, cosigned(records, 2))), "the cosignatures of 2 members, and 3 make");
        SignedCheckpoint good = cosigned(records, 3);
        SignedCheckpoint unsigned =
                new SignedCheckpoint(good.checkpoint(), good.signatures().subList(1, 7));
        assertOneFault(check(ledger(records, unsigned)), "does not verify");
        List<byte[]> other = new ArrayList<>(records);
        other.set(3, TestNode.record("another act"));
        assertOneFault(check(ledger(records, cosigned(other, 3))), "a record was changed");
    }

    @Test
    void a_changed_header_or_a_shared_record_is_found() {
        history();
        Outbox.DispatchRow row = dispatches.get(1);
        byte[] header = row.header().clone();
        header[40] ^= 1;
        dispatches.set(1, with(row, header, row.logIndex()));
        assertOneFault(check(ledger(records, cosigned(records, 3))), "is not what was signed");
        dispatches.set(1, with(row, row.header(), 0));
        assertThat(check(ledger(records, cosigned(records, 3))).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.sentence()).contains("name the same record 0"));
    }

    private static Outbox.DispatchRow with(Outbox.DispatchRow row, byte[] header, long logIndex) {
        assertThat(Dsse.payloadHash(PayloadTypes.DISPATCH, row.header())).isEqualTo(row.payloadHash());
        return new Outbox.DispatchRow(
                row.payloadHash(),
                header,
                row.signature(),
                row.keyId(),
                row.record(),
                row.keyNumber(),
                row.sealed(),
                row.logSalt(),
                logIndex,
                row.lane(),
                row.timeMicros());
    }
}
