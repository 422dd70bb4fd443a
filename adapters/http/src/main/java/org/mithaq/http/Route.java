// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// One thing that a door answers.
///
/// @param path literal segments, `{name}` for one segment, at the end `{name...}` for the rest
/// @param gate who may come in
public record Route(Method method, String path, RouteLimits limits, Gate gate, Handler handler) {

    public Route {
        PathPattern.parse(path);
        if (method == Method.HEAD) {
            throw new IllegalArgumentException("HEAD is answered by the route of GET");
        }
    }

    /// A route for everybody whom the door lets in.
    public Route(Method method, String path, RouteLimits limits, Handler handler) {
        this(method, path, limits, Gate.OPEN, handler);
    }
}
