// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.stix.Tlp;

class PostingTest {

    private final Nodes nodes = new Nodes();
    private final String id = Nodes.freshId();

    @Test
    void what_is_posted_again_changes_nothing() {
        Item item = Nodes.item(id, 1, Tlp.GREEN);
        nodes.post(0, 0, item);
        Posting.Outcome again = nodes.post(0, 0, item, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));

        assertThat(again.repeated()).isOne();
        assertThat(again.posted()).hasSize(1);
        assertThat(nodes.held(0)).hasSize(2);
    }

    @Test
    void another_content_under_the_same_version_is_told_apart_from_a_repetition() {
        String twice = Nodes.freshId();
        nodes.post(0, 0, Nodes.item(id, 1, Tlp.GREEN));
        Posting.Outcome outcome = nodes.post(
                0,
                0,
                Nodes.item(id, 1, Tlp.CLEAR),
                Nodes.item(id, 1, Tlp.GREEN),
                Nodes.item(twice, 1, Tlp.GREEN),
                Nodes.item(twice, 1, Tlp.AMBER));

        // STIX 2.1 §3.6: id and modified name one version, and the first content is the one that counts.
        assertThat(outcome.conflicting())
                .extracting(item -> item.object().orElseThrow())
                .contains(
                        Nodes.item(id, 1, Tlp.CLEAR).object().orElseThrow(),
                        Nodes.item(twice, 1, Tlp.AMBER).object().orElseThrow());
        assertThat(outcome.repeated()).isZero();
        assertThat(nodes.held(0)).hasSize(2);
    }

    @Test
    void what_is_kept_already_and_goes_to_nobody_is_said_to_be_withheld() {
        Item red = Nodes.item(id, 1, Tlp.RED);
        nodes.at(0).posting.keep(List.of(red), false);

        Posting.Outcome outcome = nodes.post(0, 0, red);

        assertThat(outcome.posted()).isEmpty();
        assertThat(outcome.withheld())
                .isNotEmpty()
                .allMatch(each -> each.stixId().equals(id));
    }

    @Test
    void two_versions_of_one_object_are_two_objects() {
        nodes.meet(0, 1);
        Posting.Outcome outcome = nodes.post(0, 0, Nodes.item(id, 1, Tlp.GREEN), Nodes.item(id, 2, Tlp.GREEN));
        nodes.exchange(0, 1);

        assertThat(outcome.repeated()).isZero();
        assertThat(nodes.held(0)).hasSize(2);
        assertThat(nodes.held(1)).hasSize(2);
    }

    @Test
    void red_goes_to_nobody_but_those_named() {
        for (int node = 1; node < Federation.SIZE; node++) {
            nodes.meet(0, node);
        }
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.RED));
        nodes.postTo(0, Set.of(2), Nodes.item(id, 1, Tlp.RED));

        assertThat(nodes.copies(0, 1, Lane.ROUTINE)).isEmpty();
        assertThat(nodes.copies(0, 2, Lane.ROUTINE)).hasSize(1);
        assertThat(nodes.copies(0, 3, Lane.ROUTINE)).isEmpty();
    }

    @Test
    void nobody_posts_where_it_may_not() {
        assertThatThrownBy(() -> nodes.post(0, 2, Nodes.item(id, 1, Tlp.GREEN)))
                .isInstanceOf(Posting.PostingRefused.class);
        assertThatThrownBy(() -> nodes.post(2, 2, Nodes.item(id, 1, Tlp.GREEN)))
                .isInstanceOf(Posting.PostingRefused.class);
    }

    @Test
    void a_posting_that_the_disk_refused_is_there_whole_or_not_at_all_and_can_be_repeated() {
        for (Disk.Fault fault : List.of(Disk.Fault.FAIL_LOST, Disk.Fault.FAIL_KEPT)) {
            Nodes fresh = new Nodes();
            Item[] items = {Nodes.item(Nodes.freshId(), 1, Tlp.GREEN), Nodes.item(Nodes.freshId(), 1, Tlp.RED)};
            // Work that was not urgent shares the transaction, and must not make the posting run twice.
            fresh.at(0).turns.whenConvenient(turn -> true);
            fresh.disk(0).arm(fault, 0);

            assertThatThrownBy(() -> fresh.post(0, 0, items)).isInstanceOf(StorageFailed.class);
            assertThat(fresh.held(0)).hasSize(fault == Disk.Fault.FAIL_KEPT ? 2 : 0);
            Posting.Outcome again = fresh.post(0, 0, items);

            assertThat(again.repeated()).isEqualTo(fault == Disk.Fault.FAIL_KEPT ? 2 : 0);
            assertThat(fresh.held(0)).hasSize(2);
            assertThat(fresh.at(0).log.committedSize()).isOne();
        }
    }
}
