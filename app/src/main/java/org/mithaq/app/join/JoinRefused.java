// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

/// An invitation that leads nowhere. The message is for the person who holds it, without a full stop.
public final class JoinRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JoinRefused(String sentence) {
        super(sentence);
    }
}
