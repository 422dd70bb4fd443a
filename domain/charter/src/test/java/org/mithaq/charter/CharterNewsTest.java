// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mithaq.charter.Acts.FOUNDED;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class CharterNewsTest {

    private static final SignedAct ADMISSION = Acts.admission(FOUNDED);

    private static CharterNews news() {
        CertifiedAct decided = Acts.certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 4);
        SignedVote vote = Acts.signed(Acts.vote(FOUNDED, 3, Vote.Phase.PREPARE, ADMISSION, 1), 0);
        List<CharterNews.Item> items = List.of(
                new CharterNews.Decided(Founders.act()),
                new CharterNews.Decided(decided),
                new CharterNews.Proposed(ADMISSION),
                new CharterNews.Voted(vote, List.of(Acts.prepared(FOUNDED, 1, ADMISSION, -1, 0, 1, 2, 3))));
        TreeSet<Hash> held = new TreeSet<>();
        items.forEach(item -> held.add(item.name()));
        return new CharterNews(FOUNDED.federation(), held, items);
    }

    @Test
    void what_is_written_is_read_again_byte_for_byte() {
        byte[] message = news().toBytes();

        CharterNews read = CharterNews.parse(message);

        assertThat(read.toBytes()).isEqualTo(message);
        assertThat(read.held()).hasSize(4).isEqualTo(news().held());
        assertThat(read.items()).extracting(CharterNews.Item::name).containsExactlyInAnyOrderElementsOf(read.held());
    }

    @Test
    void the_same_act_has_the_same_name_whoever_certified_it_and_another_as_a_proposal() {
        CertifiedAct one = Acts.certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 4);
        CertifiedAct other = Acts.certified(FOUNDED, 0, ADMISSION, 0, 1, 2, 3);

        assertThat(new CharterNews.Decided(one).name()).isEqualTo(new CharterNews.Decided(other).name());
        assertThat(new CharterNews.Proposed(ADMISSION).name()).isNotEqualTo(new CharterNews.Decided(one).name());
    }

    @Test
    void names_out_of_order_another_suite_an_unknown_kind_and_a_tail_are_refused() {
        byte[] message = news().toBytes();
        byte[] suite = message.clone();
        suite[1] = 2;
        byte[] order = message.clone();
        System.arraycopy(message, 38, order, 70, 32);
        byte[] kind = message.clone();
        kind[38 + 4 * 32 + 4] = 9;

        for (byte[] wrong : List.of(suite, order, kind, Arrays.copyOf(message, message.length + 1), new byte[0])) {
            assertThatExceptionOfType(CharterRejected.class)
                    .isThrownBy(() -> CharterNews.parse(wrong))
                    .satisfies(rejected -> assertThat(rejected.clause()).isEqualTo(CharterClause.NEWS_FORM));
        }
        assertThatExceptionOfType(CharterRejected.class)
                .isThrownBy(() -> CharterNews.parse(new byte[CharterNews.BYTES_MAX + 1]));
    }

    @Test
    void mutated_news_are_read_or_refused_and_nothing_else_escapes() {
        byte[] message = news().toBytes();
        Seeds.forAll(500, random -> {
            try {
                CharterNews.parse(Mutations.mutate(message, random));
            } catch (CharterRejected refused) {
                assertThat(refused.clause()).isNotNull();
            }
        });
    }
}
