// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// How a door writes its problems. Protocols with an error document of their own, such as TAXII, bring one.
@FunctionalInterface
public interface ProblemFormat {

    /// RFC 9457.
    ProblemFormat RFC_9457 = problem -> Response.of(problem.status(), Problem.CONTENT_TYPE, problem.json());

    /// The answer that carries `problem`.
    Response answer(Problem problem);
}
