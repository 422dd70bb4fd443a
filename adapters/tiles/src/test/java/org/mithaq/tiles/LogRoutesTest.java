// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.http.Call;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Reply;
import org.mithaq.testkit.Seeds;
import org.mithaq.tlog.EntryTile;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TileHashReader;
import org.mithaq.tlog.TilePath;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.TreeProofs;

class LogRoutesTest {

    private TestNode node;

    @BeforeEach
    void open() throws IOException {
        node = new TestNode(0);
    }

    @AfterEach
    void close() {
        node.close();
    }

    private Reply get(String path) {
        try {
            return node.client.send(Call.get(TestNode.LOG_PREFIX + path, Duration.ofSeconds(10), 1 << 20));
        } catch (PeerUnreachable | InterruptedException failed) {
            throw new AssertionError(path, failed);
        }
    }

    private byte[] tile(TilePath tile) {
        Reply reply = get("/" + tile.path());
        if (reply.status() == 404) {
            throw new NoSuchElementException(tile.path());
        }
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type")).contains("application/octet-stream");
        assertThat(reply.headers().first("Cache-Control").orElseThrow()).contains("immutable");
        return reply.body();
    }

    private SignedCheckpoint checkpoint() {
        Reply reply = get("/checkpoint");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type").orElseThrow())
                .isEqualToIgnoringCase("text/plain; charset=utf-8");
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(reply.body());
        checkpoint.verify(Federation.SIGNATURES, List.of(node.member.log().verifierKey()));
        return checkpoint;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 700, 65_800})
    void the_tiles_lead_to_the_signed_root(int size) {
        node.grow(size);
        SignedCheckpoint checkpoint = checkpoint();
        assertThat(checkpoint.checkpoint().size()).isEqualTo(size);
        TileHashReader reader =
                new TileHashReader(tiles -> tiles.stream().map(this::tile).toList(), size);
        assertThat(new TreeProofs(reader).root(size))
                .isEqualTo(checkpoint.checkpoint().root());
    }

    @Test
    void proofs_that_a_stranger_makes_from_tiles_hold() {
        node.grow(700);
        SignedCheckpoint checkpoint = checkpoint();
        TreeProofs proofs = new TreeProofs(
                new TileHashReader(tiles -> tiles.stream().map(this::tile).toList(), 700));
        Seeds.forAll(20, random -> {
            long index = random.nextLong(700);
            proofs.inclusion(index, 700)
                    .verify(
                            TreeHasher.leafHash(TestNode.record("record " + index)),
                            checkpoint.checkpoint().root());
        });
        assertThat(proofs.root(256)).isEqualTo(node.log.root(256));
    }

    @Test
    void each_entry_hashes_to_its_row_of_the_lowest_tiles() {
        node.grow(300);
        List<byte[]> entries = new ArrayList<>();
        for (TilePath path : TilePath.between(0, 300)) {
            if (path instanceof EntryTile bundle) {
                entries.addAll(bundle.decode(tile(bundle)));
            }
        }
        assertThat(entries).hasSize(300);
        for (int index = 0; index < 300; index++) {
            HashTile leaves = HashTile.of(0, index / 256, 300);
            assertThat(leaves.decode(tile(leaves)).get(index % 256)).isEqualTo(TreeHasher.leafHash(entries.get(index)));
        }
    }

    @Test
    void tiles_of_an_earlier_size_stay() {
        node.grow(300);
        byte[] before = tile(new HashTile(0, 1, 44));
        node.grow(300);
        assertThat(tile(new HashTile(0, 1, 44))).isEqualTo(before);
        assertThat(tile(new EntryTile(1, 44))).hasSize(44 * 34);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/001.p/45",
                "tile/0/001",
                "tile/0/002",
                "tile/0/002.p/1",
                "tile/1/000",
                "tile/1/000.p/2",
                "tile/2/000.p/1",
                "tile/7/000.p/1",
                "tile/8/000.p/1",
                "tile/63/000.p/1",
                "tile/63/x036/x028/x797/x018/x963/967",
                "tile/0/x036/x028/x797/x018/x963/967.p/255",
                "tile/0/x036/x028/x797/x018/x963/967",
                "tile/entries/001",
                "tile/entries/001.p/45",
                "tile/entries/002.p/1",
                "tile/entries/x036/x028/x797/x018/x963/967.p/255"
            })
    void what_the_signed_tree_does_not_cover_is_not_found(String path) {
        node.grow(300);
        Reply reply = get("/" + path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("newest checkpoint has size 300");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/00/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/0",
                "tile/0/00%30",
                "tile/0/x000/000",
                "tile/0/x1/000",
                "tile/0/000/",
                "tile/0/000.p",
                "tile/0/000.p/1/",
                "tile/entries/0",
                "tile/leaves/000"
            })
    void a_path_has_one_spelling(String path) {
        node.grow(300);
        assertThat(get("/" + path).status()).isEqualTo(404);
    }

    @Test
    void the_empty_log_has_a_checkpoint_and_no_tiles() {
        assertThat(checkpoint().checkpoint().root()).isEqualTo(TreeHasher.EMPTY_ROOT);
        assertThat(get("/tile/0/000.p/1").status()).isEqualTo(404);
        assertThat(get("/tile/entries/000.p/1").status()).isEqualTo(404);
    }

    @Test
    void the_checkpoint_is_the_witnessed_one_as_soon_as_there_is_one() {
        node.grow(10);
        SignedCheckpoint ten = node.checkpoints.newest();
        node.checkpoints.keep(
                ten,
                List.of(Federation.five()
                        .member(1)
                        .cosigners()
                        .getFirst()
                        .cosign(ten.checkpoint(), TestNode.CLOCK.instant())));
        node.grow(5);
        assertThat(checkpoint().checkpoint().size()).isEqualTo(10);
        assertThat(checkpoint().signatures()).hasSize(2);
        assertThat(get("/checkpoint").headers().first("Cache-Control").orElseThrow())
                .contains("max-age=1");
        // Evidence that is handed out may point at a newer signed tree, so its tiles are there too.
        assertThat(tile(new HashTile(0, 0, 15))).hasSize(15 * 32);
    }
}
