// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.SignatureRejected.Reason;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class DsseTest {

    private static final String TYPE = "application/vnd.mithaq.test.v1";
    private static final byte[] PAYLOAD = "hello world".getBytes(US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SignatureProvider SIGNATURES = SignatureProvider.best();
    private static final CompositePrivateKey KEY = CompositePrivateKey.generate(RANDOM);

    private static Reason refusal(CompositePublicKey key, String type, DsseEnvelope envelope) {
        return catchThrowableOfType(SignatureRejected.class, () -> Dsse.verify(SIGNATURES, key, type, envelope))
                .reason();
    }

    /// DSSE protocol 1.0.0, *Test Vectors*.
    @Test
    void encodes_the_example_of_the_dsse_protocol() {
        assertThat(new String(Dsse.pae("http://example.com/HelloWorld", PAYLOAD), US_ASCII))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void lengths_count_bytes_and_an_empty_payload_has_length_0() {
        assertThat(Dsse.pae("t", new byte[0])).isEqualTo("DSSEv1 1 t 0 ".getBytes(US_ASCII));
        assertThat(Dsse.pae("t", new byte[] {(byte) 0xff, 0}))
                .startsWith("DSSEv1 1 t 2 ".getBytes(US_ASCII))
                .endsWith((byte) 0xff, (byte) 0);
    }

    @Test
    void what_was_signed_comes_back() {
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        assertThat(envelope.keyId()).isEqualTo(KEY.publicKey().keyId());
        assertThat(Dsse.verify(SIGNATURES, KEY.publicKey(), TYPE, envelope)).isEqualTo(PAYLOAD);
    }

    @Test
    void the_same_payload_under_another_type_is_refused_whoever_says_so() {
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        assertThat(refusal(KEY.publicKey(), "application/vnd.mithaq.other.v1", envelope))
                .isEqualTo(Reason.OTHER_TYPE);
        DsseEnvelope renamed =
                new DsseEnvelope("application/vnd.mithaq.other.v1", PAYLOAD, envelope.keyId(), envelope.signature());
        assertThat(refusal(KEY.publicKey(), "application/vnd.mithaq.other.v1", renamed))
                .isEqualTo(Reason.INVALID);
    }

    @Test
    void a_byte_moved_from_the_type_to_the_payload_is_refused() {
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, "ab", "c".getBytes(US_ASCII));
        DsseEnvelope moved = new DsseEnvelope("a", "bc".getBytes(US_ASCII), envelope.keyId(), envelope.signature());
        assertThat(refusal(KEY.publicKey(), "a", moved)).isEqualTo(Reason.INVALID);
    }

    @Test
    void another_key_is_refused_named_or_not() {
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        CompositePublicKey stranger = CompositePrivateKey.generate(RANDOM).publicKey();
        assertThat(refusal(stranger, TYPE, envelope)).isEqualTo(Reason.OTHER_KEY);
        DsseEnvelope renamed = new DsseEnvelope(TYPE, PAYLOAD, stranger.keyId(), envelope.signature());
        assertThat(refusal(stranger, TYPE, renamed)).isEqualTo(Reason.INVALID);
        assertThat(refusal(KEY.publicKey(), TYPE, renamed)).isEqualTo(Reason.OTHER_KEY);
    }

    @Test
    void a_damaged_payload_or_signature_gets_the_one_refusal() {
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        Seeds.forAll(200, random -> {
            DsseEnvelope damaged =
                    new DsseEnvelope(TYPE, Mutations.mutate(PAYLOAD, random), envelope.keyId(), envelope.signature());
            if (!damaged.equals(envelope)) {
                assertThat(refusal(KEY.publicKey(), TYPE, damaged)).isEqualTo(Reason.INVALID);
            }
            byte[] signature = Mutations.mutate(envelope.signature(), random);
            if (signature.length == CompositePublicKey.SIGNATURE_BYTES) {
                DsseEnvelope other = new DsseEnvelope(TYPE, PAYLOAD, envelope.keyId(), signature);
                if (!other.equals(envelope)) {
                    assertThat(refusal(KEY.publicKey(), TYPE, other)).isEqualTo(Reason.INVALID);
                }
            } else {
                assertThatThrownBy(() -> new DsseEnvelope(TYPE, PAYLOAD, envelope.keyId(), signature))
                        .isInstanceOf(SignatureRejected.class);
            }
        });
    }

    @Test
    void a_payload_type_is_1_to_255_visible_characters() {
        byte[] signature = new byte[CompositePublicKey.SIGNATURE_BYTES];
        assertThat(Dsse.pae("t".repeat(255), PAYLOAD)).isNotEmpty();
        for (String type : new String[] {"", "t".repeat(256), "a b", "a\n", "é", "\u007f"}) {
            assertThatThrownBy(() -> Dsse.pae(type, PAYLOAD)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Dsse.payloadHash(type, PAYLOAD)).isInstanceOf(IllegalArgumentException.class);
            SignatureRejected rejected = catchThrowableOfType(
                    SignatureRejected.class, () -> new DsseEnvelope(type, PAYLOAD, Hash.ZERO, signature));
            assertThat(rejected.reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void the_payload_hash_is_over_the_pre_authentication_encoding_and_ignores_the_signature() {
        DsseEnvelope first = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        DsseEnvelope second = Dsse.sign(SIGNATURES, KEY, TYPE, PAYLOAD);
        assertThat(first).isNotEqualTo(second);
        assertThat(first.payloadHash())
                .isEqualTo(second.payloadHash())
                .isEqualTo(Dsse.payloadHash(TYPE, PAYLOAD))
                .isEqualTo(Hash.of(Dsse.pae(TYPE, PAYLOAD)))
                .isNotEqualTo(Dsse.payloadHash("other", PAYLOAD));
    }

    @Test
    void an_envelope_cannot_be_changed_through_its_arrays() {
        byte[] payload = PAYLOAD.clone();
        DsseEnvelope envelope = Dsse.sign(SIGNATURES, KEY, TYPE, payload);
        payload[0] ^= 1;
        envelope.payload()[0] ^= 1;
        envelope.signature()[0] ^= 1;
        assertThat(Dsse.verify(SIGNATURES, KEY.publicKey(), TYPE, envelope)).isEqualTo(PAYLOAD);
        assertThat(envelope.toString()).doesNotContain("hello");
    }
}
