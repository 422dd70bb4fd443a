// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;

class PiecedDeliveryTest {

    private static Delivery delivery(int contentBytes) {
        return dispatched(contentBytes).delivery(1);
    }

    private static Dispatched dispatched(int contentBytes) {
        Batch.Content content = new Batch.Content(LeafKind.OBJECT, Terms.standard(), new byte[contentBytes]);
        return Dispatched.of(Dispatched.seal(Dispatched.batch(Lane.ROUTINE, List.of(content), 1), new FixedRandom(3)));
    }

    @Test
    void a_long_ciphertext_is_left_out_and_makes_the_same_delivery_again() {
        Delivery delivery = delivery(200_000);
        byte[] ciphertext = ((Delivery.Sealed) delivery.body()).ciphertext();

        PiecedDelivery pieced = PiecedDelivery.parse(PiecedDelivery.of(delivery).toBytes());

        assertThat(pieced.toBytes().length).isLessThan(20_000);
        assertThat(pieced.wholeBytes()).isEqualTo(ciphertext.length);
        assertThat(pieced.whole()).isEqualTo(delivery.record().ciphertextHash());
        assertThat(pieced.sequence()).isEqualTo(delivery.order().entry().sequence());
        assertThat(pieced.isLeftOut(ciphertext)).isTrue();
        assertThat(pieced.with(ciphertext)).isEqualTo(delivery.toBytes());
    }

    @Test
    void what_was_wrapped_again_for_a_new_key_comes_in_pieces_too() {
        Delivery delivery = dispatched(200_000)
                .rewrapped(1, Federation.sign(0, PayloadTypes.REWRAP, new byte[Rewrap.LENGTH_BYTES]));

        PiecedDelivery pieced = PiecedDelivery.parse(PiecedDelivery.of(delivery).toBytes());

        assertThat(pieced.toBytes().length).isLessThan(20_000);
        assertThat(pieced.with(((Delivery.Rewrapped) delivery.body()).ciphertext()))
                .isEqualTo(delivery.toBytes());
    }

    @Test
    void another_ciphertext_is_not_what_was_left_out() {
        Delivery delivery = delivery(200_000);
        byte[] other = ((Delivery.Sealed) delivery.body()).ciphertext().clone();
        other[100_000] ^= 1;
        PiecedDelivery pieced = PiecedDelivery.of(delivery);

        assertThat(pieced.isLeftOut(other)).isFalse();
        assertThat(pieced.isLeftOut(new byte[0])).isFalse();
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> pieced.with(new byte[7]));
    }

    @Test
    void nothing_is_left_out_of_a_short_one() {
        Delivery delivery = delivery(100);

        PiecedDelivery pieced = PiecedDelivery.of(delivery);

        assertThat(pieced.wholeBytes()).isZero();
        assertThat(pieced.with(new byte[0])).isEqualTo(delivery.toBytes());
    }

    @Test
    void a_piece_lies_within_its_whole() {
        for (int[] wrong : new int[][] {
            {0, 0, 0},
            {10, 11, 0},
            {10, 5, 6},
            {10, -1, 1},
            {Limits.CIPHERTEXT_BYTES_MAX + 1, 0, 1},
            {Limits.CIPHERTEXT_BYTES_MAX, 0, Piece.PART_BYTES_MAX + 1}
        }) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> new Piece(Hash.ZERO, wrong[0], wrong[1], new byte[wrong[2]]));
        }
        assertThat(new Piece(Hash.ZERO, 10, 10, new byte[0]).bytes()).isEmpty();
    }
}
