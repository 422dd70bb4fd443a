// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacTest {

    @Test
    void gives_the_first_answer_of_rfc_4231() {
        // RFC 4231 §4.2, test case 1.
        byte[] key = HexFormat.of().parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
        Hash code = Hmac.of(SecretBytes.handOver(key), "Hi ".getBytes(StandardCharsets.US_ASCII), new byte[] {
            'T', 'h', 'e', 'r', 'e'
        });
        assertThat(code.hex()).isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    @Test
    void refuses_a_key_that_could_be_guessed() {
        assertThatThrownBy(() -> Hmac.of(SecretBytes.handOver(new byte[15])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
