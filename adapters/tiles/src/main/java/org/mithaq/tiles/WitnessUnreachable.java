// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;

/// A witness that gave no answer.
public final class WitnessUnreachable extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param reason in words, for an operator
    public WitnessUnreachable(String reason) {
        super(reason);
    }

    /// @param reason in words, for an operator
    /// @param cause what failed
    public WitnessUnreachable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
