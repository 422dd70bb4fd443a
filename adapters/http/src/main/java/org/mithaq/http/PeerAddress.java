// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// Where a peer is, who it must be, and what we want of it.
///
/// @param host name or numeric address, IPv6 without brackets
/// @param purpose a word for logs
record PeerAddress(String host, int port, Pin pin, String purpose) {

    PeerAddress {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not an address: " + host + ":" + port);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port + " (" + purpose + ")";
    }
}
