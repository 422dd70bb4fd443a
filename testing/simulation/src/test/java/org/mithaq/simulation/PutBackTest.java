// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Parcels;
import org.mithaq.exchange.PullRequest;
import org.mithaq.exchange.StreamId;
import org.mithaq.exchange.StreamOpening;
import org.mithaq.node.Item;
import org.mithaq.node.LogKeeping;
import org.mithaq.node.MediaDesk;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Starting;
import org.mithaq.node.Streams;
import org.mithaq.stix.Tlp;

/// A member that is put back from an old copy beside members that have lived on.
class PutBackTest {

    private final Nodes nodes = new Nodes();

    @BeforeEach
    void acquaint() {
        for (int from = 0; from < Federation.SIZE; from++) {
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.meet(from, to);
                }
            }
        }
        live();
    }

    private static Item green() {
        return Nodes.item(Nodes.freshId(), 1, Tlp.GREEN);
    }

    /// All say one thing to all, have it witnessed, and keep each other's records.
    private void live() {
        for (int from = 0; from < Federation.SIZE; from++) {
            nodes.post(from, 0, green());
            for (int to = 0; to < Federation.SIZE; to++) {
                if (from != to) {
                    nodes.exchange(from, to);
                }
            }
        }
        for (int node = 0; node < Federation.SIZE; node++) {
            nodes.witness(node);
            for (int keeper = 0; keeper < Federation.SIZE; keeper++) {
                if (keeper != node) {
                    pull(keeper, node);
                }
            }
        }
    }

    private LogKeeping keeping(int node) {
        return nodes.at(node).contacts.keeping();
    }

    /// `asker` asks `peer` for the records that it wants.
    private void pull(int asker, int peer) {
        for (Optional<PullRequest.Records> asked = keeping(asker).wanted(nodes.id(peer));
                asked.isPresent();
                asked = keeping(asker).wanted(nodes.id(peer))) {
            Parcels answer =
                    nodes.at(peer).desk.pull(nodes.id(asker), asked.get().toBytes());
            if (!keeping(asker).take(nodes.id(peer), asked.get(), answer)) {
                return;
            }
        }
    }

    private Starting.Phase phase() {
        return nodes.at(0).starting.phase();
    }

    private void putBack(Disk older) {
        nodes.restartOver(0, older);
        assertThat(nodes.at(0).starting.begin(false, () -> {})).isEqualTo(Starting.Phase.ASKING);
    }

    private void meetAll() {
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.meet(peer, 0);
        }
    }

    /// Node 0 hears all, and asks all for records.
    private void recover() {
        meetAll();
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            pull(0, peer);
        }
    }

    private Hash root(long size) {
        return nodes.at(0).log.root(size);
    }

    @Test
    void it_gets_the_records_of_its_log_back_and_signs_on_where_it_was() {
        Disk older = nodes.disk(0).copy();
        live();
        long size = nodes.at(0).log.committedSize();
        Hash root = root(size);

        putBack(older);
        nodes.meet(1, 0);
        assertThat(phase()).isEqualTo(Starting.Phase.CATCHING_UP);
        assertThat(nodes.alarms(0)).contains("catching-up");
        pull(0, 1);
        assertThat(nodes.at(0).log.committedSize()).isEqualTo(size);
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
        nodes.meet(2, 0);
        nodes.meet(3, 0);

        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
        assertThat(root(size)).isEqualTo(root);
        assertThat(nodes.alarms(0)).isEmpty();
        nodes.post(0, 0, green());
        nodes.witness(0);
        assertThat(nodes.at(0).log.committedSize()).isEqualTo(size + 1);
    }

    @Test
    void nobody_is_convicted_and_all_goes_on_in_new_streams() {
        Disk older = nodes.disk(0).copy();
        live();
        StreamId before = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        nodes.pass(3_600);
        putBack(older);
        // What it says while it does not know its past contradicts nothing.
        nodes.meet(0, 1);
        recover();
        nodes.pass(3_600);
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.meet(0, peer);
        }

        assertThat(nodes.lineTo(0, 1, Lane.ROUTINE).stream()).isNotEqualTo(before);
        nodes.post(0, 0, green());
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            int held = nodes.held(peer).size();
            nodes.exchange(0, peer);
            assertThat(nodes.held(peer)).hasSize(held + 1);
            assertThat(nodes.alarms(peer)).containsOnly("stream-reopened");
        }
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void a_copy_that_waited_still_in_the_old_stream_is_pushed_from_there() {
        nodes.post(0, 0, green());
        Disk older = nodes.disk(0).copy();
        StreamId old = nodes.lineTo(0, 1, Lane.ROUTINE).stream();
        nodes.witness(0);
        putBack(older);
        recover();

        List<StreamId> streams =
                nodes.at(0).ledger.<List<StreamId>>read(tables -> Streams.toPush(tables, nodes.id(1), Lane.ROUTINE));
        assertThat(streams).hasSize(2).startsWith(old);
        int held = nodes.held(1).size();
        nodes.at(0)
                .postbox
                .next(nodes.id(1), Lane.ROUTINE, old, 0, 10)
                .forEach(copy -> nodes.at(0).desk.settle(nodes.id(1), nodes.deliver(0, 1, copy.bytes())));
        assertThat(nodes.held(1)).hasSize(held + 1);
        assertThat(nodes.alarms(1)).isEmpty();
    }

    private MediaDesk media(int node) {
        Program program = nodes.at(node);
        return new MediaDesk(
                program.self.identity(),
                Nodes.FEDERATION.charter(),
                program.ledger,
                new MediaDesk.Tools(
                        program.desk, program.contacts, program.postbox, program.turns, program::nowMicros));
    }

    @Test
    void a_copy_that_waited_still_in_the_old_stream_goes_onto_a_medium_too() throws IOException {
        nodes.post(0, 0, green());
        Disk older = nodes.disk(0).copy();
        nodes.witness(0);
        putBack(older);
        recover();
        int held = nodes.held(1).size();

        ByteArrayOutputStream medium = new ByteArrayOutputStream();
        assertThat(media(0).write(nodes.id(1), medium, Long.MAX_VALUE).deliveries())
                .isEqualTo(1);
        assertThat(media(1).read(new ByteArrayInputStream(medium.toByteArray())).refused())
                .isZero();
        nodes.post(0, 0, green());

        assertThat(nodes.held(1)).hasSize(held + 1);
        assertThat(media(0).standings()).singleElement().satisfies(standing -> {
            assertThat(standing.blind()).isEqualTo(1);
            assertThat(standing.waiting()).isEqualTo(1);
        });
    }

    @Test
    void it_receives_again_what_it_had_lost_and_its_receipts_are_new() {
        Disk older = nodes.disk(0).copy();
        live();
        int held = nodes.held(0).size();
        putBack(older);
        recover();

        for (int peer = 1; peer < Federation.SIZE; peer++) {
            for (StreamOpening.LaneHead head : nodes.heard(peer, 0).missing()) {
                long after = nodes.lineFrom(peer, 0, head.lane()).head().sequence();
                byte[] asked = new PullRequest.Deliveries(head.lane(), head.stream(), after, 64).toBytes();
                int from = peer;
                nodes.at(peer)
                        .desk
                        .pull(nodes.id(0), asked)
                        .parts()
                        .forEach(copy -> nodes.at(from).desk.settle(nodes.id(0), nodes.deliver(from, 0, copy)));
            }
            assertThat(nodes.alarms(peer)).doesNotContain("door", "sequence-conflict", "duplicate-id");
        }

        // Its own last posting is gone: nobody else's is.
        assertThat(nodes.held(0)).hasSize(held - 1);
        assertThat(nodes.alarms(0)).isEmpty();
    }

    @Test
    void records_that_lead_elsewhere_are_nobodys_but_the_liars() {
        Disk older = nodes.disk(0).copy();
        live();
        putBack(older);
        meetAll();
        PullRequest.Records asked = keeping(0).wanted(nodes.id(1)).orElseThrow();
        keeping(0).take(nodes.id(1), asked, new Parcels(List.of(new byte[asked.countMax() * Hash.LENGTH_BYTES])));

        assertThat(phase()).isEqualTo(Starting.Phase.CATCHING_UP);
        assertThat(keeping(0).wanted(nodes.id(1))).isEmpty();
        pull(0, 2);
        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
    }

    @Test
    void a_log_that_went_on_from_the_copy_in_another_way_signs_nothing_more() {
        Disk older = nodes.disk(0).copy();
        live();
        nodes.restartOver(0, older);
        nodes.at(0).starting.begin(true, () -> {});
        // A home that was rolled back as a whole while no other could be reached: it cannot know.
        nodes.at(0).starting.silence();
        nodes.post(0, 0, green());
        nodes.restart(0);
        nodes.at(0).starting.begin(false, () -> {});
        recover();

        assertThat(phase()).isEqualTo(Starting.Phase.CATCHING_UP);
        assertThat(keeping(0).wanted(nodes.id(1))).isEmpty();
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
    }

    @Test
    void a_start_that_ended_before_all_was_back_is_known_at_the_next() {
        Disk older = nodes.disk(0).copy();
        live();
        putBack(older);
        nodes.meet(1, 0);
        nodes.restart(0);

        // Its mark was renewed by the start before: it looks like a home that goes on.
        assertThat(nodes.at(0).starting.begin(true, () -> {})).isEqualTo(Starting.Phase.ASKING);
        nodes.at(0).starting.silence();
        assertThat(phase()).isEqualTo(Starting.Phase.ASKING);
        recover();
        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
    }

    @Test
    void a_node_whose_ledger_is_lost_begins_again_with_what_others_keep_of_its_log() {
        long size = nodes.at(0).log.committedSize();
        Hash root = root(size);
        nodes.restartEmpty(0);
        nodes.at(0).starting.begin(false, () -> {});

        recover();

        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
        assertThat(root(size)).isEqualTo(root);
    }

    @Test
    void answers_enough_end_the_doubt_for_good() {
        putBack(nodes.disk(0).copy());
        meetAll();
        nodes.at(0).turns.flush();
        nodes.restart(0);
        nodes.at(0).starting.begin(true, () -> {});
        nodes.at(0).starting.silence();

        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
    }

    /// The greetings of all others to node 0, as a medium or a recording keeps them.
    private List<byte[]> greetings() {
        return IntStream.range(1, Federation.SIZE)
                .mapToObj(peer -> nodes.at(peer)
                        .contacts
                        .greet(nodes.id(0), nodes.at(peer).nowMicros())
                        .toBytes())
                .toList();
    }

    private void hear(List<byte[]> greetings) {
        for (int peer = 1; peer < Federation.SIZE; peer++) {
            nodes.at(0).contacts.hear(nodes.id(peer), greetings.get(peer - 1));
        }
    }

    @Test
    void greetings_from_before_its_start_are_no_answers() {
        List<byte[]> old = greetings();
        Disk older = nodes.disk(0).copy();
        live();
        nodes.pass(301);
        putBack(older);
        hear(old);
        nodes.at(0).starting.silence();

        assertThat(phase()).isEqualTo(Starting.Phase.ASKING);
        assertThat(nodes.at(0).starting.answered()).isZero();
        assertThatThrownBy(() -> nodes.post(0, 0, green())).isInstanceOf(SigningHeld.class);
        recover();
        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
        assertThat(nodes.alarms(1)).doesNotContain("heads", "split-view");
    }

    @Test
    void the_clock_of_who_answers_may_be_five_minutes_behind() {
        List<byte[]> behind = greetings();
        nodes.pass(300);
        putBack(nodes.disk(0).copy());

        hear(behind);

        assertThat(phase()).isEqualTo(Starting.Phase.OPEN);
    }
}
