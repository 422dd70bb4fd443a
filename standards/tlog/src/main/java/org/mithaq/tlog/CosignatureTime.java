// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.time.Instant;

/// The time in a cosignature.
final class CosignatureTime {

    private CosignatureTime() {}

    static long seconds(Instant time) {
        if (time.getEpochSecond() <= 0) {
            throw new IllegalArgumentException("a cosignature states a time after 1970, not " + time);
        }
        return time.getEpochSecond();
    }
}
