// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Envelopes;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.MediaStatement;
import org.mithaq.exchange.Medium;
import org.mithaq.exchange.MediumPart;
import org.mithaq.exchange.MediumReader;
import org.mithaq.exchange.MediumWriter;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.exchange.Suite;
import org.mithaq.node.MediaDesk;
import org.mithaq.stix.Tlp;

/// Whoever carries media may destroy them, change them and write others, and has no member's key: it delays, and ends
/// nothing.
class MediaCourierTest {

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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            desk.write(nodes.id(to), out, Long.MAX_VALUE);
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

    /// @param medium its beginning
    /// @param parts its messages, without the end
    private record File(Medium medium, List<MediumPart> parts) {

        static File of(byte[] bytes) {
            try {
                MediumReader reader = new MediumReader(new ByteArrayInputStream(bytes));
                List<MediumPart> parts = new ArrayList<>();
                for (var part = reader.next(); part.isPresent(); part = reader.next()) {
                    parts.add(part.get());
                }
                assertThat(reader.isWhole()).isTrue();
                return new File(reader.medium(), parts);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        /// As the courier writes it, with an end that counts rightly.
        byte[] toBytes() {
            try {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                MediumWriter writer = new MediumWriter(out, medium);
                for (MediumPart part : parts) {
                    writer.add(part);
                }
                writer.end();
                return out.toByteArray();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        File without(Predicate<MediumPart> some) {
            return new File(medium, parts.stream().filter(some.negate()).toList());
        }
    }

    private static long answers(byte[] medium) {
        return File.of(medium).parts().stream()
                .filter(MediumPart.Answered.class::isInstance)
                .count();
    }

    private int unsettled() {
        return nodes.copies(0, 1, Lane.ROUTINE).size();
    }

    /// One copy has come, and its receipt waits for a medium.
    @BeforeEach
    void oneCopyCame() {
        nodes.meet(0, 1);
        nodes.postTo(0, Set.of(1), Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
    }

    @Test
    void receipts_that_were_taken_out_of_a_medium_are_written_again() {
        read(there, written(here, 1));
        byte[] emptied = File.of(written(there, 0))
                .without(MediumPart.Answered.class::isInstance)
                .toBytes();
        assertThat(read(here, emptied).whole()).isTrue();
        assertThat(unsettled()).isOne();

        read(there, written(here, 1));
        byte[] again = written(there, 0);

        assertThat(answers(again)).isOne();
        read(here, again);
        assertThat(unsettled()).isZero();
    }

    /// A medium of member 0 for member 1 on which `signer` says, in the name of `sender`, that `destroyed` was read.
    private byte[] forged(byte[] destroyed, int signer, MemberId sender, MemberId recipient) {
        Medium medium = File.of(written(here, 1)).medium();
        MediaStatement statement = new MediaStatement(
                Suite.HYBRID_1, medium.federation(), sender, recipient, 1, List.of(Hash.of(destroyed)));
        DsseEnvelope envelope = Dsse.sign(
                Federation.SIGNATURES, nodes.at(signer).self.keys().signing(), PayloadTypes.MEDIA, statement.toBytes());
        return new File(medium, List.of(new MediumPart.Read(Envelopes.toBytes(envelope)))).toBytes();
    }

    private void assertRefused(byte[] medium, Clause clause) {
        MediaDesk.Taken taken = read(there, medium);
        assertThat(taken.named()).singleElement().asString().startsWith(clause.id());
        assertThat(taken.whole()).isTrue();
        assertThat(answers(written(there, 0))).isOne();
    }

    @Test
    void a_list_of_media_that_its_writer_did_not_sign_for_its_reader_ends_nothing() {
        read(there, written(here, 1));
        byte[] destroyed = written(there, 0);

        assertRefused(forged(destroyed, 2, nodes.id(0), nodes.id(1)), Clause.MEDIA_STATEMENT);
        assertRefused(forged(destroyed, 0, nodes.id(2), nodes.id(1)), Clause.MEDIA_STATEMENT);
        assertRefused(forged(destroyed, 0, nodes.id(0), nodes.id(2)), Clause.MEDIA_STATEMENT);
        File noStatement =
                new File(File.of(written(here, 1)).medium(), List.of(new MediumPart.Read(new byte[] {0, 0, 0, 0})));
        assertRefused(noStatement.toBytes(), Clause.ENCODING);

        read(there, forged(destroyed, 0, nodes.id(0), nodes.id(1)));
        assertThat(answers(written(there, 0))).isZero();
    }

    @Test
    void a_copy_that_comes_again_by_media_is_answered_again() {
        byte[] copy = nodes.copies(0, 1, Lane.ROUTINE).getFirst();
        Answers lost = nodes.deliver(0, 1, copy);
        nodes.at(1).desk.receiptsDelivered(lost);
        nodes.at(1).turns.flush();
        assertThat(answers(written(there, 0))).isZero();

        read(there, written(here, 1));
        byte[] back = written(there, 0);

        assertThat(answers(back)).isOne();
        read(here, back);
        assertThat(unsettled()).isZero();
    }
}
