// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.TlsPin;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.http.TlsIdentity;

/// Where and as whom a member answers.
record Place(TlsIdentity identity, int port) {

    static Place make(int member) {
        TlsIdentity identity = TlsIdentity.make(
                "member " + member, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(900), new SecureRandom());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Place(identity, free.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestFederation.Seat seat(boolean alsoElsewhere) {
        Endpoint here = new Endpoint("127.0.0.1", port);
        return new TestFederation.Seat(
                alsoElsewhere ? List.of(new Endpoint("127.0.0.1", make(0).port()), here) : List.of(here),
                new TlsPin(Hash.wrap(identity.pin().bytes())));
    }
}
