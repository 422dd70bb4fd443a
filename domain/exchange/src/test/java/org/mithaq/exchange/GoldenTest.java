// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.exchange.Federation.SIGNATURES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// Messages as other implementations must read them; `-Dmithaq.golden=write` makes the files anew.
///
/// What is not sealed is made again, byte for byte, at every run. Sealing draws its own randomness, so a sealed
/// dispatch is read, verified and opened, and never compared with a fresh one.
class GoldenTest {

    private static final Path FOLDER = Path.of(System.getProperty("mithaq.root", "../.."))
            .resolve("domain/exchange/src/test/resources/org/mithaq/exchange");

    private static final int SEED = 7;

    private static byte[] golden(String name, byte[] fresh) {
        Path file = FOLDER.resolve(name + ".bin");
        try {
            if ("write".equals(System.getProperty("mithaq.golden"))) {
                Files.createDirectories(FOLDER);
                Files.write(file, fresh);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<MessageKind<?>> kinds() {
        return Messages.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <T> void a_golden_message_has_the_fields_that_were_written_and_is_written_the_same(MessageKind<T> kind) {
        T value = kind.drawn(Seeds.of(SEED));
        byte[] file = golden(kind.name(), kind.write().apply(value));
        T read = kind.parse().apply(file);
        if (kind.valued()) {
            assertThat(read).isEqualTo(value);
        }
        assertThat(kind.write().apply(read)).isEqualTo(file);
        assertThat(kind.write().apply(value)).isEqualTo(file);
    }

    @Test
    void every_golden_file_is_read_by_a_test() throws IOException {
        List<String> expected = new ArrayList<>(
                kinds().stream().map(kind -> kind.name() + ".bin").toList());
        expected.addAll(List.of(
                "federation.act.bin",
                "dispatch-delivery.bin",
                "dispatch-withdrawn.bin",
                "dispatch-relayed.bin",
                "evidence-bundle.bin",
                "signed-greeting.bin",
                "signed-answers.bin"));
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static CharterState federation() {
        return Charter.found(
                SIGNATURES,
                SignedAct.decode(golden("federation.act", Federation.act().encode())));
    }

    @Test
    void the_golden_federation_is_the_one_of_the_fixed_seeds() {
        assertThat(federation()).isEqualTo(Federation.state());
        assertThat(golden("federation.act", Federation.act().encode()))
                .isEqualTo(Federation.act().encode());
    }

    private static Dispatched fresh() {
        List<Batch.Content> contents = List.of(
                new Batch.Content(LeafKind.OBJECT, Terms.standard(), utf8("{\"first\":1}")),
                new Batch.Content(
                        LeafKind.OBJECT,
                        Terms.standard().onward(Terms.Onward.PERMITTED),
                        utf8("{\"second\":\"ثانٍ\"}")),
                new Batch.Content(
                        LeafKind.RECALL,
                        Terms.standard(),
                        new RecallStatement(Federation.hash("dispatch"), Federation.hash("leaf"), "wrong address")
                                .toBytes()));
        return Dispatched.of(Dispatched.seal(Dispatched.batch(Lane.FLASH, contents, 1, 2), new FixedRandom(SEED)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void the_golden_delivery_is_admitted_and_opened_by_its_recipient() {
        byte[] file = golden("dispatch-delivery", fresh().delivery(1).toBytes());
        Delivery delivery = Delivery.parse(file);
        assertThat(delivery.toBytes()).isEqualTo(file);

        Door.Admitted admitted = Dispatched.door(1).admit(delivery, federation());
        assertThat(admitted.header().sender()).isEqualTo(Federation.id(0));
        assertThat(admitted.header().timeMicros()).isEqualTo(Dispatched.TIME_MICROS);
        assertThat(admitted.header().exercise()).isFalse();
        OrderEntry entry = delivery.order().entry();
        assertThat(entry.sequence()).isEqualTo(7);
        assertThat(entry.previous()).isEqualTo(Federation.hash("number six"));
        assertThat(entry.key().lane()).isEqualTo(Lane.FLASH);
        assertThat(entry.key().node()).isEqualTo(Federation.node(0));

        Door.Opened opened = Dispatched.door(1).open(admitted, (Delivery.Sealed) delivery.body(), Dispatched.keys(1));
        assertThat(opened.manifest().audience()).containsExactlyInAnyOrder(Federation.id(1), Federation.id(2));
        assertThat(opened.manifest().flashDeadlineMicros()).isEqualTo(Dispatched.TIME_MICROS + 60_000_000);
        assertThat(opened.leaves())
                .extracting(leaf -> new String(leaf.content(), StandardCharsets.UTF_8))
                .contains("{\"first\":1}", "{\"second\":\"ثانٍ\"}");
        byte[] record = LogEvidence.record(opened.manifest().logSalt(), admitted.payloadHash());
        assertThat(new LogCheck(SIGNATURES)
                        .verify(delivery.log(), record, admitted.sender())
                        .size())
                .isEqualTo(8);
    }

    @Test
    void the_golden_relayed_object_proves_its_origin() {
        byte[] file = golden("dispatch-relayed", fresh().relayed(1).toBytes());
        RelayedObject relayed = RelayedObject.parse(file);
        assertThat(relayed.toBytes()).isEqualTo(file);
        RelayCheck.Verified verified = new RelayCheck(SIGNATURES).verify(relayed, federation());
        assertThat(verified.originator().id()).isEqualTo(Federation.id(0));
        assertThat(relayed.leaf().terms().onward()).isEqualTo(Terms.Onward.PERMITTED);
        assertThat(new String(relayed.leaf().content(), StandardCharsets.UTF_8)).isEqualTo("{\"second\":\"ثانٍ\"}");
    }

    @Test
    void the_golden_evidence_bundle_is_the_founding_act_and_the_relayed_object() {
        RelayedObject relayed = RelayedObject.parse(
                golden("dispatch-relayed", fresh().relayed(1).toBytes()));
        byte[] made = new EvidenceBundle(Federation.act(), relayed).toBytes();
        byte[] file = golden("evidence-bundle", made);
        assertThat(file).isEqualTo(made);
        EvidenceBundle.Report report = EvidenceBundle.verify(SIGNATURES, file);
        assertThat(report.federation()).isEqualTo(Federation.state().federation());
        assertThat(report.originator()).isEqualTo(Federation.id(0));
        assertThat(report.leaf()).isEqualTo(relayed.leaf());
    }

    @Test
    void the_golden_withdrawn_delivery_carries_a_recall_with_its_proof() {
        Dispatched fresh = fresh();
        Delivery made = new Delivery(
                fresh.envelope(),
                fresh.numbered().record(),
                fresh.order(2),
                new Delivery.Withdrawn(List.of(fresh.relayed(2))),
                fresh.log());
        byte[] file = golden("dispatch-withdrawn", made.toBytes());
        Delivery delivery = Delivery.parse(file);
        assertThat(delivery.toBytes()).isEqualTo(file);
        assertThat(Dispatched.door(2).admit(delivery, federation()).sender().id())
                .isEqualTo(Federation.id(0));
        RelayedObject recall = ((Delivery.Withdrawn) delivery.body()).recalls().getFirst();
        new RelayCheck(SIGNATURES).verify(recall, federation());
        assertThat(RecallStatement.parse(recall.leaf().content()))
                .isEqualTo(new RecallStatement(Federation.hash("dispatch"), Federation.hash("leaf"), "wrong address"));
    }

    @Test
    void the_golden_greeting_is_signed_by_its_sender() {
        ContactStatement statement = new ContactStatement(
                Suite.HYBRID_1,
                Federation.state().federation(),
                1,
                Federation.state().hash(),
                Federation.id(3),
                Federation.node(3),
                Federation.id(4),
                Dispatched.TIME_MICROS,
                1,
                List.of(new StreamOpening.LaneHead(
                        Lane.FLASH, StreamId.of(new byte[16]), new Head(2, Federation.hash("two")))),
                List.of(),
                List.of(new ContactStatement.Checkpointed(
                        Federation.id(3), Dispatched.logged(3, new byte[32]).checkpoint())));
        StreamOpening opening = new StreamOpening(
                Suite.HYBRID_1,
                Federation.state().federation(),
                Federation.id(3),
                Federation.node(3),
                Federation.id(4),
                StreamId.of(new byte[16]),
                Dispatched.TIME_MICROS,
                List.of());
        Greeting made = new Greeting(
                Federation.sign(3, PayloadTypes.CONTACT, statement.toBytes()),
                List.of(Federation.sign(3, PayloadTypes.STREAM_OPENING, opening.toBytes())));
        byte[] file = golden("signed-greeting", made.toBytes());
        Greeting read = Greeting.parse(file);
        assertThat(read).isEqualTo(made);
        ContactStatement said = ContactStatement.parse(
                Dsse.verify(SIGNATURES, Federation.signing(3).publicKey(), PayloadTypes.CONTACT, read.statement()));
        assertThat(said.sent()).isEqualTo(statement.sent());
        assertThat(said.recipient()).isEqualTo(Federation.id(4));
        byte[] note = said.checkpoints().getFirst().note();
        assertThat(new LogCheck(SIGNATURES)
                        .verify(note, Federation.card(3))
                        .checkpoint()
                        .size())
                .isEqualTo(8);
    }

    @Test
    void the_golden_answers_are_signed_by_their_sender() {
        DoorRefusal refusal = new DoorRefusal(
                Suite.HYBRID_1,
                Federation.state().federation(),
                Federation.id(2),
                Federation.id(0),
                DoorRefusal.hashOfReceived(utf8("noise")),
                Clause.ENCODING.id(),
                Clause.ENCODING.sentence(),
                false,
                Dispatched.TIME_MICROS);
        Answers made = Answers.refused(Federation.sign(2, PayloadTypes.DOOR_REFUSAL, refusal.toBytes()));
        Answers read = Answers.parse(golden("signed-answers", made.toBytes()));
        assertThat(read).isEqualTo(made);
        DoorRefusal said = DoorRefusal.parse(Dsse.verify(
                SIGNATURES,
                Federation.signing(2).publicKey(),
                PayloadTypes.DOOR_REFUSAL,
                read.refusal().orElseThrow()));
        assertThat(said).isEqualTo(refusal);
        assertThat(said.receivedHash()).isNotEqualTo(Hash.ZERO);
    }
}
