// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import java.util.List;
import java.util.function.Supplier;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.exchange.PiecesHeld;
import org.mithaq.exchange.Receipt;
import org.mithaq.http.Headers;
import org.mithaq.http.Problem;
import org.mithaq.http.RefusalMeter;
import org.mithaq.http.Refused;
import org.mithaq.node.PeerDesk;

/// Where deliveries come in, whole or in pieces, from their sender or through a carrier (protocol, Deliveries,
/// Pieces and Carrying). Whoever hands over what was not signed for this node is turned away for a while. Safe for
/// threads.
final class DeliveryDoor {

    /// So many times what one member gets are the refusals of all that one carrier brings: it can name anybody.
    private static final int CARRIED_SHARES = 4;

    private static final Headers SOON = Headers.of("Retry-After", "1");

    private final PeersTools tools;
    private final RefusalMeter<Hands> refusals;
    private final RefusalMeter<MemberId> carried;

    DeliveryDoor(PeersTools tools, PeersSettings settings) {
        this.tools = tools;
        this.refusals = new RefusalMeter<>(settings.refusalsMax(), settings.refusalInterval(), System::nanoTime);
        this.carried = new RefusalMeter<>(
                settings.refusalsMax() * CARRIED_SHARES,
                settings.refusalInterval().dividedBy(CARRIED_SHARES),
                System::nanoTime);
    }

    /// Keeps a piece of a ciphertext, for whoever handed it over, and in whose name.
    PiecesHeld piece(Hands hands, byte[] body) {
        return new PiecesHeld(tools.pieces().take(hands, parsed(() -> Piece.parse(body))));
    }

    /// Takes a delivery whose ciphertext was handed over before, by the same hands.
    Answers pieced(Hands hands, byte[] body) {
        PiecedDelivery pieced = parsed(() -> PiecedDelivery.parse(body));
        byte[] whole = pieced.wholeBytes() == 0
                ? pieced.with(new byte[0])
                : tools.pieces()
                        .whole(hands, pieced)
                        .map(pieced::with)
                        .orElseThrow(() -> new Refused(Problem.of(
                                "pieces-lacking",
                                PeerConnection.LACKING,
                                "The ciphertext of this delivery is not here",
                                "hand its pieces over again, from the first")));
        Answers answers = delivery(hands, whole);
        tools.pieces().done(hands, pieced);
        return answers;
    }

    /// Demands of receipts that came by themselves that all could be judged.
    ///
    /// @throws Refused if some name acts of the charter that are not here yet: they must come again
    static void demandJudged(PeerDesk.Taken taken) {
        if (taken.ahead()) {
            throw new Refused(Problem.of(
                    "acts-lacking",
                    PeerConnection.LACKING,
                    "Receipts name acts of the charter that are not here yet",
                    "hand them over again when the charter was talked about",
                    "protocol " + CharterClause.FORMER_STATES.id()));
        }
    }

    private static <T> T parsed(Supplier<T> parsing) {
        try {
            return parsing.get();
        } catch (MalformedEncoding malformed) {
            throw new DoorRejected(Clause.ENCODING, String.valueOf(malformed.getMessage()), false);
        }
    }

    /// Takes a delivery.
    Answers delivery(Hands hands, byte[] body) {
        if (!refusals.allows(hands) || (hands.isCarried() && !carried.allows(hands.by()))) {
            throw new Refused(
                    Problem.of(
                            "too-many-requests",
                            429,
                            "Too much at once from you",
                            "too much of what you handed over was not signed for us",
                            "RFC 6585 §4"),
                    SOON);
        }
        Answers answers = tools.desk().deliver(hands.by(), hands.from(), body);
        if (answers.refusal().isPresent()) {
            refusals.count(hands);
            if (hands.isCarried()) {
                carried.count(hands.by());
            }
        } else {
            noteDelivered(answers);
        }
        return answers;
    }

    /// If this answer is lost, the peer's copy is not settled, and the peer asks again. A declaration of a recall is
    /// about a copy that was settled long ago: it is sent until it was taken.
    private void noteDelivered(Answers answers) {
        List<DsseEnvelope> askedAgain = answers.receipts().stream()
                .filter(envelope -> Receipt.parse(envelope.payload()).status() != Receipt.Status.RECALLED)
                .toList();
        if (!askedAgain.isEmpty()) {
            tools.desk().receiptsDelivered(Answers.of(askedAgain));
        }
    }
}
