// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.TlsPin;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.http.TlsIdentity;

/// Where and as whom a member answers.
///
/// @param identity whose certificate it shows
/// @param port where its door is
/// @param pieces where it keeps what comes in pieces
record Place(TlsIdentity identity, int port, PieceStore pieces) {

    static Place make(int member) {
        TlsIdentity identity = TlsIdentity.make(
                "member " + member, Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(900), new SecureRandom());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path folder = Path.of("target", "pieces", UUID.randomUUID().toString());
            return new Place(identity, free.getLocalPort(), new PieceStore(folder.toAbsolutePath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As the charter names it where others reach it by another port; by none where that is 0.
    TestFederation.Seat seatAt(int named) {
        return new TestFederation.Seat(
                named == 0 ? List.of() : List.of(new Endpoint("127.0.0.1", named)),
                new TlsPin(Hash.wrap(identity.pin().bytes())));
    }

    TestFederation.Seat seat(boolean alsoElsewhere) {
        Endpoint here = new Endpoint("127.0.0.1", port);
        return new TestFederation.Seat(
                alsoElsewhere ? List.of(new Endpoint("127.0.0.1", make(0).port()), here) : List.of(here),
                new TlsPin(Hash.wrap(identity.pin().bytes())));
    }
}
