// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.node.port.Quarantine;

/// Changes to the quarantine, as commands.
public final class Quarantines {

    private Quarantines() {}

    /// Keeps a refused piece of input; gives its number.
    public static Command<Long> add(Quarantine.Row row) {
        return turn -> turn.tables().quarantine().add(Rows.at(row, turn.nowMicros()));
    }

    /// Removes one; whether it was there.
    public static Command<Boolean> remove(long number) {
        return turn -> turn.tables().quarantine().remove(number);
    }

    /// Clears an alarm that was dealt with; whether it was there.
    public static Command<Boolean> clearAlarm(String key) {
        return turn -> turn.tables().alarms().clear(key);
    }
}
