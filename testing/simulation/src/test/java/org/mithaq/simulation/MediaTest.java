// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Medium;
import org.mithaq.exchange.MediumPart;
import org.mithaq.exchange.MediumReader;
import org.mithaq.node.MediaDesk;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.Tlp;

/// Two members that no network joins exchange by files.
class MediaTest {

    private final Nodes nodes = new Nodes();
    private final MediaDesk here = desk(0);
    private final MediaDesk there = desk(1);

    private MediaDesk desk(int node) {
        Program program = nodes.at(node);
        return new MediaDesk(
                program.self.identity(),
                Nodes.FEDERATION.charter(),
                program.ledger,
                new MediaDesk.Tools(
                        program.desk, program.contacts, program.postbox, program.turns, program::nowMicros));
    }

    private byte[] written(MediaDesk desk, int to) {
        return written(desk, to, Long.MAX_VALUE);
    }

    private byte[] written(MediaDesk desk, int to, long bytesMax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            MediaDesk.Written written = desk.write(nodes.id(to), out, bytesMax);
            assertThat(written.bytes()).isEqualTo(out.size());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static MediaDesk.Taken read(MediaDesk desk, byte[] medium) {
        try {
            return desk.read(new ByteArrayInputStream(medium));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void post(int count) {
        for (int each = 0; each < count; each++) {
            nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        }
    }

    private List<Outbox.EntryRow> unsettled() {
        return nodes.at(0)
                .ledger
                .read(tables -> tables.outbox()
                        .unsettled(nodes.id(1), Lane.ROUTINE, nodes.lineTo(0, 1, Lane.ROUTINE).stream(), 0, 100));
    }

    @Test
    void what_was_posted_goes_out_in_a_file_and_its_receipts_come_back_in_another() {
        post(3);

        MediaDesk.Taken taken = read(there, written(here, 1));
        assertThat(taken.deliveries()).isEqualTo(3);
        assertThat(taken.refused()).isZero();
        assertThat(taken.whole()).isTrue();
        assertThat(nodes.held(1)).hasSize(3);
        assertThat(unsettled()).hasSize(3);

        MediaDesk.Taken back = read(here, written(there, 0));
        assertThat(back.answers()).isEqualTo(1);
        assertThat(unsettled()).isEmpty();
        assertThat(nodes.alarms(0)).isEmpty();
        assertThat(nodes.alarms(1)).isEmpty();
    }

    @Test
    void receipts_are_written_again_until_the_other_end_has_read_them() {
        post(1);
        read(there, written(here, 1));
        byte[] lost = written(there, 0);
        byte[] again = written(there, 0);
        assertThat(answers(lost)).isEqualTo(1);
        assertThat(answers(again)).isEqualTo(1);

        read(here, again);
        read(there, written(here, 1));

        assertThat(answers(written(there, 0))).isZero();
        assertThat(nodes.at(1).desk.waitingReceipts(nodes.id(0)).receipts()).isEmpty();
    }

    private static long answers(byte[] medium) {
        return parts(medium).stream()
                .filter(MediumPart.Answered.class::isInstance)
                .count();
    }

    private static List<MediumPart> parts(byte[] medium) {
        try {
            MediumReader reader = new MediumReader(new ByteArrayInputStream(medium));
            List<MediumPart> parts = new ArrayList<>();
            for (var part = reader.next(); part.isPresent(); part = reader.next()) {
                parts.add(part.get());
            }
            assertThat(reader.isWhole()).isTrue();
            return parts;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void a_file_that_is_lost_or_read_twice_changes_nothing() {
        post(2);
        byte[] lost = written(here, 1);
        byte[] medium = written(here, 1);
        assertThat(parts(lost)).hasSameSizeAs(parts(medium));

        assertThat(read(there, medium).before()).isFalse();
        assertThat(read(there, medium).before()).isTrue();
        assertThat(read(there, lost).before()).isFalse();

        assertThat(nodes.held(1)).hasSize(2);
        assertThat(nodes.alarms(1)).isEmpty();
        read(here, written(there, 0));
        assertThat(unsettled()).isEmpty();
    }

    @Test
    void what_comes_before_a_cut_is_taken_and_the_rest_later() {
        post(3);
        byte[] medium = written(here, 1);
        for (int cut : new int[] {Medium.LENGTH_BYTES, medium.length / 2, medium.length - 14, medium.length - 1}) {
            MediaDesk.Taken taken = read(there, Arrays.copyOf(medium, cut));
            assertThat(taken.whole()).isFalse();
            assertThat(taken.refused()).isZero();
        }
        assertThat(nodes.held(1)).hasSize(3);
        assertThat(read(there, medium).whole()).isTrue();
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> read(there, Arrays.copyOf(medium, Medium.LENGTH_BYTES - 1)));
    }

    @Test
    void a_damaged_copy_is_refused_alone_and_stays_in_the_outbox() {
        post(3);
        byte[] medium = written(here, 1);
        // In the ciphertext of the second copy.
        int second = medium.length - (parts(medium).size() > 0 ? lengthOfLast(medium) + 13 + 5 + 2_000 : 0);
        medium[second] ^= 1;

        MediaDesk.Taken taken = read(there, medium);

        assertThat(taken.refused()).isEqualTo(1);
        assertThat(taken.named()).singleElement().asString().contains(":");
        assertThat(nodes.held(1)).hasSize(2);
        assertThat(nodes.alarms(1)).contains("door");
        MediaDesk.Taken back = read(here, written(there, 0));
        assertThat(back.named()).singleElement().asString().contains("refused a copy of ours at their door");
        assertThat(unsettled()).hasSize(1);
        read(there, written(here, 1));
        assertThat(nodes.held(1)).hasSize(3);
    }

    private static int lengthOfLast(byte[] medium) {
        return ((MediumPart.Sent) parts(medium).getLast()).delivery().length;
    }

    @Test
    void a_medium_for_another_or_of_nobody_that_is_known_is_refused() {
        post(1);
        byte[] medium = written(here, 1);
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> read(desk(2), medium))
                .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(Clause.MEDIUM));
        byte[] stranger = medium.clone();
        stranger[16 + 2 + 32] ^= 1;
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() -> read(there, stranger))
                .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(Clause.MEDIUM));
        assertThat(nodes.held(1)).isEmpty();
        assertThat(nodes.held(2)).isEmpty();
    }

    @Test
    void a_medium_in_the_name_of_another_member_brings_nothing() {
        post(1);
        byte[] medium = written(here, 1);
        byte[] third = nodes.id(2).hash().bytes();
        System.arraycopy(third, 0, medium, 16 + 2 + 32, third.length);

        MediaDesk.Taken taken = read(there, medium);

        // Deliveries stand by their own signatures, whoever carries them; a greeting does not pass for another's.
        assertThat(taken.named()).anyMatch(refusal -> refusal.startsWith(Clause.HEADER_SIGNATURE.id()));
        assertThat(nodes.held(1)).isEmpty();
    }

    @Test
    void a_medium_that_is_too_small_for_all_says_so_and_the_next_goes_on() {
        post(3);
        int one = parts(written(here, 1)).size();
        assertThat(one).isEqualTo(4);
        byte[] small = written(here, 1, written(here, 1).length - 100);
        assertThat(parts(small)).hasSize(3);
        read(there, small);
        read(here, written(there, 0));
        assertThat(unsettled()).hasSize(1);
        read(there, written(here, 1));
        assertThat(nodes.held(1)).hasSize(3);
    }

    @Test
    void over_a_link_of_one_direction_what_was_written_is_sent_blind() {
        post(2);
        assertThat(here.standings()).isEmpty();
        read(there, written(here, 1));
        post(1);

        assertThat(here.standings()).singleElement().satisfies(standing -> {
            assertThat(standing.member()).isEqualTo(nodes.id(1));
            assertThat(standing.blind()).isEqualTo(2);
            assertThat(standing.waiting()).isEqualTo(1);
            assertThat(standing.writtenMicros()).isPositive();
            assertThat(standing.readMicros()).isZero();
        });
        assertThat(there.standings())
                .singleElement()
                .satisfies(standing -> assertThat(standing.readMicros()).isPositive());
    }

    @Test
    void a_recall_goes_by_media_too_and_is_declared_back() {
        String id = Nodes.freshId();
        nodes.postTo(0, Set.of(1), Nodes.item(id, 1, Tlp.GREEN));
        read(there, written(here, 1));
        read(here, written(there, 0));
        nodes.at(0).originating.recall(id, "a trial");
        read(there, written(here, 1));

        assertThat(nodes.held(1)).isEmpty();
        read(here, written(there, 0));
        assertThat(unsettled()).isEmpty();
    }
}
