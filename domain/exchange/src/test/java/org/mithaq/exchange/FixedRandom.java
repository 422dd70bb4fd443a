// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.mithaq.testkit.Seeds;

/// A `SecureRandom` that is none: yields what a seeded generator yields, so that a test can be replayed.
final class FixedRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator source;

    FixedRandom(RandomGenerator source) {
        this.source = source;
    }

    FixedRandom(long seed) {
        this(Seeds.of(seed));
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
