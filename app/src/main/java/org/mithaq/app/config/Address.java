// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a network: `node.example.org:7443`, `192.0.2.7:7443`, `[2001:db8::7]:7443`.
///
/// The host is kept as written and looked up when used, because a name may move while a node runs.
///
/// @param host a name or literal address, without the brackets of IPv6; 1 to 253 characters
/// @param port 0 to 65,535; 0 lets the system choose, which only a listener may ask for
public record Address(String host, int port) {

    public static final int PORT_MAX = 65_535;

    private static final Pattern WRITTEN =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9._-]{1,253})):([0-9]{1,5})");
    private static final Pattern HOST = Pattern.compile("[0-9A-Fa-f:.]{2,45}|[A-Za-z0-9._-]{1,253}");

    public Address {
        if (!HOST.matcher(host).matches() || port < 0 || port > PORT_MAX) {
            throw new ConfigRefused("expected a host and a port of 0 to " + PORT_MAX + ", found "
                    + ConfigRefused.quoted(host + ":" + port));
        }
    }

    /// Reads the written form; empty if `text` is not one.
    public static Optional<Address> parse(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(3));
        if (port > PORT_MAX) {
            return Optional.empty();
        }
        return Optional.of(new Address(parts.group(1) != null ? parts.group(1) : parts.group(2), port));
    }

    /// Whether only this machine can reach it. Decided from the text alone: a name that DNS resolves to a loopback
    /// address today may resolve elsewhere tomorrow.
    public boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
    }

    /// Whether no other machine can dial it: every address of a listener at once, or any free port.
    public boolean isNowhere() {
        return port == 0 || isEverywhere();
    }

    /// Whether it means every address of the machine that listens.
    public boolean isEverywhere() {
        return host.equals("0.0.0.0") || host.matches("[0:]+");
    }

    /// The written form that [#parse] reads.
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
