// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import org.mithaq.charter.LivingCharter;
import org.mithaq.node.Holdings;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.port.Ledger;

/// The node behind the server.
///
/// @param self whose node
/// @param charter whose channels
/// @param ledger what is held
/// @param holdings opens what is held
/// @param posting takes what is posted
/// @param quarantine keeps what is refused
public record TaxiiNode(
        NodeIdentity self,
        LivingCharter charter,
        Ledger ledger,
        Holdings holdings,
        Posting posting,
        QuarantineDesk quarantine) {}
