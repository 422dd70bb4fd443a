// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.time.Duration;
import java.util.Optional;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Receipt;
import org.mithaq.http.Call;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Pin;
import org.mithaq.http.Reply;
import org.mithaq.node.port.Outbox;

/// Hands single deliveries of a stopped node to a running one, by the stopped one's keys and over mutual TLS: what a
/// network does that loses others.
///
/// @param from the stopped node, opened over its store
/// @param port where the running node listens
record DemoPost(NodeRuntime from, int port) {

    private static final Duration TIME_MAX = Duration.ofSeconds(20);
    private static final int ANSWER_BYTES_MAX = 8 << 20;

    /// A line in which `to` was written to.
    Outbox.LineRow line(MemberId to) {
        return from.ledger().read(tables -> tables.outbox().lines()).stream()
                .filter(row -> row.recipient().equals(to) && row.head().sequence() > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("that member was never written to"));
    }

    /// The delivery of the last number of a line.
    byte[] last(MemberId to, Outbox.LineRow line) {
        return from.postbox()
                .deliveries(to, line.lane(), line.stream(), line.head().sequence() - 1, 1)
                .parts()
                .getFirst();
    }

    /// What `to` answers; nothing where it is no answer of the protocol.
    Optional<Answers> send(MemberId to, byte[] delivery) {
        Pin pin = new Pin(from.charter()
                .member(to)
                .orElseThrow()
                .nodes()
                .getFirst()
                .tlsPins()
                .getFirst()
                .hex());
        try (PeerClients clients = new PeerClients(from.keyring().tls(), alarm -> {});
                PeerClient client = clients.open("127.0.0.1", port, pin, "single")) {
            Reply reply = client.send(Call.post(
                    "/mithaq/v1/deliveries", "application/vnd.mithaq.v1", delivery, TIME_MAX, ANSWER_BYTES_MAX));
            return reply.ok() ? Optional.of(Answers.parse(reply.body())) : Optional.empty();
        } catch (PeerUnreachable unreachable) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Whether a receipt says that something was taken.
    static boolean accepted(Answers answers) {
        return answers.receipts().stream()
                .map(envelope -> Receipt.parse(envelope.payload()))
                .anyMatch(receipt -> receipt.status().frees() && receipt.status() != Receipt.Status.REFUSED_FINALLY);
    }
}
