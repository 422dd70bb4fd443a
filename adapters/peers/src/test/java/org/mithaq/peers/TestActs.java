// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.List;
import org.mithaq.contracts.TestFederation;
import org.mithaq.node.CharterBook;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.Turns;
import org.mithaq.node.port.Ledger;

/// The charter's desk of a test's node, whose federation has the founding act alone.
final class TestActs {

    private TestActs() {}

    static CharterDesk of(
            TestFederation federation, NodeIdentity self, Ledger ledger, Turns turns, CharterDesk.Own own) {
        return new CharterDesk(
                self,
                new CharterBook(TestFederation.SIGNATURES, List.of(federation.founding())),
                TestFederation.SIGNATURES,
                ledger,
                turns,
                own);
    }
}
