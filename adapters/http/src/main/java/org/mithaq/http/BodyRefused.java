// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.io.IOException;

/// A request body that the door will not read to its end. A handler lets it pass; the door answers for it.
public final class BodyRefused extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private BodyRefused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static BodyRefused tooLarge(long limitBytes) {
        return new BodyRefused(Problem.of(
                "body-too-large",
                413,
                "The request body is too large",
                "this route takes at most " + limitBytes + " bytes",
                "RFC 9110 §15.5.14"));
    }

    static BodyRefused tooSlow(long bytesPerSecondMin) {
        return new BodyRefused(Problem.of(
                "body-too-slow",
                408,
                "The request body came too slowly",
                "send at least " + bytesPerSecondMin + " bytes a second",
                "RFC 9110 §15.5.9"));
    }

    Problem problem() {
        return problem;
    }
}
