// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Network addresses in their numeric form: nothing here asks a name server.
final class Addresses {

    private Addresses() {}

    /// Host and port, such as `127.0.0.1:443` or `[::1]:443`.
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress internet ? host(internet) + ":" + internet.getPort() : "local";
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
