// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import javax.net.ssl.SSLHandshakeException;

/// A handshake ended with a key exchange that a quantum computer could open later.
final class WrongGroup extends SSLHandshakeException {

    private static final long serialVersionUID = 1L;

    WrongGroup(String found) {
        super("expected the key exchange " + MutualTls.GROUP + ", found " + found);
    }
}
