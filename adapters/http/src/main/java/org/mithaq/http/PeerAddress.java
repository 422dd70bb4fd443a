// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Set;

/// Where a peer is, who it must be, and what we want of it.
///
/// @param host name or numeric address, IPv6 without brackets
/// @param pins any of which may answer there
/// @param purpose a word for logs
record PeerAddress(String host, int port, Set<Pin> pins, String purpose) {

    PeerAddress {
        pins = Set.copyOf(pins);
        if (pins.isEmpty()) {
            throw new IllegalArgumentException("a peer is known by a pin");
        }
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not an address: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + " (" + purpose + ")";
    }
}
