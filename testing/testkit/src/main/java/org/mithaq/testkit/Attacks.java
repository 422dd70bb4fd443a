// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// How the tests of [HostileDoorContract] attack a door, and what they demand of it meanwhile.
final class Attacks {

    /// Memory that a door may still hold after an attack: the buffers that its library keeps for the next request.
    private static final long GROWTH_BYTES_MAX = 96L << 20;

    private Attacks() {}

    /// One thing that a hostile caller does.
    @FunctionalInterface
    interface Attack {
        void run() throws IOException;
    }

    /// Demands that a good request of another caller is answered.
    static void assertServes(HostileDoor door) throws IOException {
        String heard = "";
        // A flood may have closed a connection that had not proved itself yet: then one knocks again.
        for (int knock = 0; knock < 20 && heard.isEmpty(); knock++) {
            try (HostileClient client = new HostileClient(door.caller())) {
                client.say(door.good());
                heard = client.hear();
            }
        }
        assertEquals(
                List.of(door.goodStatus()),
                HostileClient.statuses(heard),
                "another caller: " + HostileClient.clip(heard));
    }

    /// Demands that what was heard is no failure of the door's own.
    static void assertNoFailure(String heard, String said) {
        assertFalse(
                HostileClient.statuses(heard).contains(500),
                () -> "a failure of the door's own, after " + HostileClient.clip(said) + ": "
                        + HostileClient.clip(heard));
        assertFalse(heard.contains("Exception"), () -> "a trace: " + HostileClient.clip(heard));
    }

    /// Says `request` on a connection of its own, and returns what comes of it.
    static String ask(HostileDoor door, String request) throws IOException {
        try (HostileClient client = new HostileClient(door.caller())) {
            client.say(request);
            client.finish();
            String heard = client.hear();
            assertNoFailure(heard, request);
            return heard;
        }
    }

    /// Says `request`, and demands that it comes to nothing but one refusal, or to a closed connection.
    static void assertRefused(HostileDoor door, String request) throws IOException {
        List<Integer> statuses = HostileClient.statuses(ask(door, request));
        assertTrue(
                statuses.isEmpty() || (statuses.size() == 1 && statuses.getFirst() >= 400),
                () -> statuses + " for " + HostileClient.clip(request));
    }

    /// Does all at once, and waits until all are done.
    static void all(List<Attack> attacks) {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (Attack attack : attacks) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    attack.run();
                } catch (IOException refused) {
                    // Turned away as it connected, which is one way to be refused.
                    return;
                } catch (Throwable failed) {
                    failures.add(failed);
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new AssertionError("the test was stopped", stopped);
            }
        }
        failures.forEach(failure -> {
            throw new AssertionError(failure.getMessage(), failure);
        });
    }

    /// Demands that the door has let go of what the attack made it take.
    static void assertBounded(Memory before) {
        long grown = Memory.now().grownSince(before);
        assertTrue(grown < GROWTH_BYTES_MAX, () -> "the door still holds " + grown + " bytes more");
    }
}
