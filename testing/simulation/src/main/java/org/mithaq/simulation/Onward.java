// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Receipt;
import org.mithaq.node.Declared;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;

/// What must hold of recalled leaves that were passed on, when all is quiet: everybody has declared, each relay counts
/// right, and whoever it declares to has its newest count.
///
/// @param excuses what explains what would be wrong otherwise
record Onward(Federation federation, List<Station> stations, Reference reference, Excuses excuses) {

    void check() {
        for (Reference.Passed passed : reference.passed()) {
            if (isTouched(passed)) {
                continue;
            }
            boolean recalled = reference.isRecalled(passed.id());
            Station relay = stations.get(passed.from());
            MemberId to = federation.members().get(passed.to()).id();
            relay.program().ledger.read(tables -> {
                boolean counted = tables.shelf().relays(passed.leafHash()).stream()
                        .anyMatch(row -> row.to().equals(to) && row.destroyed() == recalled);
                demand(
                        counted,
                        "%d does not count right what it passed on to %d".formatted(passed.from(), passed.to()));
                if (recalled) {
                    declared(relay, tables, passed);
                }
                return true;
            });
        }
    }

    private boolean isTouched(Reference.Passed passed) {
        return excuses.isPassedOutside(reference, passed.id())
                || excuses.assembly().hasLeft(reference.originator(passed.id()))
                || excuses.liar()
                        .map(LyingMember::index)
                        .filter(who -> passed.from() == who || passed.to() == who || reference.isBy(who, passed.id()))
                        .isPresent();
    }

    private void declared(Station relay, Ledger.Tables tables, Reference.Passed passed) {
        String prefix = "declared:" + passed.leafHash().hex() + "/";
        List<Hash> dispatches = tables.registry().settings(prefix).stream()
                .map(setting -> new CanonicalReader(setting.value()).hash("payloadHash"))
                .toList();
        demand(!dispatches.isEmpty(), passed.from() + " has not declared what it passed on");
        for (Hash payloadHash : dispatches) {
            int holders = tables.registry().settings("declared-within:" + payloadHash.hex() + "/").stream()
                    .mapToInt(setting -> holders(passed.from(), Hash.wrap(setting.value())))
                    .sum();
            Inbox.ReceiptRow newest = tables.inbox().receiptsOf(payloadHash).getLast();
            Receipt receipt = Receipt.parse(newest.payload());
            demand(
                    receipt.onward().equals(new Receipt.Onward(holders, holders)),
                    "%d declared %s for %d".formatted(passed.from(), receipt.onward(), holders));
            demand(
                    isOutside(receipt) || hears(relay, receipt),
                    passed.from() + " has not made its newest declaration heard");
        }
    }

    /// To how many `from` passed a leaf on.
    private int holders(int from, Hash leafHash) {
        return (int) reference.passed().stream()
                .filter(each -> each.from() == from && each.leafHash().equals(leafHash))
                .map(Reference.Passed::to)
                .distinct()
                .count();
    }

    private boolean isOutside(Receipt receipt) {
        return excuses.assembly().hasLeft(federation.member(receipt.sender()).index());
    }

    private boolean hears(Station relay, Receipt receipt) {
        Station sender = stations.get(federation.member(receipt.sender()).index());
        return sender.program()
                .ledger
                .read(tables -> Declared.of(
                        tables, receipt.payloadHash(), relay.member().id()))
                .filter(word -> word.receipt().number() == receipt.number())
                .isPresent();
    }

    private static void demand(boolean holds, String otherwise) {
        Violated.demand(holds, Invariant.RECALLED_IS_GONE, otherwise);
    }
}
