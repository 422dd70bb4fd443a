// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureRejected;

/// A signature over one kind of message is worth nothing under another.
class PayloadTypesTest {

    static final List<String> ALL = List.of(
            PayloadTypes.DISPATCH,
            PayloadTypes.RECEIPT,
            PayloadTypes.DOOR_REFUSAL,
            PayloadTypes.CONTACT,
            PayloadTypes.STREAM_OPENING,
            PayloadTypes.REWRAP,
            PayloadTypes.MEDIA);

    @Test
    void a_signature_verifies_under_its_own_type_and_under_no_other() {
        CompositePublicKey key = Federation.signing(1).publicKey();
        byte[] payload = Federation.seed("payload");
        for (String signed : ALL) {
            DsseEnvelope envelope = Federation.sign(1, signed, payload);
            assertThatNoException().isThrownBy(() -> Dsse.verify(Federation.SIGNATURES, key, signed, envelope));
            for (String asked : ALL) {
                if (!asked.equals(signed)) {
                    DsseEnvelope relabelled = new DsseEnvelope(asked, payload, envelope.keyId(), envelope.signature());
                    for (DsseEnvelope shown : List.of(envelope, relabelled)) {
                        assertThatExceptionOfType(SignatureRejected.class)
                                .isThrownBy(() -> Dsse.verify(Federation.SIGNATURES, key, asked, shown));
                    }
                    assertThat(relabelled.payloadHash()).isNotEqualTo(envelope.payloadHash());
                }
            }
        }
    }

    @Test
    void an_envelope_of_answers_is_read_as_what_its_place_says_and_as_nothing_else() {
        DsseEnvelope refusal = Federation.sign(1, PayloadTypes.DOOR_REFUSAL, new byte[10]);
        Answers read = Answers.parse(Answers.of(List.of(refusal)).toBytes());
        assertThatExceptionOfType(SignatureRejected.class)
                .isThrownBy(() -> Dsse.verify(
                        Federation.SIGNATURES,
                        Federation.signing(1).publicKey(),
                        PayloadTypes.RECEIPT,
                        read.receipts().getFirst()));
    }

    @Test
    void an_envelope_is_read_within_the_bound_of_its_place() {
        byte[] bytes = Envelopes.toBytes(Federation.sign(1, PayloadTypes.RECEIPT, new byte[11]));
        assertThat(Envelopes.parse(bytes, PayloadTypes.RECEIPT, 11).payload()).hasSize(11);
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> Envelopes.parse(bytes, PayloadTypes.RECEIPT, 10));
    }
}
