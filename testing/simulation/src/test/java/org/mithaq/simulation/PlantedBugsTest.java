// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.node.Arriving;
import org.mithaq.node.KeyVault;
import org.mithaq.node.Receiving;
import org.mithaq.node.port.KeyFile;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;
import org.mithaq.node.port.Shelf;

/// The simulation bites: bugs that are planted are found, within a number of seeds that every build can play.
class PlantedBugsTest {

    private static final Federation FEDERATION = new Federation();
    private static final int SEEDS_MAX = 12;
    private static final long NEVER_AHEAD = Long.MAX_VALUE;

    @Test
    void an_outbox_that_forgets_a_committed_copy_is_found() {
        assertThat(found(() -> new Seams() {
                    @Override
                    public Ledger ledger(Ledger honest) {
                        return new ForgetfulLedger(honest);
                    }
                }))
                .isPresent();
    }

    @Test
    void a_network_that_hands_a_dispatch_to_an_outsider_who_holds_keys_is_found() {
        assertThat(found(Eavesdropper::new))
                .hasValueSatisfying(message -> assertThat(message).contains("an outsider holds"));
    }

    @Test
    void a_key_file_that_keeps_the_old_key_store_after_a_destruction_is_found() {
        assertThat(found(() -> new Seams() {
                    @Override
                    public KeyFile keyFile(KeyFile honest) {
                        return new LazyKeyFile(honest);
                    }
                }))
                .isPresent();
    }

    @Test
    void a_recall_that_forgets_what_shared_a_dispatch_with_the_recalled_object_is_found() {
        assertThat(found(() -> new Seams() {
                    @Override
                    public Ledger ledger(Ledger honest) {
                        return new OneObjectLedger(honest);
                    }
                }))
                .hasValueSatisfying(message -> assertThat(message).contains(" misses "));
    }

    private static Optional<String> found(Supplier<Seams> bug) {
        for (long seed = 0; seed < SEEDS_MAX; seed++) {
            try {
                Simulation.run(seed, FEDERATION, bug.get());
            } catch (AssertionError failure) {
                return Optional.of(String.valueOf(failure.getMessage()));
            }
        }
        return Optional.empty();
    }

    /// Loses the second copy of each line: it is in the ledger, and is never shown again.
    private record ForgetfulLedger(Ledger honest) implements Ledger {

        @Override
        public void write(Consumer<Tables> work) {
            honest.write(tables -> work.accept(forgetful(tables)));
        }

        @Override
        public <T> T read(Function<Tables, T> work) {
            return honest.read(tables -> work.apply(forgetful(tables)));
        }

        @Override
        public void scrub() {
            honest.scrub();
        }

        @Override
        public void close() {
            honest.close();
        }

        private static Tables forgetful(Tables tables) {
            return proxy(
                    Tables.class,
                    tables,
                    result -> result instanceof Outbox outbox
                            ? proxy(Outbox.class, outbox, ForgetfulLedger::withoutSecond)
                            : result);
        }

        private static Object withoutSecond(Object result) {
            return result instanceof List<?> list
                    ? list.stream()
                            .filter(row -> !(row instanceof Outbox.EntryRow entry && entry.sequence() == 2))
                            .toList()
                    : result;
        }

        private static <P> P proxy(Class<P> port, P honest, Function<Object, Object> changed) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                        try {
                            Object result = method.invoke(honest, arguments);
                            return result == null ? null : changed.apply(result);
                        } catch (InvocationTargetException thrown) {
                            throw Optional.ofNullable(thrown.getCause()).orElse(thrown);
                        }
                    }));
        }
    }

    /// Shows of a dispatch only what is being recalled of it: nothing is left that could be sent again.
    private record OneObjectLedger(Ledger honest) implements Ledger {

        @Override
        public void write(Consumer<Tables> work) {
            honest.write(work);
        }

        @Override
        public <T> T read(Function<Tables, T> work) {
            return honest.read(tables -> work.apply(ForgetfulLedger.proxy(
                    Tables.class,
                    tables,
                    result -> result instanceof Shelf shelf
                            ? ForgetfulLedger.proxy(Shelf.class, shelf, rows -> recalledOf(tables, rows))
                            : result)));
        }

        private static Object recalledOf(Tables tables, Object result) {
            String notes = tables.registry().settings("recall-pending:").toString();
            return result instanceof List<?> list && !notes.equals("[]")
                    ? list.stream()
                            .filter(row -> !(row instanceof Shelf.ObjectRow object)
                                    || notes.contains(object.leafHash().hex()))
                            .toList()
                    : result;
        }

        @Override
        public void scrub() {
            honest.scrub();
        }

        @Override
        public void close() {
            honest.close();
        }
    }

    /// Somebody on the wire who has got hold of the last member's keys.
    private static final class Eavesdropper implements Seams {

        private final Federation.Member victim = FEDERATION.members().getLast();
        private final List<String> held = new ArrayList<>();
        private final Receiving receiving = new Receiving(
                victim.identity(),
                FEDERATION.charter(),
                Federation.SIGNATURES,
                HpkeProvider.best(),
                victim.keys(),
                new KeyVault(new MemoryKeyFile(), SecretBytes.random(32, new SecureRandom()), new SecureRandom()));

        @Override
        public void passes(MemberId to, byte[] delivery) {
            try {
                if (receiving.examine(delivery, NEVER_AHEAD).content() instanceof Arriving.Legible legible) {
                    legible.shelved().ifPresent(shelved -> shelved.rows().forEach(row -> held.add(row.stixId())));
                }
            } catch (DoorRejected notForTheVictim) {
                // The others' copies do not open.
            }
        }

        @Override
        public List<String> heldOutside() {
            return held;
        }
    }

    /// Says that it replaced the bytes, and keeps the old ones when the new are much longer: as after a destruction.
    private record LazyKeyFile(KeyFile honest) implements KeyFile {

        private static final int TREE_BYTES_MAX = 120;

        @Override
        public Optional<byte[]> read() {
            return honest.read();
        }

        @Override
        public void replace(byte[] sealed) {
            boolean destruction = honest.read()
                    .filter(before -> sealed.length > before.length + TREE_BYTES_MAX)
                    .isPresent();
            if (!destruction) {
                honest.replace(sealed);
            }
        }
    }
}
