// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.time.Duration;

/// What one route gives at most.
///
/// @param bodyBytesMax bytes of a request body
/// @param timeMax from the end of the request's headers to the end of the answer
/// @param concurrentMax requests in progress at once; one more is answered with 503
public record RouteLimits(long bodyBytesMax, Duration timeMax, int concurrentMax) {

    public RouteLimits {
        if (bodyBytesMax < 0 || timeMax.isNegative() || timeMax.isZero() || concurrentMax < 1) {
            throw new IllegalArgumentException("limits of a route are positive");
        }
    }

    /// For reading small things: no body, 30 seconds, 64 at once.
    public static final RouteLimits READ = new RouteLimits(0, Duration.ofSeconds(30), 64);
}
