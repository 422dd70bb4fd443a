// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

/// Who is at the other end of a mutual-TLS connection, as proved by its handshake.
///
/// @param pin the pin of the certificate that the peer used, in the set of pins when the request was let in
public record PeerIdentity(Pin pin) {}
