// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class TilePathTest {

    @Test
    void the_index_1234067_is_written_as_in_tlog_tiles() {
        assertThat(new HashTile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(TilePath.parse("tile/0/x001/x234/067")).isEqualTo(new HashTile(0, 1_234_067, 256));
    }

    @Test
    void partial_tiles_and_entry_bundles_have_paths_of_their_own() {
        assertThat(TilePath.parse("tile/63/000.p/1")).isEqualTo(new HashTile(63, 0, 1));
        assertThat(TilePath.parse("tile/entries/x001/000.p/255")).isEqualTo(new EntryTile(1000, 255));
        assertThat(new EntryTile(999, 256).path()).isEqualTo("tile/entries/999");
        assertThat(new HashTile(1, TilePath.INDEX_MAX, 7).path()).isEqualTo("tile/1/x036/x028/x797/x018/x963/967.p/7");
    }

    @Test
    void seventy_thousand_leaves_make_the_tiles_that_tlog_tiles_counts() {
        List<TilePath> tiles = TilePath.between(0, 70_000);
        assertThat(tiles).hasSize(2 * 274 + 2 + 1);
        assertThat(tiles.stream()
                        .filter(tile -> tile instanceof HashTile hashes && hashes.level() == 0 && !hashes.isPartial()))
                .hasSize(273);
        assertThat(tiles)
                .contains(new HashTile(0, 273, 112), new EntryTile(273, 112))
                .endsWith(new HashTile(1, 0, 256), new HashTile(1, 1, 17), new HashTile(2, 0, 1));
    }

    @Test
    void two_hundred_and_fifty_six_leaves_make_a_full_and_a_partial_tile() {
        assertThat(TilePath.between(0, 256))
                .containsExactly(new EntryTile(0, 256), new HashTile(0, 0, 256), new HashTile(1, 0, 1));
    }

    @Test
    void a_step_writes_only_what_it_changes() {
        assertThat(TilePath.between(256, 257)).containsExactly(new EntryTile(1, 1), new HashTile(0, 1, 1));
        assertThat(TilePath.between(511, 513))
                .containsExactly(
                        new EntryTile(1, 256),
                        new EntryTile(2, 1),
                        new HashTile(0, 1, 256),
                        new HashTile(0, 2, 1),
                        new HashTile(1, 0, 2));
        assertThat(TilePath.between(300, 300)).isEmpty();
        assertThatThrownBy(() -> TilePath.between(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TilePath.between(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void all_steps_together_write_what_one_step_writes_last() {
        List<TilePath> stepwise = new ArrayList<>();
        for (long size = 0; size < 1_000; size += 7) {
            stepwise.addAll(TilePath.between(size, Math.min(size + 7, 1_000)));
        }
        assertThat(stepwise).containsAll(TilePath.between(0, 1_000));
    }

    @Test
    void the_greatest_tree_has_tiles_up_to_level_seven() {
        assertThat(HashTile.of(7, 0, Long.MAX_VALUE)).isEqualTo(new HashTile(7, 0, 127));
        assertThat(HashTile.of(0, TilePath.INDEX_MAX, Long.MAX_VALUE).width()).isEqualTo(255);
        assertThatThrownBy(() -> HashTile.of(8, 0, Long.MAX_VALUE)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> HashTile.of(0, 1, 256)).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/tile/0/000",
                "tile/0/000/",
                "tile/00/000",
                "tile/01/000",
                "tile/64/000",
                "tile/-1/000",
                "tile/0/0",
                "tile/0/00",
                "tile/0/0000",
                "tile/0/x000",
                "tile/0/x000/001",
                "tile/0/000/001",
                "tile/0/x001/x000",
                "tile/0/X001/000",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/",
                "tile/0/000.p",
                "tile/0/000.p/1/",
                "tile/0/../000",
                "tile/entries/000.p/256",
                "tile/entries/x001",
                "tile/data/000",
                "tile/0/٠٠٠",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x001/x000/x000/x000/x000/x000/000",
                "tile/0/000\n",
                "checkpoint"
            })
    void any_other_path_is_refused(String path) {
        assertThatThrownBy(() -> TilePath.parse(path))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP tlog-tiles"));
    }

    @Test
    void a_mutated_path_is_refused_or_is_what_it_writes() {
        List<String> paths = List.of("tile/0/x001/x234/067", "tile/entries/x001/000.p/255", "tile/12/000.p/9");
        Seeds.forAll(3_000, random -> {
            byte[] path = paths.get(random.nextInt(paths.size())).getBytes(StandardCharsets.US_ASCII);
            String mutated = new String(Mutations.mutate(path, random), StandardCharsets.ISO_8859_1);
            try {
                assertThat(TilePath.parse(mutated).path()).isEqualTo(mutated);
            } catch (MalformedTlog refused) {
                assertThat(refused.clause()).startsWith("C2SP tlog-tiles");
            }
        });
    }

    @Test
    void a_tile_holds_exactly_its_width_of_hashes() {
        HashTile tile = new HashTile(0, 0, 2);
        List<Hash> rows = List.of(Hash.ZERO, Hash.of());
        assertThat(tile.decode(tile.encode(rows))).isEqualTo(rows);
        assertThatThrownBy(() -> tile.encode(List.of(Hash.ZERO))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tile.decode(new byte[65])).isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> tile.decode(new byte[0])).isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_tile_of_the_wrong_length_is_noticed_by_who_reads_hashes_from_it() {
        TreeProofs proofs = new TreeProofs(new TileHashReader(tiles -> List.of(new byte[31]), 1));
        assertThatThrownBy(() -> proofs.root(1)).isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_bundle_holds_exactly_its_width_of_entries() {
        EntryTile bundle = new EntryTile(0, 3);
        List<byte[]> entries = List.of(new byte[0], new byte[] {1, 2}, new byte[EntryTile.ENTRY_BYTES_MAX]);
        byte[] content = bundle.encode(entries);
        assertThat(content).startsWith(0, 0, 0, 2, 1, 2, 0xFF, 0xFF).hasSize(6 + 2 + 65_535);
        assertThat(bundle.decode(content)).usingRecursiveComparison().isEqualTo(entries);
        assertThatThrownBy(() -> new EntryTile(0, 2).decode(content)).hasMessageContaining("after its last entry");
        assertThatThrownBy(() -> new EntryTile(0, 4).decode(content)).hasMessageContaining("cut short in entry 4");
        assertThatThrownBy(() -> bundle.encode(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntryTile(0, 1).encode(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_mutated_bundle_is_refused_or_is_what_it_writes() {
        EntryTile bundle = new EntryTile(0, 4);
        byte[] content = bundle.encode(List.of(new byte[3], new byte[0], new byte[10], new byte[1]));
        Seeds.forAll(2_000, random -> {
            byte[] mutated = Mutations.mutate(content, random);
            try {
                assertThat(bundle.encode(bundle.decode(mutated))).isEqualTo(mutated);
            } catch (MalformedTlog refused) {
                assertThat(refused.clause()).isEqualTo("C2SP tlog-tiles, Log entries");
            }
        });
    }

    @Test
    void a_tile_out_of_bounds_cannot_exist() {
        assertThatThrownBy(() -> new HashTile(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashTile(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashTile(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashTile(0, 0, 257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntryTile(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntryTile(0, 257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeId(63, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeId(62, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
