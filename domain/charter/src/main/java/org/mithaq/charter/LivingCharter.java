// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Optional;
import org.mithaq.crypto.Hash;

/// The charter from moment to moment: acts come while a node runs. A single state is one to which nothing comes.
///
/// Whoever needs more than one answer for one decision asks [#now] once and keeps the state. Safe for threads.
public interface LivingCharter {

    /// The state after the last act that is known here.
    CharterState now();

    /// The state that a header or a receipt names, if it is the present one or one that led to it: what was signed
    /// under a former epoch is judged by the members and keys of that epoch (Charter 11.5).
    ///
    /// @param epoch as it is written there
    /// @param state hash of the state, as it is written there
    Optional<CharterState> at(long epoch, Hash state);
}
