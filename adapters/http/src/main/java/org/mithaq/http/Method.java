// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.util.Optional;

/// The request methods that a route may answer (RFC 9110 §9.3). HEAD is answered by the route of GET.
public enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    DELETE;

    /// The method of this exact name (names are case-sensitive, RFC 9110 §9.1), or nothing.
    public static Optional<Method> named(String name) {
        return switch (name) {
            case "GET" -> Optional.of(GET);
            case "HEAD" -> Optional.of(HEAD);
            case "POST" -> Optional.of(POST);
            case "PUT" -> Optional.of(PUT);
            case "DELETE" -> Optional.of(DELETE);
            default -> Optional.empty();
        };
    }
}
