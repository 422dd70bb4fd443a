// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mithaq.node.Command;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Starting;
import org.mithaq.node.Turns;

/// Turns for people and programs of this member: who comes while a node that has just started asks the others whether
/// its own log is whole waits for their answers, and is not turned away.
///
/// @param turns where commands run
/// @param decided counted down when it is known whether the node signs
record PatientTurns(Turns turns, CountDownLatch decided) implements Turns {

    private static final Duration PATIENCE = Starting.SILENCE_MAX.plusSeconds(5);

    @Override
    public <R> R run(Command<R> command) {
        try {
            return turns.run(command);
        } catch (SigningHeld held) {
            if (decided.getCount() == 0 || !waited()) {
                throw held;
            }
            return turns.run(command);
        }
    }

    private boolean waited() {
        try {
            return decided.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void whenConvenient(Command<?> command) {
        turns.whenConvenient(command);
    }
}
