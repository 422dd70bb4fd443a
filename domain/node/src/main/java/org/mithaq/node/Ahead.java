// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.node.port.Inbox;
import org.mithaq.node.port.Outbox;

/// Hears of what will have to be signed before it is durable, so that it is signed while the disk is waited for.
///
/// Called on the deciding thread, within its transaction: must not wait. The transaction may still fail; then what
/// was made of it is of nobody's business, because nothing refers to it.
public interface Ahead {

    /// Lets everything be signed when it is asked for.
    Ahead NONE = new Ahead() {
        @Override
        public void dispatch(Outbox.DispatchRow row) {}

        @Override
        public void receipt(Inbox.ReceiptRow row) {}
    };

    /// A dispatch was numbered.
    void dispatch(Outbox.DispatchRow row);

    /// A receipt was written.
    void receipt(Inbox.ReceiptRow row);
}
