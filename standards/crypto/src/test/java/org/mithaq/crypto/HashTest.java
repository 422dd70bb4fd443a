// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashTest {

    @Test
    void hashes_the_one_block_example_of_fips_180_4() {
        byte[] abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Hash.of(abc).hex()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void refuses_anything_but_32_bytes() {
        assertThatThrownBy(() -> Hash.wrap(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.parseHex("00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_secret_says_nothing_of_itself_and_is_gone_when_closed() {
        byte[] bytes = {1, 2, 3};
        SecretBytes secret = SecretBytes.handOver(bytes);
        assertThat(secret.toString()).doesNotContain("1, 2").contains("3 bytes");
        secret.close();
        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(secret::revealSecret).isInstanceOf(IllegalStateException.class);
    }
}
