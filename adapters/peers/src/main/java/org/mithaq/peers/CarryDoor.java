// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.time.InstantSource;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Carriage;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.node.Contacts;
import org.mithaq.node.Core;

/// What a member may hand over that another sent (protocol, Carrying). The carrier proves nothing but that it carried:
/// each message stands by its own signature, and what does not verify is said of the carrier. Safe for threads.
final class CarryDoor {

    private final PeersTools tools;
    private final Peers peers;
    private final DeliveryDoor deliveries;
    private final InstantSource clock;

    CarryDoor(PeersTools tools, Peers peers, DeliveryDoor deliveries, InstantSource clock) {
        this.tools = tools;
        this.peers = peers;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /// Takes what `carrier` brings.
    ///
    /// @return the answer for whoever sent it
    /// @throws DoorRejected if nobody sent it who could have
    byte[] carried(MemberId carrier, Carriage carriage) {
        MemberId from = carriage.member();
        if (from.equals(carrier)
                || from.equals(tools.self().member())
                || tools.charter().now().member(from).isEmpty()) {
            throw new DoorRejected(Clause.HEADER_SENDER, "nothing is carried for " + from.shortForm(), false);
        }
        // It speaks now, as if it were at the other end.
        tools.contacts().demandCurrent(from, Core.micros(clock.instant()));
        byte[] body = carriage.body();
        Hands hands = new Hands(carrier, from);
        return switch (carriage.kind()) {
            case CONTACT -> contact(from, body);
            case DELIVERY -> deliveries.delivery(hands, body).toBytes();
            case RECEIPTS -> {
                DeliveryDoor.demandJudged(tools.desk().take(from, body, carrier));
                yield new byte[0];
            }
            // Kept by whose hands they came too: no carrier can spoil what comes by other ways.
            case PIECE -> deliveries.piece(hands, body).toBytes();
            case PIECED -> deliveries.pieced(hands, body).toBytes();
        };
    }

    private byte[] contact(MemberId from, byte[] body) {
        long nowMicros = Core.micros(clock.instant());
        Contacts.Heard heard = tools.contacts().hearCarried(from, body, nowMicros);
        Greeting ours = tools.contacts().greet(from, nowMicros);
        peers.heard(from, heard);
        return ours.toBytes();
    }
}
