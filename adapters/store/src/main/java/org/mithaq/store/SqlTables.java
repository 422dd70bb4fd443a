// SPDX-License-Identifier: Apache-2.0
package org.mithaq.store;

import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Quarantine;
import org.mithaq.node.port.Registry;
import org.mithaq.node.port.Shelf;

/// The rooms of the ledger on one session.
record SqlTables(
        Registry registry, Shelf shelf, Outbox outbox, Inbox inbox, LogBook log, Quarantine quarantine, Alarms alarms)
        implements Ledger.Tables {

    static SqlTables on(Session session) {
        return new SqlTables(
                new SqlRegistry(session),
                new SqlShelf(session),
                new SqlOutbox(session),
                new SqlInbox(session),
                new SqlLogBook(session),
                new SqlQuarantine(session),
                new SqlAlarms(session));
    }
}
