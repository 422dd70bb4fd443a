// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// A file that holds no TLS identity of ours: not a P-256 key and its certificate in PEM (RFC 7468).
///
/// Says nothing of the file's content, which holds a private key.
public final class MalformedIdentity extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedIdentity(String expected) {
        super("RFC 7468: expected " + expected);
    }

    MalformedIdentity(String expected, Exception cause) {
        super("RFC 7468: expected " + expected, cause);
    }
}
