// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import org.mithaq.http.Problem;
import org.mithaq.http.Refused;

/// The program behind a request, by its token.
///
/// @param name of the token
/// @param mayRead whether it has the scope `taxii:read`
/// @param mayWrite whether it has the scope `taxii:write`
record Caller(String name, boolean mayRead, boolean mayWrite) {

    /// @throws Refused with 403 if this caller may not read
    void demandRead() {
        if (!mayRead) {
            throw forbidden("the token " + name + " has no scope taxii:read");
        }
    }

    static Refused forbidden(String reason) {
        return new Refused(Problem.of("forbidden", 403, "This is not allowed to you", reason));
    }
}
