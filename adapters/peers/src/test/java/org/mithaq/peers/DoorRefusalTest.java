// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Answers;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRefusal;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Greeting;
import org.mithaq.exchange.Lane;
import org.mithaq.http.Call;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Reply;
import org.mithaq.http.TlsIdentity;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.Outbox;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class DoorRefusalTest {

    private List<TestNode> nodes = List.of();
    private TestNode sender;
    private TestNode recipient;

    @BeforeEach
    void meet() {
        nodes = TestNode.founded(2, TestNode.QUICK);
        sender = nodes.get(0);
        recipient = nodes.get(1);
        recipient
                .tools()
                .contacts()
                .hear(
                        sender.id(),
                        sender.tools().contacts().greet(recipient.id(), now()).toBytes());
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private Reply post(TlsIdentity as, String path, String type, byte[] body)
            throws PeerUnreachable, InterruptedException {
        try (PeerClients clients = new PeerClients(as, alarm -> {});
                PeerClient client = open(clients)) {
            return client.send(Call.post(path, type, body, Duration.ofSeconds(10), 1 << 20));
        }
    }

    private Reply post(String path, byte[] body) throws PeerUnreachable, InterruptedException {
        return post(sender.place.identity(), path, PeerConnection.CONTENT_TYPE, body);
    }

    private PeerClient open(PeerClients clients) {
        return clients.open(
                "127.0.0.1", recipient.place.port(), recipient.place.identity().pin(), "test");
    }

    private static Call rubbish() {
        return Call.post(
                PeerConnection.DELIVERIES, PeerConnection.CONTENT_TYPE, new byte[1], Duration.ofSeconds(10), 1 << 20);
    }

    private static TlsIdentity stranger() {
        return TlsIdentity.make(
                "stranger", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(900), new SecureRandom());
    }

    @Test
    void a_forged_delivery_is_refused_at_the_door_and_frees_nothing() {
        TestNode.Shared shared = sender.share(Lane.ROUTINE, 100);
        byte[] forged = sender.delivery(shared, recipient);
        // In the header, behind federation, charter and sender: its signature does not fit any more.
        forged[200] ^= 1;

        Answers answers = recipient.tools().desk().deliver(sender.id(), forged);

        Optional<DoorRefusal> refusal = sender.tools().desk().settle(recipient.id(), answers, Optional.of(forged));
        assertThat(refusal).isPresent();
        assertThat(refusal.get().handedOverBy()).isEqualTo(sender.id());
        assertThat(refusal.get().receivedHash()).isEqualTo(DoorRefusal.hashOfReceived(forged));
        assertThat(sender.copy(shared, recipient).state()).isEqualTo(Outbox.State.PENDING);
        assertThat(recipient.alarms()).extracting(Alarms.Row::kind).containsExactly("door");
        // The real one is still good.
        sender.tools()
                .desk()
                .settle(
                        recipient.id(),
                        recipient.tools().desk().deliver(sender.id(), sender.delivery(shared, recipient)));
        assertThat(sender.copy(shared, recipient).state()).isEqualTo(Outbox.State.SETTLED);
    }

    /// Refusals 4.
    @Test
    void a_refusal_of_something_else_holds_nothing_back_and_is_an_alarm() {
        TestNode.Shared shared = sender.share(Lane.ROUTINE, 100);
        byte[] honest = sender.delivery(shared, recipient);
        Answers ofRubbish = recipient.tools().desk().deliver(sender.id(), new byte[] {1});

        Optional<DoorRefusal> taken = sender.tools().desk().settle(recipient.id(), ofRubbish, Optional.of(honest));

        assertThat(taken).isEmpty();
        assertThat(sender.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo("door");
            assertThat(alarm.sentence()).contains("Refusals 4");
        });
        assertThat(sender.tools().desk().settle(recipient.id(), ofRubbish, Optional.of(new byte[] {1})))
                .isPresent();
        Answers toAnother = recipient.tools().desk().deliver(recipient.id(), new byte[] {1});
        assertThat(sender.tools().desk().settle(recipient.id(), toAnother, Optional.of(new byte[] {1})))
                .isEmpty();
    }

    @Test
    void no_changed_byte_frees_a_copy_or_fails_in_another_way_than_by_refusal() {
        TestNode.Shared shared = sender.share(Lane.ROUTINE, 100);
        byte[] delivery = sender.delivery(shared, recipient);
        Seeds.forAll(150, random -> {
            byte[] changed = Mutations.mutate(delivery, random);
            if (!Arrays.equals(changed, delivery)) {
                assertThat(recipient
                                .tools()
                                .desk()
                                .deliver(sender.id(), changed)
                                .refusal())
                        .isPresent();
            }
        });
        assertThat(sender.copy(shared, recipient).state()).isEqualTo(Outbox.State.PENDING);
    }

    @Test
    void an_honest_repetition_brings_the_stored_receipt_and_no_alarm() {
        byte[] delivery = sender.delivery(sender.share(Lane.ROUTINE, 100), recipient);

        Answers first = recipient.tools().desk().deliver(sender.id(), delivery);
        Answers second = recipient.tools().desk().deliver(sender.id(), delivery);

        assertThat(second.receipts()).hasSize(1);
        assertThat(second.receipts().getFirst().payload())
                .isEqualTo(first.receipts().getFirst().payload());
        assertThat(recipient.alarms()).isEmpty();
    }

    @Test
    void a_delivery_in_a_stream_that_was_not_opened_is_refused_for_now_and_without_an_alarm() {
        TestNode.Shared shared = recipient.share(Lane.ROUTINE, 100);

        Answers answers = sender.tools().desk().deliver(recipient.id(), recipient.delivery(shared, sender));

        DoorRefusal refusal =
                recipient.tools().desk().settle(sender.id(), answers).orElseThrow();
        assertThat(refusal.forNow()).isTrue();
        assertThat(refusal.clause()).isEqualTo(Clause.ORDER_STREAM.id());
        assertThat(sender.alarms()).isEmpty();
    }

    @Test
    void a_statement_that_was_overtaken_by_a_dispatch_is_no_alarm_and_a_later_one_that_denies_it_is() {
        Greeting before = sender.tools().contacts().greet(recipient.id(), now());
        Greeting later = sender.tools().contacts().greet(recipient.id(), now() + 3_600_000_000L);
        byte[] delivery = sender.delivery(sender.share(Lane.ROUTINE, 100), recipient);
        recipient.tools().desk().deliver(sender.id(), delivery);

        recipient.tools().contacts().hear(sender.id(), before.toBytes());
        assertThat(recipient.alarms()).isEmpty();

        recipient.tools().contacts().hear(sender.id(), later.toBytes());
        assertThat(recipient.alarms()).extracting(Alarms.Row::kind).containsExactly("heads");
    }

    private static long now() {
        return System.currentTimeMillis() * 1_000;
    }

    @Test
    void a_certificate_that_nobody_pinned_does_not_get_in() {
        recipient.startSilently();

        assertThatThrownBy(() -> post(stranger(), PeerConnection.CONTACT, PeerConnection.CONTENT_TYPE, new byte[1]))
                .isInstanceOf(PeerUnreachable.class);
    }

    @Test
    void a_certificate_that_the_charter_does_not_name_is_told_so() throws Exception {
        TlsIdentity stranger = stranger();
        recipient.pinToo(stranger.pin());
        recipient.startSilently();

        Reply reply = post(stranger, PeerConnection.CONTACT, PeerConnection.CONTENT_TYPE, new byte[1]);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains("not-a-member").contains(Clause.HEADER_SENDER.id());
    }

    @Test
    void what_is_no_message_is_refused_with_its_clause_on_every_route() throws Exception {
        recipient.startSilently();
        for (String path : List.of(PeerConnection.CONTACT, PeerConnection.RECEIPTS, PeerConnection.PULL)) {
            Reply reply = post(path, new byte[] {1, 2, 3});
            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.text()).contains(Clause.ENCODING.id());
        }
        assertThat(post(sender.place.identity(), PeerConnection.PULL, "text/plain", new byte[1])
                        .status())
                .isEqualTo(415);
        assertThat(post(PeerConnection.PULL, new byte[20_000]).status()).isEqualTo(413);
    }

    @Test
    void a_greeting_for_somebody_else_is_refused_with_its_clause() throws Exception {
        recipient.startSilently();

        Reply reply = post(
                PeerConnection.CONTACT,
                sender.tools().contacts().greet(sender.id(), now()).toBytes());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).contains(Clause.HEADER_SENDER.id());
    }

    @Test
    void rubbish_is_refused_by_signature_some_times_and_then_unread() throws Exception {
        recipient.startSilently();
        int signed = 0;
        try (PeerClients clients = new PeerClients(sender.place.identity(), alarm -> {});
                PeerClient client = open(clients)) {
            Reply reply = client.send(rubbish());
            while (reply.status() == 200) {
                assertThat(Answers.parse(reply.body()).refusal()).isPresent();
                signed++;
                assertThat(signed).isLessThan(1_000);
                reply = client.send(rubbish());
            }
            assertThat(reply.status()).isEqualTo(429);
        }
        assertThat(signed).isGreaterThanOrEqualTo(TestNode.QUICK.refusalsMax());
    }

    @Test
    void bad_input_at_the_open_door_is_answered_each_in_its_way_and_the_lane_goes_on() throws Exception {
        TestNode.Shared shared = sender.share(Lane.ROUTINE, 100);
        byte[] honest = sender.delivery(shared, recipient);
        recipient.startSilently();

        assertThat(post(PeerConnection.DELIVERIES, new byte[Delivery.BYTES_MAX + 1])
                        .status())
                .isEqualTo(413);
        for (byte[] bad : List.of(
                new byte[0], Arrays.copyOf(honest, honest.length - 1), Arrays.copyOf(honest, honest.length + 1))) {
            Reply reply = post(PeerConnection.DELIVERIES, bad);
            assertThat(reply.status()).isEqualTo(200);
            DoorRefusal refusal =
                    sender.tools().desk().settle(recipient.id(), reply.body()).orElseThrow();
            assertThat(refusal.clause()).isEqualTo(Clause.ENCODING.id());
            assertThat(refusal.forNow()).isFalse();
        }
        assertThat(recipient.alarms()).singleElement().satisfies(alarm -> {
            assertThat(alarm.kind()).isEqualTo("door");
            assertThat(alarm.action()).isNotBlank();
        });
        assertThat(sender.copy(shared, recipient).state()).isEqualTo(Outbox.State.PENDING);

        for (int time = 0; time < 2; time++) {
            sender.tools()
                    .desk()
                    .settle(
                            recipient.id(),
                            post(PeerConnection.DELIVERIES, honest).body());
        }
        assertThat(sender.copy(shared, recipient).state()).isEqualTo(Outbox.State.SETTLED);
        assertThat(recipient.line(sender, Lane.ROUTINE).head().sequence()).isOne();
        assertThat(recipient.alarms()).hasSize(1);
    }

    @Test
    void what_is_no_answer_is_refused_with_a_clause_by_the_desk_itself() {
        assertThatThrownBy(() -> sender.tools().desk().settle(recipient.id(), new byte[] {1, 2}))
                .isInstanceOfSatisfying(
                        DoorRejected.class,
                        rejected -> assertThat(rejected.clause()).isEqualTo(Clause.ENCODING));
        assertThatThrownBy(() -> sender.tools().contacts().hear(recipient.id(), new byte[] {1, 2}))
                .isInstanceOfSatisfying(
                        DoorRejected.class,
                        rejected -> assertThat(rejected.clause()).isEqualTo(Clause.ENCODING));
        Answers forged = Answers.refused(recipient
                .tools()
                .desk()
                .deliver(sender.id(), new byte[1])
                .refusal()
                .orElseThrow());
        byte[] bytes = forged.toBytes();
        bytes[bytes.length - 1] ^= 1;
        assertThatThrownBy(() -> sender.tools().desk().settle(recipient.id(), bytes))
                .isInstanceOfSatisfying(
                        DoorRejected.class,
                        rejected -> assertThat(rejected.clause()).isEqualTo(Clause.HEADER_SIGNATURE));
    }

    @Test
    void a_full_disk_is_said_and_nothing_is_acknowledged() throws Exception {
        byte[] delivery = sender.delivery(sender.share(Lane.ROUTINE, 100), recipient);
        recipient.startSilently();
        recipient.ledger.failNextWrite(false);

        Reply full = post(PeerConnection.DELIVERIES, delivery);
        Reply again = post(PeerConnection.DELIVERIES, delivery);

        assertThat(full.status()).isEqualTo(507);
        assertThat(full.headers().fields()).anyMatch(field -> field.name().equalsIgnoreCase("Retry-After"));
        assertThat(Answers.parse(again.body()).receipts()).hasSize(1);
    }
}
