// SPDX-License-Identifier: Apache-2.0
package org.mithaq.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.Label;
import org.mithaq.exchange.Piece;
import org.mithaq.exchange.PiecedDelivery;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.testkit.Seeds;

class PieceStoreTest {

    private static final Hands PEER = Hands.own(new MemberId(Hash.of(new byte[] {1})));
    private static final Hands OTHER = Hands.own(new MemberId(Hash.of(new byte[] {2})));

    @TempDir
    private Path folder;

    private PieceStore store;

    @BeforeEach
    void open() {
        store = new PieceStore(folder.resolve("pieces"));
    }

    private static byte[] ciphertext(int seed) {
        return Seeds.bytes(Seeds.of(seed), 1_000);
    }

    /// A delivery that says of `ciphertext` what a delivery record says.
    private static PiecedDelivery pieced(byte[] ciphertext) {
        Hash hash = new Label("mithaq/ciphertext/v1").hash(ciphertext);
        return new PiecedDelivery(new byte[] {1}, hash, ciphertext.length, new byte[] {2});
    }

    private static Piece piece(byte[] ciphertext, int from, int to) {
        PiecedDelivery pieced = pieced(ciphertext);
        return new Piece(pieced.whole(), ciphertext.length, from, Arrays.copyOfRange(ciphertext, from, to));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("pieces"))) {
            return files.toList();
        }
    }

    @Test
    void pieces_make_the_whole_whoever_asks_in_between_how_much_is_there() {
        byte[] ciphertext = ciphertext(1);

        assertThat(store.take(PEER, piece(ciphertext, 0, 0))).isZero();
        assertThat(store.take(PEER, piece(ciphertext, 0, 400))).isEqualTo(400);
        assertThat(store.take(PEER, piece(ciphertext, 0, 0))).isEqualTo(400);
        assertThat(store.whole(PEER, pieced(ciphertext))).isEmpty();
        assertThat(new PieceStore(folder.resolve("pieces")).take(PEER, piece(ciphertext, 400, 1_000)))
                .as("after a restart")
                .isEqualTo(1_000);
        assertThat(store.whole(PEER, pieced(ciphertext))).hasValue(ciphertext);
    }

    @Test
    void a_piece_that_does_not_follow_changes_nothing() {
        byte[] ciphertext = ciphertext(1);
        store.take(PEER, piece(ciphertext, 0, 400));

        for (int from : new int[] {0, 200, 399, 401, 900}) {
            assertThat(store.take(PEER, piece(ciphertext, from, from + 100))).isEqualTo(400);
        }
    }

    @Test
    void what_is_not_what_the_record_says_is_dropped_and_may_come_again() throws IOException {
        byte[] ciphertext = ciphertext(1);
        byte[] damaged = ciphertext.clone();
        damaged[500] ^= 1;
        Piece lie = new Piece(pieced(ciphertext).whole(), 1_000, 0, damaged);

        assertThat(store.take(PEER, lie)).isEqualTo(1_000);
        assertThat(store.whole(PEER, pieced(ciphertext))).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(store.take(PEER, piece(ciphertext, 0, 1_000))).isEqualTo(1_000);
        assertThat(store.whole(PEER, pieced(ciphertext))).hasValue(ciphertext);
    }

    @Test
    void peers_have_nothing_of_each_other_s() {
        byte[] ciphertext = ciphertext(1);
        store.take(PEER, piece(ciphertext, 0, 1_000));

        assertThat(store.take(OTHER, piece(ciphertext, 0, 0))).isZero();
        assertThat(store.whole(OTHER, pieced(ciphertext))).isEmpty();
    }

    @Test
    void one_peer_has_two_at_most_and_the_one_that_grew_longest_ago_gives_way() throws IOException {
        byte[] first = ciphertext(1);
        store.take(PEER, piece(first, 0, 10));
        Files.setLastModifiedTime(files().getFirst(), FileTime.fromMillis(0));
        byte[] second = ciphertext(2);
        store.take(PEER, piece(second, 0, 10));
        byte[] others = ciphertext(3);
        store.take(OTHER, piece(others, 0, 10));

        for (int seed = 4; seed < 20; seed++) {
            store.take(PEER, piece(ciphertext(seed), 0, 10));
        }

        assertThat(files()).hasSize(PieceStore.PER_PEER_MAX + 1);
        assertThat(store.take(PEER, piece(first, 0, 0))).isZero();
        assertThat(store.take(OTHER, piece(others, 0, 0))).isEqualTo(10);
    }

    @Test
    void what_one_carries_for_others_is_bounded_and_apart_from_its_own() throws IOException {
        byte[] own = ciphertext(1);
        store.take(PEER, piece(own, 0, 10));

        for (int from = 10; from < 20; from++) {
            Hands carried = new Hands(PEER.by(), new MemberId(Hash.of(new byte[] {(byte) from})));
            for (int seed = 0; seed < 3; seed++) {
                store.take(carried, piece(ciphertext(100 * from + seed), 0, 10));
            }
        }

        assertThat(files()).hasSize(1 + PieceStore.CARRIED_MAX);
        assertThat(store.take(PEER, piece(own, 0, 0))).isEqualTo(10);
    }

    @Test
    void what_was_delivered_is_dropped() throws IOException {
        byte[] ciphertext = ciphertext(1);
        store.take(PEER, piece(ciphertext, 0, 1_000));

        store.done(PEER, pieced(ciphertext));
        store.done(PEER, pieced(ciphertext));

        assertThat(files()).isEmpty();
    }

    @Test
    void a_medium_that_refuses_is_said_to_have_failed() throws IOException {
        Files.writeString(folder.resolve("pieces"), "a file where the folder should be");

        assertThatExceptionOfType(StorageFailed.class).isThrownBy(() -> store.take(PEER, piece(ciphertext(1), 0, 10)));
    }
}
