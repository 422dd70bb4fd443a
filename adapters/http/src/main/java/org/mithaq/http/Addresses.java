// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/// Network addresses in their numeric form: nothing here asks a name server.
final class Addresses {

    private Addresses() {}

    /// Host and port, such as `127.0.0.1:443` or `[::1]:443`.
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? host(internet) + ":" + internet.getPort() : "local";
    }

    /// What one customer of a network provider has to himself: an IPv4 address, or the first 64 bits of an IPv6
    /// address, below which anybody has as many addresses as he likes.
    static String network(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() instanceof Inet6Address ipv6) {
            return HexFormat.of().formatHex(ipv6.getAddress(), 0, 8) + "::/64";
        }
        return host(address);
    }

    /// The host alone.
    static String host(SocketAddress address) {
        if (address instanceof InetSocketAddress internet && internet.getAddress() != null) {
            String host = internet.getAddress().getHostAddress();
            return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        }
        return "local";
    }
}
