// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mithaq.node.Command;
import org.mithaq.node.KeyChange;
import org.mithaq.node.OwnLog;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Starting;
import org.mithaq.node.Turns;

/// Turns for whoever need not be turned away: who comes while a node that has just started asks the others
/// whether its own log is whole waits for their answers, and who comes while keys are changed waits until
/// they are.
///
/// @param turns where commands run
/// @param decided counted down when it is known whether the node signs
/// @param log says whether keys are being changed
record PatientTurns(Turns turns, CountDownLatch decided, OwnLog log) implements Turns {

    private static final Duration PATIENCE = Starting.SILENCE_MAX.plusSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(10);

    /// Of peers: while the node asks at its start, they are told to come again.
    static PatientTurns forPeers(Turns turns, OwnLog log) {
        return new PatientTurns(turns, new CountDownLatch(0), log);
    }

    @Override
    public <R> R run(Command<R> command) {
        long endNanos = System.nanoTime() + KeyChange.HOLD_MAX.toNanos();
        while (true) {
            try {
                return turns.run(command);
            } catch (SigningHeld held) {
                if (!isOver(endNanos)) {
                    throw held;
                }
            }
        }
    }

    /// Waits for the end of what held the command back; whether that came in time.
    private boolean isOver(long endNanos) {
        if (log.isHeldForKeys()) {
            return paused(endNanos);
        }
        return decided.getCount() > 0 ? waited() : !log.isHeld();
    }

    private static boolean paused(long endNanos) {
        try {
            Thread.sleep(LOOK);
            return System.nanoTime() < endNanos;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
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
