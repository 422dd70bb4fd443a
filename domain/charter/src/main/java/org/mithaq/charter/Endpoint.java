// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a node answers, such as `https://node.example:8443` (Charter 1.4).
///
/// @param host DNS name or IPv4 address in lower-case ASCII, or an IPv6 address in brackets
/// @param port 1 to 65535
public record Endpoint(String host, int port) implements Comparable<Endpoint> {

    private static final int HOST_CHARS_MAX = 253;
    private static final int PORT_MAX = 65_535;

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final Pattern TEXT = Pattern.compile("https://([^/:]+|\\[[^]]+]):([1-9][0-9]{0,4})");

    public Endpoint {
        boolean admitted = host.length() <= HOST_CHARS_MAX
                && (NAME.matcher(host).matches() || IPV6.matcher(host).matches());
        if (!admitted) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.NODES, "host " + host);
        }
        if (port < 1 || port > PORT_MAX) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.NODES, "port " + port);
        }
    }

    /// Reads the written form `https://host:port`, without path, query or user.
    ///
    /// @throws CharterRejected if `text` is anything else
    public static Endpoint parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (text.length() > HOST_CHARS_MAX + 16 || !matcher.matches()) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.NODES, text);
        }
        return new Endpoint(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(Endpoint other) {
        return toString().compareTo(other.toString());
    }

    /// The written form.
    @Override
    public String toString() {
        return "https://" + host + ":" + port;
    }
}
