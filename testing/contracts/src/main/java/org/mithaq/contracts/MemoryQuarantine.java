// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import static org.mithaq.contracts.MemoryTransaction.sortable;

import java.util.List;
import java.util.Optional;
import org.mithaq.node.port.Quarantine;

record MemoryQuarantine(MemoryTransaction in) implements Quarantine {

    @Override
    public long add(Row row) {
        long number = in.counter("quarantine") + 1;
        in.put("counter", "quarantine", number);
        in.add(
                "quarantine",
                sortable(number),
                new Row(number, row.source(), row.reason(), row.keyNumber(), row.sealed(), row.timeMicros()));
        return number;
    }

    @Override
    public Optional<Row> row(long number) {
        return in.<Row>table("quarantine").find(sortable(number));
    }

    @Override
    public List<Row> page(long afterNumber, int limit) {
        return in.<Row>table("quarantine").from(sortable(afterNumber + 1), row -> true, limit);
    }

    @Override
    public boolean remove(long number) {
        return in.remove("quarantine", sortable(number));
    }

    @Override
    public long count() {
        return in.table("quarantine").size();
    }

    @Override
    public Share share(String source) {
        List<Row> rows = in.<Row>table("quarantine")
                .from(sortable(0), row -> row.source().equals(source), Integer.MAX_VALUE);
        return new Share(
                rows.size(), rows.stream().mapToLong(row -> row.sealed().length).sum());
    }
}
