// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.contracts.MemoryKeyFile;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.KeyDestroyed;
import org.mithaq.crypto.SealRejected;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.KeyVault;
import org.mithaq.node.port.StorageFailed;

class KeyVaultTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] master = Hash.of(new byte[] {7}).bytes();
    private final MemoryKeyFile file = new MemoryKeyFile();
    private KeyVault vault = open();

    private KeyVault open() {
        return new KeyVault(file, SecretBytes.copyOf(master), RANDOM);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void no_number_is_handed_out_twice_however_often_it_starts() {
        Set<Long> numbers = new HashSet<>();
        for (int start = 0; start < 3; start++) {
            for (int count = 0; count < 5_000; count++) {
                assertThat(numbers.add(vault.nextNumber())).isTrue();
            }
            vault = open();
        }
    }

    @Test
    void no_number_is_handed_out_whose_keys_the_disk_refused_to_keep() {
        for (boolean kept : new boolean[] {false, true}) {
            vault = open();
            file.failNextReplace(kept);
            assertThatThrownBy(() -> vault.nextNumber()).isInstanceOf(StorageFailed.class);
            KeyVault.SealedAlone sealed = vault.sealAlone("dispatch", bytes("some"));
            vault = open();

            assertThat(vault.openAlone("dispatch", sealed.number(), sealed.sealed()))
                    .isEqualTo(bytes("some"));
        }
    }

    @Test
    void a_start_writes_nothing() {
        open();

        assertThat(open().writes()).isZero();
    }

    @Test
    void what_was_sealed_opens_after_a_start_and_as_nothing_else() {
        KeyVault.SealedAlone sealed = vault.sealAlone("dispatch", bytes("some"));
        vault = open();

        assertThat(vault.openAlone("dispatch", sealed.number(), sealed.sealed()))
                .isEqualTo(bytes("some"));
        assertThatThrownBy(() -> vault.openAlone("leaf", sealed.number(), sealed.sealed()))
                .isInstanceOf(SealRejected.class);
    }

    @Test
    void a_destruction_survives_a_start_and_touches_no_neighbour() {
        long number = vault.nextNumber();
        byte[] salt = vault.salt();
        List<SecretBytes> keys = vault.keys(number, salt, 4);
        vault.destroy(List.of(new KeyVault.KeyRef(number, 2)), List.of());

        for (int start = 0; start < 2; start++) {
            assertThatThrownBy(() -> vault.key(number, salt, 2)).isInstanceOf(KeyDestroyed.class);
            assertThat(vault.isDestroyed(number, 2)).isTrue();
            for (int slot : new int[] {0, 1, 3}) {
                assertThat(vault.key(number, salt, slot)).isEqualTo(keys.get(slot));
            }
            vault = open();
        }
    }

    @Test
    void a_destruction_that_the_disk_refused_can_be_repeated() {
        long number = vault.nextNumber();
        file.failNextReplace(false);

        assertThatThrownBy(() -> vault.destroy(List.of(new KeyVault.KeyRef(number, 0)), List.of()))
                .isInstanceOf(StorageFailed.class);
        vault.destroy(List.of(new KeyVault.KeyRef(number, 0)), List.of());

        assertThat(open().isDestroyed(number, 0)).isTrue();
    }

    @Test
    void a_tombstone_is_found_by_leaf_by_version_and_by_bytes_for_its_originator_alone() {
        Hash leaf = Hash.of(bytes("leaf"));
        Hash originator = Hash.of(bytes("originator"));
        byte[] content = Hash.of(bytes("content")).bytes();
        byte[] other = Hash.of(bytes("other")).bytes();
        vault.destroy(List.of(), List.of(vault.tombstone(leaf, originator, "x--1", "1", content)));
        vault = open();

        assertThat(vault.isBuried(originator, leaf)).isTrue();
        assertThat(vault.isBuried(originator, Hash.of(bytes("another leaf")))).isFalse();
        assertThat(vault.isBuried(Hash.of(bytes("another member")), leaf)).isFalse();
        assertThat(vault.isBuried(originator, "x--1", "1", other)).isTrue();
        assertThat(vault.isBuried(originator, "x--1", "2", content)).isTrue();
        assertThat(vault.isBuried(originator, "x--1", "2", other)).isFalse();
        assertThat(vault.isBuried(leaf, "x--1", "1", content)).isFalse();
    }

    @Test
    void a_file_under_another_key_is_refused() {
        assertThatThrownBy(() -> new KeyVault(file, SecretBytes.random(32, RANDOM), RANDOM))
                .isInstanceOf(SealRejected.class);
    }
}
