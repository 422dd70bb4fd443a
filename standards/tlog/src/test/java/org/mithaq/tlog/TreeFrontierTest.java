// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class TreeFrontierTest {

    @Test
    void the_tree_without_leaves_has_the_hash_of_the_empty_string() {
        assertThat(TreeFrontier.empty().root().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void the_rows_it_emits_are_those_of_the_tiles() {
        int size = 66_000;
        List<Hash> leaves = ReferenceTree.leaves(size, Seeds.of(1));
        MemoryTree tree = TreeProofsTest.treeOf(leaves);
        Map<Integer, List<Hash>> levels = new LinkedHashMap<>();
        TreeFrontier frontier = TreeFrontier.empty();
        frontier.appendAll(leaves, (level, index, hash) -> {
            List<Hash> rows = levels.computeIfAbsent(level, l -> new ArrayList<>());
            assertThat(index).isEqualTo(rows.size());
            rows.add(hash);
        });
        assertThat(levels.keySet()).containsExactly(0, 1, 2);
        for (TilePath path : TilePath.between(0, size)) {
            switch (path) {
                case EntryTile entries -> assertThat(entries.index()).isLessThanOrEqualTo(size / 256);
                case HashTile tile -> {
                    int first = (int) tile.index() * HashTile.WIDTH;
                    assertThat(tile.encode(
                                    levels.getOrDefault(tile.level(), List.of()).subList(first, first + tile.width())))
                            .isEqualTo(tree.readTiles(List.of(tile)).getFirst());
                }
            }
        }
        assertThat(frontier.root()).isEqualTo(tree.root());
    }

    @Test
    void it_goes_on_after_being_written_read_copied_or_rebuilt_from_a_stored_tree() {
        Seeds.forAll(40, random -> {
            List<Hash> leaves = ReferenceTree.leaves(2 + random.nextInt(600), random);
            MemoryTree tree = TreeProofsTest.treeOf(leaves);
            int middle = random.nextInt(leaves.size());
            TreeFrontier first = TreeFrontier.empty();
            first.appendAll(leaves.subList(0, middle), TileRowSink.NONE);
            TreeFrontier read = TreeFrontier.decode(first.encode());
            TreeFrontier rebuilt = TreeFrontier.at(middle, new TileHashReader(tree, middle));
            assertThat(rebuilt.encode()).isEqualTo(first.encode());
            TreeFrontier copy = first.copy();
            for (TreeFrontier next : List.of(read, rebuilt, copy)) {
                next.appendAll(leaves.subList(middle, leaves.size()), TileRowSink.NONE);
                assertThat(next.root()).isEqualTo(tree.root());
                assertThat(next.size()).isEqualTo(tree.size());
            }
            assertThat(first.root()).isEqualTo(tree.root(middle));
        });
    }

    @Test
    void only_its_own_encoding_is_read() {
        TreeFrontier frontier = TreeFrontier.empty();
        frontier.appendAll(ReferenceTree.leaves(7, Seeds.of(3)), TileRowSink.NONE);
        byte[] encoded = frontier.encode();
        assertThat(encoded).hasSize(8 + 3 * 32).hasSizeLessThan(TreeFrontier.ENCODED_BYTES_MAX);
        assertThatThrownBy(() -> TreeFrontier.decode(new byte[7])).isInstanceOf(IllegalArgumentException.class);
        Seeds.forAll(500, random -> decodesOrRefuses(encoded, random));
    }

    private static void decodesOrRefuses(byte[] encoded, RandomGenerator random) {
        byte[] mutated = Mutations.mutate(encoded, random);
        try {
            assertThat(TreeFrontier.decode(mutated).encode()).isEqualTo(mutated);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("frontier");
        }
    }
}
