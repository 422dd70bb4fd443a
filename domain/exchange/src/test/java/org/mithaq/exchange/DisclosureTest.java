// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.exchange.Dispatched.content;
import static org.mithaq.exchange.Dispatched.standard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;

/// What each reader of a dispatch can and cannot see.
class DisclosureTest {

    private static boolean contains(byte[] where, byte[] what) {
        return new String(where, StandardCharsets.ISO_8859_1).contains(new String(what, StandardCharsets.ISO_8859_1));
    }

    private static boolean contains(byte[] where, Hash what) {
        return contains(where, what.bytes());
    }

    private static Dispatched of(int contents, int bytes, int... recipients) {
        List<Batch.Content> some = new ArrayList<>();
        for (int index = 0; index < contents; index++) {
            some.add(content(bytes, index));
        }
        return Dispatched.of(
                Dispatched.seal(Dispatched.batch(Lane.ROUTINE, some, recipients), new FixedRandom(contents + bytes)));
    }

    @Test
    void a_header_has_one_length_whatever_it_carries_and_for_whomever() {
        for (Dispatched dispatched :
                List.of(of(1, 0, 1), of(1, 100_000, 1, 2, 3, 4), of(500, 10, 1, 2), of(4_096, 1, 4))) {
            assertThat(dispatched.envelope().payload())
                    .hasSize(Header.LENGTH_BYTES)
                    .hasSize(248);
            assertThat(dispatched.relayed(0).path()).hasSize(12);
            assertThat(dispatched.order(first(dispatched)).path()).hasSize(12);
        }
    }

    private static int first(Dispatched dispatched) {
        for (int member = 1; member < Federation.MEMBERS; member++) {
            if (dispatched.sealed().stanzas().containsKey(Federation.id(member))) {
                return member;
            }
        }
        throw new AssertionError("no recipient");
    }

    @Test
    void a_relayed_object_says_nothing_of_the_audience_or_of_the_rest_of_the_batch() {
        Dispatched dispatched = standard();
        SealedBatch sealed = dispatched.sealed();
        for (int relayed = 0; relayed < 3; relayed++) {
            byte[] bytes = dispatched.relayed(relayed).toBytes();
            for (int member = 1; member < Federation.MEMBERS; member++) {
                assertThat(contains(bytes, Federation.id(member).hash())).isFalse();
            }
            assertThat(contains(bytes, sealed.manifest().salt())).isFalse();
            assertThat(contains(bytes, sealed.manifest().dummySeed())).isFalse();
            assertThat(contains(bytes, sealed.manifest().channel().hash())).isFalse();
            DeliveryRecord record = dispatched.numbered().record();
            assertThat(contains(bytes, record.salt())).isFalse();
            assertThat(contains(bytes, record.ciphertextHash())).isFalse();
            assertThat(contains(bytes, record.orderRoot())).isFalse();
            for (int other = 0; other < 3; other++) {
                if (other != relayed) {
                    Leaf leaf = sealed.leaves().get(other);
                    assertThat(contains(bytes, leaf.salt())).isFalse();
                    assertThat(contains(bytes, leaf.content())).isFalse();
                    assertThat(contains(bytes, leaf.hash())).isFalse();
                }
            }
        }
    }

    @Test
    void a_carrier_sees_where_to_how_urgent_and_how_big_and_no_more() {
        Dispatched dispatched = standard();
        SealedBatch sealed = dispatched.sealed();
        byte[] bytes = dispatched.delivery(1).toBytes();
        Delivery seen = Delivery.parse(bytes);
        assertThat(seen.order().entry().key().recipient()).isEqualTo(Federation.id(1));
        assertThat(seen.order().entry().key().lane()).isEqualTo(Lane.ROUTINE);
        assertThat(seen.record().plaintextBytes()).isEqualTo(Padding.FLOOR_BYTES);
        for (int member = 2; member <= 3; member++) {
            assertThat(contains(bytes, Federation.id(member).hash())).isFalse();
            assertThat(contains(bytes, dispatched.stanza(member))).isFalse();
            assertThat(contains(bytes, dispatched.order(member).entry().salt())).isFalse();
        }
        assertThat(contains(bytes, sealed.manifest().salt())).isFalse();
        assertThat(contains(bytes, sealed.manifest().logSalt())).isFalse();
        assertThat(contains(bytes, sealed.manifest().channel().hash())).isFalse();
        for (Leaf leaf : sealed.leaves()) {
            assertThat(contains(bytes, leaf.salt())).isFalse();
            assertThat(contains(bytes, leaf.content())).isFalse();
            assertThat(contains(bytes, leaf.hash())).isFalse();
        }
    }

    @Test
    void batches_of_one_padded_length_differ_in_no_length_on_the_wire() {
        assertThat(of(1, 10, 1, 2).delivery(1).toBytes())
                .hasSameSizeAs(of(9, 300, 1, 2).delivery(1).toBytes());
    }

    @Test
    void two_dispatches_of_one_batch_share_no_hash_that_could_link_them() {
        Batch batch = Dispatched.batch(Lane.ROUTINE, List.of(content(100, 7)), 1, 2);
        Dispatched one = Dispatched.of(Dispatched.seal(batch, new FixedRandom(21)));
        Dispatched other = Dispatched.of(Dispatched.seal(batch, new FixedRandom(22)));
        assertThat(hashes(one)).hasSize(8).doesNotContainAnyElementsOf(hashes(other));
    }

    private static Set<Hash> hashes(Dispatched dispatched) {
        Header header = dispatched.numbered().header();
        return new HashSet<>(List.of(
                header.id().value(),
                header.objectRoot(),
                header.manifestHash(),
                header.deliveryHash(),
                dispatched.numbered().record().ciphertextHash(),
                dispatched.sealed().leaves().getFirst().hash(),
                Hash.wrap(dispatched.relayed(0).logRecord()),
                dispatched.numbered().payloadHash()));
    }

    @Test
    void a_leaf_and_a_header_never_print_what_they_carry() {
        assertThat(standard().sealed().leaves().getFirst()).hasToString("Leaf(OBJECT, 300 bytes)");
    }
}
