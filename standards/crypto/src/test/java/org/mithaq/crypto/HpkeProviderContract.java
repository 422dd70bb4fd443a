// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// What every provider of HPKE must do, whichever library computes it.
interface HpkeProviderContract {

    byte[] INFO = "federation, suite, sender, recipient, id, epoch".getBytes(StandardCharsets.US_ASCII);
    SecureRandom RANDOM = new SecureRandom();

    HpkeProvider provider();

    /// The other library's, which must open what this one seals and the other way round.
    HpkeProvider other();

    @Test
    default void opens_what_it_wrapped() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        SecretBytes contentKey = SecretBytes.random(32, RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, contentKey);
        assertThat(stanza).hasSize(1168);
        assertThat(provider().unwrap(key, INFO, stanza)).isEqualTo(contentKey);
    }

    @Test
    default void opens_what_the_other_wrapped() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        for (int round = 0; round < 20; round++) {
            SecretBytes contentKey = SecretBytes.random(32, RANDOM);
            assertThat(provider().unwrap(key, INFO, other().wrap(key.publicKey(), INFO, contentKey)))
                    .isEqualTo(contentKey);
        }
    }

    @Test
    default void what_it_wraps_opens_by_rfc_9180_step_by_step() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        SecretBytes contentKey = SecretBytes.random(32, RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, contentKey);
        assertThat(HpkeReference.open(key, INFO, stanza)).isEqualTo(contentKey.revealSecret());
    }

    @Test
    default void wraps_anew_each_time() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        SecretBytes contentKey = SecretBytes.random(32, RANDOM);
        byte[] first = provider().wrap(key.publicKey(), INFO, contentKey);
        byte[] second = provider().wrap(key.publicKey(), INFO, contentKey);
        assertThat(Arrays.mismatch(first, second)).isBetween(0, 8);
    }

    @Test
    default void refuses_another_info_and_another_key() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, SecretBytes.random(32, RANDOM));
        assertThatThrownBy(() -> provider().unwrap(key, new byte[0], stanza))
                .isInstanceOf(StanzaRejected.class)
                .hasMessageContaining("RFC 9180 §5.2");
        SealingPrivateKey stranger = SealingPrivateKey.generate(RANDOM);
        assertThatThrownBy(() -> provider().unwrap(stranger, INFO, stanza)).isInstanceOf(StanzaRejected.class);
    }

    @Test
    default void refuses_a_stanza_of_any_other_length() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, SecretBytes.random(32, RANDOM));
        for (int length : new int[] {0, 1, 1119, 1120, 1136, 1167, 1169, 2336}) {
            assertThatThrownBy(() -> provider().unwrap(key, INFO, Arrays.copyOf(stanza, length)))
                    .isInstanceOf(StanzaRejected.class)
                    .hasMessageContaining("1168 bytes");
        }
    }

    @Test
    default void refuses_an_x25519_share_of_small_order() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, SecretBytes.random(32, RANDOM));
        Arrays.fill(stanza, 1088, 1120, (byte) 0);
        assertThatThrownBy(() -> provider().unwrap(key, INFO, stanza))
                .isInstanceOf(StanzaRejected.class)
                .hasMessageContaining("RFC 9180 §4.1");
    }

    @Test
    default void a_damaged_stanza_is_refused_and_nothing_else_happens() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        SecretBytes contentKey = SecretBytes.random(32, RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, contentKey);
        Seeds.forAll(300, random -> {
            byte[] damaged = Mutations.mutate(stanza, random);
            if (!Arrays.equals(damaged, stanza)) {
                assertThatThrownBy(() -> provider().unwrap(key, INFO, damaged)).isInstanceOf(StanzaRejected.class);
            }
        });
    }

    @Test
    default void wraps_content_keys_only() {
        SealingPublicKey to = SealingPrivateKey.generate(RANDOM).publicKey();
        assertThatThrownBy(() -> provider().wrap(to, INFO, SecretBytes.random(31, RANDOM)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void a_destroyed_key_opens_nothing() {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        byte[] stanza = provider().wrap(key.publicKey(), INFO, SecretBytes.random(32, RANDOM));
        assertThat(provider().unwrap(key, INFO, stanza).length()).isEqualTo(32);
        key.close();
        assertThatThrownBy(() -> provider().unwrap(key, INFO, stanza)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void serves_many_threads_with_one_key() throws InterruptedException {
        SealingPrivateKey key = SealingPrivateKey.generate(RANDOM);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var calls = IntStream.range(0, 40)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        SecretBytes contentKey = SecretBytes.random(32, RANDOM);
                        byte[] stanza = provider().wrap(key.publicKey(), INFO, contentKey);
                        return provider().unwrap(key, INFO, stanza).equals(contentKey);
                    })
                    .toList();
            assertThat(threads.invokeAll(calls)).allMatch(call -> call.resultNow());
        }
    }
}
