// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.Fold;

/// The acts that a node has stop at one that it cannot follow (Charter 3.3): it must not go on as if that act were not
/// there.
public final class CharterStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CharterStopped(Fold.Stopped stopped) {
        super("the charter stops at act %d: %s".formatted(stopped.actIndex(), stopped.reason()));
    }
}
