// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.Delivery;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.PayloadTypes;
import org.mithaq.node.Arriving;
import org.mithaq.node.Command;
import org.mithaq.node.Core;
import org.mithaq.node.LivingKeys;
import org.mithaq.node.Prepared;
import org.mithaq.node.Receiving;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submit;
import org.mithaq.node.port.Outbox;
import org.mithaq.stix.Tlp;

/// What is done on another thread beside the wait for the disk, or beside another step: whenever that thread comes
/// to it, the outcome is the same.
class MeanwhileTest {

    /// When the other thread does its work.
    enum Other {
        AT_ONCE {
            @Override
            Executor executor() {
                return Runnable::run;
            }
        },
        NEVER {
            @Override
            Executor executor() {
                return work -> {};
            }
        },
        BESIDE {
            @Override
            Executor executor() {
                return Thread::startVirtualThread;
            }
        };

        abstract Executor executor();
    }

    private final Nodes nodes = new Nodes();

    private List<Outbox.DispatchRow> dispatches() {
        return nodes.at(0).ledger.read(tables -> tables.outbox().newest(100)).reversed();
    }

    private DsseEnvelope verified(Outbox.DispatchRow row) {
        DsseEnvelope envelope = nodes.at(0).signing.envelope(row);
        byte[] payload = Dsse.verify(
                Federation.SIGNATURES, nodes.at(0).self.keys().signing().publicKey(), PayloadTypes.DISPATCH, envelope);
        assertThat(payload).isEqualTo(row.header());
        return envelope;
    }

    @ParameterizedTest
    @EnumSource
    void a_dispatch_has_one_signature_however_often_it_is_asked_for(Other other) {
        nodes.at(0).core.onUnsigned(nodes.at(0).signing.ahead(other.executor()));
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        Outbox.DispatchRow row = dispatches().getFirst();

        // Signatures are randomised: two that are made are never the same.
        assertThat(row.signature()).isEmpty();
        assertThat(verified(row).signature()).isEqualTo(verified(row).signature());
    }

    @Test
    void nothing_is_lost_where_more_is_numbered_than_is_signed() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        nodes.at(0).core.onUnsigned(nodes.at(0).signing.ahead(waiting::add));
        for (int count = 0; count < 20; count++) {
            nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        }

        assertThat(waiting).hasSize(20);
        assertThat(dispatches()).hasSize(20).allSatisfy(this::verified);
    }

    @Test
    void what_was_signed_of_a_transaction_that_failed_is_of_nobody_s_business() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        nodes.at(0).core.onUnsigned(nodes.at(0).signing.ahead(waiting::add));
        Program program = nodes.at(0);
        Sealing sealing = new Sealing(
                program.self.identity(),
                Nodes.FEDERATION.charter(),
                HpkeProvider.best(),
                program.vault,
                new SecureRandom());
        List<Prepared.Outgoing> sealed = sealing.seal(
                Nodes.FEDERATION.charter(),
                Nodes.routine(0),
                List.of(Nodes.item(Nodes.freshId(), 1, Tlp.GREEN)),
                Set.of(nodes.id(1)),
                Set.of());
        // Both are taken back, and run again each by itself.
        program.core.turn(List.of(pending(new Submit(new Prepared(sealed, Optional.empty()))), pending(turn -> {
            throw new IllegalStateException("on purpose");
        })));
        waiting.forEach(Runnable::run);

        assertThat(waiting).hasSize(2);
        assertThat(dispatches()).singleElement().satisfies(this::verified);
        nodes.meet(0, 1);
        nodes.exchange(0, 1);
        assertThat(nodes.held(1)).hasSize(1);
    }

    private static <R> Core.Pending<R> pending(Command<R> command) {
        return new Core.Pending<>(command, result -> {}, failure -> {});
    }

    private Receiving receiving(Other other) {
        Program program = nodes.at(1);
        return new Receiving(
                program.self.identity(),
                Nodes.FEDERATION.charter(),
                Federation.SIGNATURES,
                HpkeProvider.best(),
                new Receiving.Own(LivingKeys.fixed(program.self.keys()), program.vault, other.executor()));
    }

    private Delivery copy() {
        nodes.meet(0, 1);
        nodes.post(0, 0, Nodes.item(Nodes.freshId(), 1, Tlp.GREEN));
        return Delivery.parse(nodes.copies(0, 1, Lane.ROUTINE).getFirst());
    }

    private static Delivery unsigned(Delivery delivery) {
        DsseEnvelope envelope = delivery.envelope();
        byte[] signature = envelope.signature().clone();
        signature[signature.length / 2] ^= 1;
        return new Delivery(
                new DsseEnvelope(envelope.payloadType(), envelope.payload(), envelope.keyId(), signature),
                delivery.record(),
                delivery.order(),
                delivery.body(),
                delivery.log());
    }

    private static Delivery altered(Delivery delivery) {
        Delivery.Sealed sealed = (Delivery.Sealed) delivery.body();
        byte[] ciphertext = sealed.ciphertext().clone();
        ciphertext[ciphertext.length / 2] ^= 1;
        return new Delivery(
                delivery.envelope(),
                delivery.record(),
                delivery.order(),
                new Delivery.Sealed(sealed.stanza(), ciphertext),
                delivery.log());
    }

    private void refused(Other other, Clause clause, Delivery delivery) {
        assertThatExceptionOfType(DoorRejected.class)
                .isThrownBy(() ->
                        receiving(other).examine(delivery.toBytes(), nodes.at(1).nowMicros()))
                .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(clause));
    }

    @ParameterizedTest
    @EnumSource
    void a_signature_that_is_none_is_said_before_anything_else_that_is_wrong(Other other) {
        Delivery good = copy();
        long before = nodes.at(1).vault.nextNumber();

        refused(other, Clause.HEADER_SIGNATURE, unsigned(good));
        refused(other, Clause.HEADER_SIGNATURE, unsigned(altered(good)));
        refused(other, Clause.DELIVERY_CIPHERTEXT, altered(good));

        // No key at rest was used up for what nobody has signed.
        assertThat(nodes.at(1).vault.nextNumber()).isEqualTo(before + 1);
        assertThat(receiving(other)
                        .examine(good.toBytes(), nodes.at(1).nowMicros())
                        .content())
                .isInstanceOf(Arriving.Legible.class);
    }
}
