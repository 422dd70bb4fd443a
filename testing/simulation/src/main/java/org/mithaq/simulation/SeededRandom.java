// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.mithaq.testkit.Seeds;

/// Randomness that repeats, for what asks for the cryptographic kind. Never outside tests: its keys are no secrets.
final class SeededRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator source;

    SeededRandom(long seed) {
        source = Seeds.of(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
