// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// An expected refusal: the door answers with its problem document.
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Headers headers;

    public Refused(Problem problem) {
        this(problem, Headers.NONE);
    }

    /// With header fields for the answer, such as `WWW-Authenticate`.
    public Refused(Problem problem, Headers headers) {
        super(problem.type() + ": " + problem.detail());
        this.problem = problem;
        this.headers = headers;
    }

    public Problem problem() {
        return problem;
    }

    public Headers headers() {
        return headers;
    }
}
