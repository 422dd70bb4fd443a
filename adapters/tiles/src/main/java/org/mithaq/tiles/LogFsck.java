// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.KeyHistory;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.LogCheck;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeFrontier;
import org.mithaq.tlog.TreeHasher;

/// Checks a node's log against its own ledger, offline: `mithaq log fsck`.
///
/// The tree is made anew from the records and compared with what the other members have cosigned; each dispatch and
/// each receipt must have its record where it says that it has. Reads one snapshot, in pages; changes nothing.
public final class LogFsck {

    /// Faults that are told one by one; of more, only the number is.
    public static final int FAULTS_MAX = 1_000;

    private static final int PAGE = 1_000;

    /// Numbers above a gap that are looked at: a sender can name any number, and no check may run for years.
    private static final long BEYOND_GAP_MAX = 10_000;

    private static final String RESTORE =
            "Stop the node, keep this ledger as evidence, and restore the newest backup in which this check passes.";

    private static final String WRITE_AGAIN = "Delete the folder and write it again from the ledger.";

    private final SignatureProvider signatures;
    private final CharterState charter;
    private final MemberCard owner;
    private final KeyHistory history;

    /// @param signatures what verifies checkpoints
    /// @param charter whose members witness
    /// @param owner whose log it is
    /// @throws IllegalArgumentException if it is no member's
    public LogFsck(SignatureProvider signatures, CharterState charter, MemberId owner) {
        this.signatures = signatures;
        this.charter = charter;
        this.owner =
                charter.member(owner).orElseThrow(() -> new IllegalArgumentException("no member " + owner.shortForm()));
        this.history = charter.keyHistory(owner).orElseThrow();
    }

    /// Something that does not hold.
    ///
    /// @param sentence what
    /// @param action what to do
    public record Fault(String sentence, String action) {}

    /// What a check found.
    ///
    /// @param origin the log
    /// @param records in the log
    /// @param root over all of them
    /// @param dispatches that were checked
    /// @param receipts that were checked
    /// @param unexplained records of neither: acts, dummies, and lines of numbering that were closed
    /// @param tiles files that were compared; 0 where no folder was
    /// @param witnessedSize size of the stored witnessed checkpoint; empty where there is none
    /// @param witnesses how many members have cosigned it
    /// @param quorum how many have to
    /// @param faults at most [#FAULTS_MAX]
    /// @param faultCount all of them
    public record Report(
            String origin,
            long records,
            Hash root,
            long dispatches,
            long receipts,
            long unexplained,
            long tiles,
            Optional<Long> witnessedSize,
            int witnesses,
            int quorum,
            List<Fault> faults,
            long faultCount) {

        public Report {
            faults = List.copyOf(faults);
        }

        private Report with(long compared, List<Fault> more) {
            List<Fault> all = new ArrayList<>(faults);
            more.stream().limit(FAULTS_MAX - all.size()).forEach(all::add);
            return new Report(
                    origin,
                    records,
                    root,
                    dispatches,
                    receipts,
                    unexplained,
                    compared,
                    witnessedSize,
                    witnesses,
                    quorum,
                    all,
                    faultCount + more.size());
        }

        /// Whether all holds.
        public boolean sound() {
            return faultCount == 0;
        }
    }

    /// Checks the log in `ledger`.
    ///
    /// @throws org.mithaq.node.port.StorageFailed if the ledger cannot be read
    public Report check(Ledger ledger) {
        return ledger.read(tables -> new Check(tables).run());
    }

    /// Checks the log in `ledger`, and the files that were made of it.
    ///
    /// @throws org.mithaq.node.port.StorageFailed if the ledger cannot be read
    /// @throws IOException if the files cannot be read
    public Report check(Ledger ledger, TileFolder folder) throws IOException {
        Report report = check(ledger);
        List<Fault> faults = new ArrayList<>();
        long tiles = 0;
        try {
            Optional<SignedCheckpoint> found = folder.checkpoint();
            if (found.isPresent()) {
                Checkpoint checkpoint = new LogCheck(signatures)
                        .verify(found.get().encode(), history)
                        .checkpoint();
                TileFolder.Compared compared = folder.compare(ledger, checkpoint.size());
                tiles = compared.tiles();
                if (compared.size() < checkpoint.size() || !compared.root().equals(checkpoint.root())) {
                    faults.add(new Fault(
                            "The checkpoint of size %d in the folder is not of this ledger's records."
                                    .formatted(checkpoint.size()),
                            RESTORE));
                }
                compared.different()
                        .forEach(path -> faults.add(
                                new Fault("The file %s is not what the records give.".formatted(path), WRITE_AGAIN)));
            }
        } catch (MalformedTlog | DoorRejected rejected) {
            faults.add(new Fault(
                    "The checkpoint in the folder does not verify: %s.".formatted(rejected.getMessage()), WRITE_AGAIN));
        }
        return report.with(tiles, faults);
    }

    /// One run over one snapshot.
    private final class Check {

        private final Ledger.Tables tables;
        private final LogBook book;
        private final List<Fault> faults = new ArrayList<>();
        private final Map<Long, String> ownerByIndex = new HashMap<>();
        private long faultCount;
        private long dispatches;
        private long receipts;
        private int witnesses;

        Check(Ledger.Tables tables) {
            this.tables = tables;
            this.book = tables.log();
        }

        Report run() {
            Optional<LogBook.CheckpointRow> witnessed = book.witnessedCheckpoint();
            Optional<Checkpoint> trusted = witnessed.flatMap(this::checkpoint);
            Hash root = tree(trusted);
            for (Outbox.LineRow line : tables.outbox().lines()) {
                sent(line);
            }
            for (Inbox.LineRow line : tables.inbox().lines()) {
                answered(line);
            }
            return new Report(
                    owner.log().origin(),
                    book.size(),
                    root,
                    dispatches,
                    receipts,
                    book.size()
                            - ownerByIndex.keySet().stream()
                                    .filter(index -> index < book.size())
                                    .count(),
                    0,
                    witnessed.map(LogBook.CheckpointRow::size),
                    witnesses,
                    charter.witnessQuorum(),
                    faults,
                    faultCount);
        }

        private void fault(String sentence, String action) {
            faultCount++;
            if (faults.size() < FAULTS_MAX) {
                faults.add(new Fault(sentence, action));
            }
        }

        /// The stored checkpoint, where its signature holds; a quorum must have cosigned it.
        private Optional<Checkpoint> checkpoint(LogBook.CheckpointRow row) {
            String again = "It is made and cosigned again when the node runs; if this comes back, the disk lies.";
            LogCheck logs = new LogCheck(signatures);
            try {
                Checkpoint checkpoint = logs.verify(row.note(), history).checkpoint();
                witnesses = logs.witnesses(row.note(), charter, owner.id()).size();
                if (witnesses < charter.witnessQuorum()) {
                    fault(
                            "The stored checkpoint of size %d has the cosignatures of %d members, and %d make a quorum."
                                    .formatted(row.size(), witnesses, charter.witnessQuorum()),
                            again);
                }
                if (checkpoint.size() != row.size()) {
                    fault(
                            "The stored checkpoint says size %d and is filed under size %d."
                                    .formatted(checkpoint.size(), row.size()),
                            again);
                }
                return Optional.of(checkpoint);
            } catch (DoorRejected rejected) {
                fault("The stored checkpoint does not verify: %s.".formatted(rejected.getMessage()), again);
                return Optional.empty();
            }
        }

        /// Makes the tree anew, and compares it with the checkpoint on the way.
        private Hash tree(Optional<Checkpoint> trusted) {
            long size = book.size();
            long compareAt = trusted.map(Checkpoint::size).orElse(-1L);
            if (compareAt > size) {
                fault(
                        "The log has %d records, and the other members have cosigned %d: the last %d are missing."
                                .formatted(size, compareAt, compareAt - size),
                        RESTORE);
            }
            TreeFrontier tree = TreeFrontier.empty();
            TreeHasher hasher = new TreeHasher();
            compare(tree, trusted);
            while (tree.size() < size) {
                long before = tree.size();
                for (byte[] record : book.records(before, PAGE)) {
                    tree.append(hasher.leaf(record));
                    compare(tree, trusted);
                }
                if (tree.size() == before) {
                    fault("The log says %d records, and holds %d.".formatted(size, before), RESTORE);
                    break;
                }
            }
            return tree.root();
        }

        private void compare(TreeFrontier tree, Optional<Checkpoint> trusted) {
            trusted.filter(checkpoint -> checkpoint.size() == tree.size()
                            && !checkpoint.root().equals(tree.root()))
                    .ifPresent(checkpoint -> fault(
                            ("The first %d records have the root %s, and the other members have cosigned %s:"
                                            + " a record was changed.")
                                    .formatted(tree.size(), tree.root(), checkpoint.root()),
                            RESTORE));
        }

        private void sent(Outbox.LineRow line) {
            Set<Hash> inLine = new HashSet<>();
            long after = 0;
            while (true) {
                List<Outbox.EntryRow> page =
                        tables.outbox().after(line.recipient(), line.lane(), line.stream(), after, PAGE);
                for (Outbox.EntryRow entry : page) {
                    after = entry.sequence();
                    if (inLine.add(entry.payloadHash())) {
                        dispatch(entry.payloadHash());
                    }
                }
                if (page.size() < PAGE) {
                    return;
                }
            }
        }

        private void dispatch(Hash payloadHash) {
            Optional<Outbox.DispatchRow> found = tables.outbox().dispatch(payloadHash);
            if (found.isEmpty()) {
                fault(
                        "A copy of the dispatch %s was numbered, and the dispatch is gone.".formatted(payloadHash),
                        RESTORE);
                return;
            }
            Outbox.DispatchRow row = found.get();
            String name = "dispatch " + row.payloadHash();
            if (name.equals(ownerByIndex.get(row.logIndex()))) {
                return;
            }
            dispatches++;
            if (!Dsse.payloadHash(PayloadTypes.DISPATCH, row.header()).equals(row.payloadHash())) {
                fault("The header of the %s is not what was signed.".formatted(name), RESTORE);
            }
            record(name, row.logIndex(), LogEvidence.record(row.logSalt(), row.payloadHash()));
        }

        private void answered(Inbox.LineRow line) {
            long last = Math.min(line.highest(), line.head().sequence() + BEYOND_GAP_MAX);
            for (long sequence = 1; sequence <= last; sequence++) {
                tables.inbox().arrival(line.node(), line.lane(), line.stream(), sequence).stream()
                        .flatMap(arrival -> tables.inbox().receiptsOf(arrival.payloadHash()).stream())
                        .forEach(this::receipt);
            }
        }

        private void receipt(Inbox.ReceiptRow row) {
            receipts++;
            String name = "receipt " + row.number();
            try {
                Receipt receipt = Receipt.parse(row.payload());
                record(name, receipt.logIndex(), LogEvidence.record(receipt.logSalt(), receipt.receiptHash()));
            } catch (MalformedEncoding malformed) {
                fault("The %s cannot be read: %s.".formatted(name, malformed.getMessage()), RESTORE);
            }
        }

        private void record(String name, long index, byte[] expected) {
            String other = ownerByIndex.putIfAbsent(index, name);
            if (other != null) {
                fault("The %s and the %s name the same record %d.".formatted(name, other, index), RESTORE);
                return;
            }
            List<byte[]> found = index < book.size() ? book.records(index, 1) : List.of();
            if (found.isEmpty()) {
                fault("Record %d of the %s is missing from the log.".formatted(index, name), RESTORE);
            } else if (!Arrays.equals(found.getFirst(), expected)) {
                fault("Record %d of the log is not that of the %s.".formatted(index, name), RESTORE);
            }
        }
    }
}
