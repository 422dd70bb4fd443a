// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

/// Nothing may be signed: this node does not know yet whether its own past is whole, or knows that it is not (protocol,
/// Starting). Nothing was changed.
public final class SigningHeld extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SigningHeld(String why) {
        super(why);
    }
}
