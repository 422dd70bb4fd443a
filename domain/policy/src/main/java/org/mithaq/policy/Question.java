// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

import java.time.Instant;

/// Everything that an answer depends on. The same question has the same answer for ever.
///
/// @param item the object
/// @param sender who is about to send it: its originator, or one that relays it
/// @param audience whom the dispatch is addressed to
/// @param recipient the one of them that the answer is for
/// @param at the moment of the decision, as the caller's clock had it
public record Question(Item item, Party sender, Audience audience, Party recipient, Instant at) {

    /// Whether the object is passed on by another than its originator.
    public boolean isRelay() {
        return !sender.equals(item.originator());
    }
}
