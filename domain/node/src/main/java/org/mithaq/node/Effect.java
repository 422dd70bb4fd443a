// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;

/// What has to happen outside once a transaction is durable. An effect that is lost is found again in the ledger.
public sealed interface Effect {

    /// Something waits for a member in a lane.
    record Deliver(MemberId recipient, Lane lane) implements Effect {}

    /// A receipt waits for a member that has to be told of it without asking.
    record Answer(MemberId to) implements Effect {}

    /// A receipt came whose record is to be proved by the member that signed it.
    record Receipted(MemberId by) implements Effect {}

    /// The log has grown to `size`: a checkpoint is due.
    record LogGrew(long size) implements Effect {}

    /// This node has cosigned more of a member's log than it keeps records of.
    record Cosigned(MemberId owner) implements Effect {}

    /// What this node had sent to a member is lost here: that member is to be asked for it.
    record Missed(MemberId holder) implements Effect {}

    /// Deleted content still lies in the write-ahead log.
    record Scrub() implements Effect {}

    /// A gap was found: numbers are missing in a member's line.
    record Ask(MemberId sender) implements Effect {}

    /// Something was received, for whoever watches.
    record Received(MemberId sender, Hash payloadHash, Lane lane, int objects, boolean exercise) implements Effect {}

    /// An alarm was raised.
    record Alarmed(String key) implements Effect {}
}
