// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class InvitationTest {

    private static Invitation invitation() {
        return new Invitation(
                new MemberId(Hash.of(new byte[] {1})),
                new Endpoint("node.example", 7443),
                new TlsPin(Hash.of(new byte[] {2})),
                1_800_000_000_000_000L,
                List.of(new SignedAct(new byte[] {3}, List.of())),
                new byte[] {4, 5});
    }

    @Test
    void what_is_written_is_read_again() {
        byte[] file = invitation().toBytes();

        Invitation read = Invitation.parse(file);

        assertThat(read.toBytes()).isEqualTo(file);
        assertThat(read.endpoint()).isEqualTo(invitation().endpoint());
        assertThat(read.payload()).containsExactly(4, 5);
    }

    @Test
    void another_file_and_a_longer_one_are_refused() {
        byte[] file = invitation().toBytes();
        assertThatExceptionOfType(MalformedEncoding.class).isThrownBy(() -> Invitation.parse(new byte[] {1, 2, 3}));
        assertThatExceptionOfType(MalformedEncoding.class)
                .isThrownBy(() -> Invitation.parse(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    void a_mutated_invitation_is_read_or_refused_and_nothing_else_escapes() {
        byte[] file = invitation().toBytes();
        Seeds.forAll(2_000, random -> {
            byte[] mutated = Mutations.mutate(file, random);
            try {
                assertThat(Invitation.parse(mutated).toBytes()).isEqualTo(mutated);
            } catch (MalformedEncoding | CharterRejected refused) {
                assertThat(refused).isNotNull();
            }
        });
    }
}
