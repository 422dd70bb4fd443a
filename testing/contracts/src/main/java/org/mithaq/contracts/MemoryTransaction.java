// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;

/// The rooms of a [MemoryLedger] within one transaction: the committed tables, and over them those that it changed.
final class MemoryTransaction implements Ledger.Tables {

    private final Map<String, PersistentMap<String, ?>> tables;
    private final boolean writable;
    private boolean over;
    private int rowsLeft = Integer.MAX_VALUE;
    private Supplier<Error> torn = () -> new AssertionError("never torn");

    MemoryTransaction(Map<String, PersistentMap<String, ?>> committed, boolean writable) {
        this.tables = new HashMap<>(committed);
        this.writable = writable;
    }

    /// Makes it break off with an error at the row after `rows` others.
    void tearAfter(int rows, Supplier<Error> how) {
        rowsLeft = rows;
        torn = how;
    }

    /// What there is after it; the transaction is over.
    Map<String, PersistentMap<String, ?>> end() {
        over = true;
        return tables;
    }

    /// A table as this transaction sees it. Each name stands for rows of one type, which the rooms keep to.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // by the rule above
    <V> PersistentMap<String, V> table(String name) {
        if (over) {
            throw new IllegalStateException("these tables belong to a transaction that is over");
        }
        return (PersistentMap<String, V>) tables.computeIfAbsent(name, absent -> new PersistentMap<String, V>());
    }

    <V> void put(String table, String key, V value) {
        checkWritable();
        tables.put(table, this.<V>table(table).with(key, value));
    }

    /// As [#put], of a key that is not there yet.
    <V> void add(String table, String key, V value) {
        checkWritable();
        if (table(table).find(key).isPresent()) {
            throw new IllegalStateException("the ledger has such a row already: " + table + " " + key);
        }
        put(table, key, value);
    }

    boolean remove(String table, String key) {
        checkWritable();
        PersistentMap<String, ?> before = table(table);
        tables.put(table, before.without(key));
        return before.find(key).isPresent();
    }

    /// The row of `key`, which must be there.
    @SuppressWarnings("TypeParameterUnusedInFormals") // by the rule of `table`
    <V> V there(String table, String key) {
        checkWritable();
        return this.<V>table(table)
                .find(key)
                .orElseThrow(() -> new IllegalStateException("the ledger has no such row: " + table + " " + key));
    }

    long counter(String name) {
        return this.<Long>table("counter").find(name).orElse(0L);
    }

    void checkWritable() {
        if (!writable) {
            throw new IllegalStateException("a read transaction cannot write");
        }
        if (rowsLeft-- == 0) {
            throw torn.get();
        }
    }

    /// A number as text that sorts as it does.
    static String sortable(long number) {
        return "%020d".formatted(number);
    }

    @Override
    public Registry registry() {
        return new MemoryRegistry(this);
    }

    @Override
    public Shelf shelf() {
        return new MemoryShelf(this);
    }

    @Override
    public Outbox outbox() {
        return new MemoryOutbox(this);
    }

    @Override
    public Inbox inbox() {
        return new MemoryInbox(this);
    }

    @Override
    public LogBook log() {
        return new MemoryLogBook(this);
    }

    @Override
    public Quarantine quarantine() {
        return new MemoryQuarantine(this);
    }

    @Override
    public Alarms alarms() {
        return new MemoryAlarms(this);
    }
}
