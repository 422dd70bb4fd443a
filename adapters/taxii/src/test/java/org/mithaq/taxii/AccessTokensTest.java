// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.node.AccessTokens;

class AccessTokensTest {

    private static TestNode node;

    @BeforeAll
    static void open() {
        node = new TestNode();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void a_secret_has_256_random_bits_and_only_its_hash_is_kept() {
        AccessTokens.Issued one = node.tokens.issue("one", List.of(AccessTokens.TAXII_READ));
        AccessTokens.Issued two = node.tokens.issue("two", List.of(AccessTokens.TAXII_READ));

        String secret = new String(one.secret().revealSecret(), StandardCharsets.US_ASCII);
        assertThat(secret).matches("mithaq_[A-Za-z0-9_-]{43}");
        assertThat(two.secret()).isNotEqualTo(one.secret());
        assertThat(one).asString().doesNotContain(secret);
        assertThat(node.tokens.all()).asString().doesNotContain(secret);
        assertThat(node.tokens.find(one.secret())).contains(one.row());
        assertThat(node.tokens.find(SecretBytes.copyOf(new byte[0]))).isEmpty();
    }

    @Test
    void names_and_scopes_are_checked() {
        List<String> read = List.of(AccessTokens.TAXII_READ);
        for (String name : List.of("", "a:b", "-a", "é", "a b", "x".repeat(65), "reader")) {
            assertThatThrownBy(() -> node.tokens.issue(name, read)).isInstanceOf(AccessTokens.TokenRefused.class);
        }
        assertThatThrownBy(() -> node.tokens.issue("fine", List.of("taxii:delete")))
                .isInstanceOf(AccessTokens.TokenRefused.class);
        assertThatThrownBy(() -> node.tokens.issue("fine", List.of())).isInstanceOf(AccessTokens.TokenRefused.class);
        assertThat(node.tokens.revoke("nobody")).isFalse();
    }
}
