// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

/// A parser that did what none may do. Any other exception that escapes from a target is a finding too.
public final class Finding extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param what was done, and what should have been
    public Finding(String what) {
        super(what);
    }

    /// @param cause what was thrown
    public Finding(String what, Throwable cause) {
        super(what, cause);
    }
}
