// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Optional;

/// The one place of a door where the named exceptions of standards become problems.
@FunctionalInterface
public interface ProblemMapper {

    /// Maps nothing: every exception but [Refused] is a bug.
    ProblemMapper NONE = failure -> Optional.empty();

    /// The problem that `failure` stands for, or nothing where it is a bug of ours.
    Optional<Problem> map(Exception failure);
}
