// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.TestFederation;
import org.mithaq.node.MediaDesk;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.PeerDesk;

/// Receipts of a member that is ahead, and that come by themselves: not in answer to a copy, which would bring them
/// again (Charter 11.5).
class ReceiptsAheadTest {

    private static final int NO_COPIES = 1;

    private final CharterNodes nodes = new CharterNodes();

    @BeforeEach
    void meet() {
        nodes.meetAll();
    }

    private static MemberId id(int member) {
        return TestFederation.card(member).id();
    }

    private PeerDesk.Taken takeAll(int from, int to) {
        byte[] waiting = nodes.at(from).door.waitingReceipts(id(to)).toBytes();
        return nodes.at(to).door.take(id(from), waiting, id(to));
    }

    private void lead() {
        nodes.at(3).desk.propose(nodes.leave(3, 3));
        nodes.talk(Set.of(1, 2, 3));
    }

    @Test
    void under_an_act_that_is_not_here_yet_they_are_to_come_again() {
        lead();
        nodes.post(0);
        nodes.deliver(0, 1, nodes.copies(0, 1).getFirst());

        assertThat(takeAll(1, 0).ahead()).isTrue();
        assertThat(nodes.copies(0, 1)).hasSize(1);
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.talk(0, 1);

        assertThat(takeAll(1, 0).ahead()).isFalse();
        assertThat(nodes.copies(0, 1)).isEmpty();
    }

    @Test
    void under_a_key_that_is_not_known_here_yet_they_are_to_come_again() {
        nodes.post(0);
        nodes.deliver(0, 1, nodes.copies(0, 1).getFirst());
        NewKeys fresh = NewKeys.of(nodes.at(1).book.now(), 1, Set.of(CompromisedKey.SIGNING), Set.of());
        var pin = nodes.at(1).change.begin(nodes.nowMicros());
        nodes.at(1).change.complete(fresh.act(pin), fresh.all(nodes.at(1).keys()), nodes.nowMicros());

        assertThat(takeAll(1, 0).ahead()).isTrue();
        nodes.talk(0, 1);

        assertThat(takeAll(1, 0).ahead()).isFalse();
        assertThat(nodes.copies(0, 1)).isEmpty();
        assertThat(nodes.alarms(0)).isEmpty();
    }

    private MediaDesk media(int member) {
        CharterNodes.Station station = nodes.at(member);
        return new MediaDesk(
                new NodeIdentity(
                        id(member),
                        TestFederation.card(member).nodes().getFirst().id()),
                station.book,
                station.ledger,
                new MediaDesk.Tools(station.door, station.contacts, station.postbox, station.turns, nodes::nowMicros));
    }

    private MediaDesk.Taken carry(int from, int to, long bytesMax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        media(from).write(id(to), out, bytesMax);
        return media(to).read(new ByteArrayInputStream(out.toByteArray()));
    }

    @Test
    void of_a_medium_that_they_are_on_it_is_not_said_that_it_was_read() throws IOException {
        lead();
        nodes.post(0);
        carry(0, 1, Long.MAX_VALUE);

        MediaDesk.Taken taken = carry(1, 0, Long.MAX_VALUE);
        assertThat(taken.whole()).isTrue();
        assertThat(taken.named()).singleElement().asString().startsWith("Charter 11.5");
        carry(0, 1, NO_COPIES);
        assertThat(nodes.at(1).door.waitingReceipts(id(0)).receipts()).hasSize(1);
        nodes.talk(0, 1);

        assertThat(carry(1, 0, Long.MAX_VALUE).refused()).isZero();
        assertThat(nodes.copies(0, 1)).isEmpty();
        carry(0, 1, NO_COPIES);
        assertThat(nodes.at(1).door.waitingReceipts(id(0)).receipts()).isEmpty();
    }
}
