// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.nio.charset.StandardCharsets;

/// The whole answer to a [Call].
public final class Reply {

    private final int status;
    private final Headers headers;
    private final byte[] body;
    private final String protocol;

    /// @param protocol `HTTP/2.0` or `HTTP/1.1`
    /// @param body handed over, not copied
    public Reply(int status, Headers headers, byte[] body, String protocol) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.protocol = protocol;
    }

    public int status() {
        return status;
    }

    public Headers headers() {
        return headers;
    }

    /// The bytes themselves, not a copy.
    public byte[] body() {
        return body;
    }

    /// The version of HTTP that the two ends agreed on: `HTTP/2.0` or `HTTP/1.1`.
    public String protocol() {
        return protocol;
    }

    /// True for a status of 200 to 299.
    public boolean ok() {
        return status / 100 == 2;
    }

    /// The body as UTF-8, for people; broken bytes become a mark.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
