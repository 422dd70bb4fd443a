// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.TreeHasher;

/// What must hold of a node's log: it has every dispatch, receipt and act at its place and nothing else, and is what it
/// was said to be.
///
/// @param said what nodes said to each other
/// @param excuses what explains what would be wrong otherwise
record Logs(List<Station> stations, Said said, Excuses excuses) {

    void check(Station station) {
        MemoryTree tree = new MemoryTree();
        station.program().ledger.read(tables -> {
            List<byte[]> records = tables.log().records(0, Integer.MAX_VALUE);
            records.forEach(record -> tree.append(TreeHasher.leafHash(record)));
            long written =
                    dispatches(station, tables, records) + receipts(station, tables, records) + acts(station, tables);
            // What answered a liar's dispatch is not in its outbox, where it looks honest.
            demand(
                    excuses.liar().isPresent() ? records.size() >= written : records.size() == written,
                    Invariant.LOG_IS_WHOLE,
                    "%d has logged what is neither dispatch nor receipt nor act".formatted(station.index()));
            return true;
        });
        demand(
                station.program().log.root(tree.size()).equals(tree.root()),
                Invariant.LOG_IS_WHOLE,
                "%d has another root in memory".formatted(station.index()));
        shown(station, tree);
    }

    private static long dispatches(Station station, Ledger.Tables tables, List<byte[]> records) {
        List<Outbox.DispatchRow> rows = tables.outbox().newest(Integer.MAX_VALUE);
        for (Outbox.DispatchRow row : rows) {
            byte[] record = LogEvidence.record(row.logSalt(), row.payloadHash());
            demand(
                    Arrays.equals(record, records.get((int) row.logIndex())),
                    Invariant.LOG_IS_WHOLE,
                    "%d has not logged a dispatch".formatted(station.index()));
        }
        return rows.size();
    }

    private long receipts(Station station, Ledger.Tables tables, List<byte[]> records) {
        long receipts = 0;
        for (Station sender : stations) {
            for (Inbox.ReceiptRow row : receiptsFor(tables.inbox(), sender)) {
                Receipt receipt = Receipt.parse(row.payload());
                byte[] record = LogEvidence.record(receipt.logSalt(), receipt.receiptHash());
                demand(
                        Arrays.equals(record, records.get((int) receipt.logIndex())),
                        Invariant.LOG_IS_WHOLE,
                        "%d has not logged a receipt".formatted(station.index()));
                receipts++;
            }
        }
        return receipts;
    }

    private static long acts(Station station, Ledger.Tables tables) {
        long logged = tables.registry().settings("charter-logged:").size();
        demand(
                logged == tables.registry().acts().size() - station.given(),
                Invariant.LOG_IS_WHOLE,
                "%d has %d acts, and has logged %d"
                        .formatted(station.index(), tables.registry().acts().size(), logged));
        return logged;
    }

    private void shown(Station station, MemoryTree tree) {
        String origin = MemberKeys.origin(station.index());
        for (Checkpoint checkpoint : said.checkpointsOf(origin)) {
            demand(
                    checkpoint.size() <= tree.size()
                            && tree.root(checkpoint.size()).equals(checkpoint.root()),
                    Invariant.STANDS_BY_ITS_WORD,
                    "%d once showed another log of size %d".formatted(station.index(), checkpoint.size()));
        }
        for (Station witness : stations) {
            witness.disk()
                    .ledger()
                    .read(tables -> tables.log().witnessed(origin))
                    .ifPresent(row -> demand(
                            row.size() <= tree.size() && tree.root(row.size()).equals(row.root()),
                            Invariant.LOG_IS_WHOLE,
                            "%d has cosigned another log of %d".formatted(witness.index(), station.index())));
        }
    }

    /// Receipts of one node for what another sent.
    static List<Inbox.ReceiptRow> receiptsFor(Inbox inbox, Station sender) {
        List<Inbox.ReceiptRow> rows = new ArrayList<>();
        sender.disk().ledger().read(theirs -> {
            theirs.outbox()
                    .newest(Integer.MAX_VALUE)
                    .forEach(dispatch -> rows.addAll(inbox.receiptsOf(dispatch.payloadHash())));
            return true;
        });
        return rows;
    }

    private static void demand(boolean holds, Invariant invariant, String otherwise) {
        Violated.demand(holds, invariant, otherwise);
    }
}
