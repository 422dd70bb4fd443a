// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.ArrayList;
import java.util.List;

/// The path of a request, decoded once and free of everything that two programs could read in two ways.
///
/// @param segments decoded segments; the last is empty where the path ends with a slash
record RequestPath(List<String> segments) {

    static final int RAW_CHARACTERS_MAX = 2_048;
    static final int SEGMENTS_MAX = 32;

    RequestPath {
        segments = List.copyOf(segments);
    }

    /// Reads a path as it came over the network.
    ///
    /// Refused are, in plain and in encoded form: dot segments (RFC 3986 §5.2.4), slashes and backslashes within a
    /// segment, empty segments before the end; and path parameters, which nothing of ours uses.
    ///
    /// @throws MalformedUri if it is over a limit or any of those
    static RequestPath parse(String raw) {
        if (raw.length() > RAW_CHARACTERS_MAX) {
            throw new MalformedUri("RFC 9110 §4.1", "at most " + RAW_CHARACTERS_MAX + " characters of path", raw);
        }
        if (!raw.startsWith("/")) {
            throw new MalformedUri("RFC 3986 §3.3", "a path that begins with a slash", raw);
        }
        List<String> segments = new ArrayList<>();
        int from = 1;
        while (true) {
            int slash = raw.indexOf('/', from);
            String segment = slash < 0 ? raw.substring(from) : raw.substring(from, slash);
            segments.add(checked(segment, slash < 0, raw));
            if (segments.size() > SEGMENTS_MAX) {
                throw new MalformedUri("RFC 3986 §3.3", "at most " + SEGMENTS_MAX + " segments", raw);
            }
            if (slash < 0) {
                return new RequestPath(segments);
            }
            from = slash + 1;
        }
    }

    private static String checked(String segment, boolean last, String raw) {
        String decoded = PercentEncoding.decode(segment, false);
        if (decoded.isEmpty() && !last) {
            throw new MalformedUri("RFC 3986 §3.3", "no empty segment", raw);
        }
        if (decoded.equals(".") || decoded.equals("..")) {
            throw new MalformedUri("RFC 3986 §5.2.4", "no dot segment", raw);
        }
        if (decoded.indexOf('/') >= 0 || decoded.indexOf('\\') >= 0 || segment.indexOf(';') >= 0) {
            throw new MalformedUri("RFC 3986 §3.3", "no slash, backslash or parameter within a segment", raw);
        }
        return decoded;
    }
}
