// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

class SaltedTreeTest {

    private static SaltedTree tree(byte[] seed, int[] positions, Hash[] leaves) {
        return new SaltedTree(Labels.OBJECT_NODE, Labels.OBJECT_DUMMY, seed, positions, leaves);
    }

    /// The slow and obvious tree: looks at all that lies below a node.
    private record Reference(byte[] seed, int[] positions, Hash[] leaves) {

        Hash node(int level, int index) {
            int from = index << level;
            int to = (index + 1) << level;
            if (Arrays.stream(positions).noneMatch(position -> position >= from && position < to)) {
                byte[] place = new CanonicalWriter().u8(level).u16(index).toByteArray();
                return Labels.OBJECT_DUMMY.hash(seed, place);
            }
            if (level == 0) {
                return leaves[Arrays.binarySearch(positions, index)];
            }
            return Labels.OBJECT_NODE.hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
        }

        List<Hash> path(int position) {
            List<Hash> path = new ArrayList<>();
            for (int level = 0; level < 12; level++) {
                path.add(node(level, (position >> level) ^ 1));
            }
            return path;
        }
    }

    private static int[] positions(RandomGenerator random, int count) {
        return random.ints(0, 4_096).distinct().limit(count).sorted().toArray();
    }

    private static Hash[] leaves(RandomGenerator random, int count) {
        Hash[] leaves = new Hash[count];
        for (int index = 0; index < count; index++) {
            leaves[index] = Hash.wrap(Seeds.bytes(random, 32));
        }
        return leaves;
    }

    @Test
    void root_and_paths_are_those_of_the_slow_and_obvious_tree() {
        Seeds.forAll(40, random -> {
            int count = 1 + random.nextInt(random.nextBoolean() ? 4 : 200);
            Reference slow = new Reference(Seeds.bytes(random, 32), positions(random, count), leaves(random, count));
            SaltedTree tree = tree(slow.seed(), slow.positions(), slow.leaves());
            assertThat(tree.root()).isEqualTo(slow.node(12, 0));
            int position = slow.positions()[random.nextInt(count)];
            assertThat(tree.path(position)).isEqualTo(slow.path(position));
        });
    }

    @Test
    void a_tree_with_all_4096_leaves_has_no_dummy() {
        RandomGenerator random = Seeds.of(1);
        Hash[] leaves = leaves(random, 4_096);
        int[] all = java.util.stream.IntStream.range(0, 4_096).toArray();
        Hash root = tree(Seeds.bytes(random, 32), all, leaves).root();
        assertThat(tree(Seeds.bytes(random, 32), all, leaves).root()).isEqualTo(root);
        Hash[] row = leaves;
        while (row.length > 1) {
            Hash[] above = new Hash[row.length / 2];
            for (int index = 0; index < above.length; index++) {
                above[index] = Labels.OBJECT_NODE.hash(row[2 * index], row[2 * index + 1]);
            }
            row = above;
        }
        assertThat(root).isEqualTo(row[0]);
    }

    @Test
    void every_path_has_12_hashes_and_leads_to_the_root_from_its_own_position_only() {
        Seeds.forAll(20, random -> {
            int count = 1 + random.nextInt(60);
            int[] positions = positions(random, count);
            Hash[] leaves = leaves(random, count);
            SaltedTree tree = tree(Seeds.bytes(random, 32), positions, leaves);
            int at = random.nextInt(count);
            List<Hash> path = tree.path(positions[at]);
            assertThat(path).hasSize(12);
            assertThat(SaltedTree.rootOf(Labels.OBJECT_NODE, positions[at], leaves[at], path))
                    .isEqualTo(tree.root());
            assertThat(SaltedTree.rootOf(
                            Labels.OBJECT_NODE, positions[at] ^ (1 << random.nextInt(12)), leaves[at], path))
                    .isNotEqualTo(tree.root());
            assertThat(SaltedTree.rootOf(Labels.ORDER_NODE, positions[at], leaves[at], path))
                    .isNotEqualTo(tree.root());
        });
    }

    @Test
    void two_equal_leaves_stand_at_two_positions_and_each_has_its_own_path() {
        Hash leaf = Federation.hash("leaf");
        SaltedTree tree = tree(new byte[32], new int[] {5, 4_000}, new Hash[] {leaf, leaf});
        assertThat(tree.path(5)).isNotEqualTo(tree.path(4_000));
        for (int position : new int[] {5, 4_000}) {
            assertThat(SaltedTree.rootOf(Labels.OBJECT_NODE, position, leaf, tree.path(position)))
                    .isEqualTo(tree.root());
        }
        SaltedTree neighbours = tree(new byte[32], new int[] {8, 9}, new Hash[] {leaf, leaf});
        assertThat(neighbours.path(8)).isEqualTo(neighbours.path(9));
    }

    @Test
    void the_same_leaves_under_another_seed_have_another_root_and_other_paths() {
        Hash[] leaves = {Federation.hash("leaf")};
        SaltedTree one = tree(new byte[32], new int[] {77}, leaves);
        SaltedTree other = tree(Federation.seed("seed"), new int[] {77}, leaves);
        assertThat(one.root()).isNotEqualTo(other.root());
        assertThat(one.path(77)).doesNotContainAnyElementsOf(other.path(77));
    }

    @Test
    void no_two_hashes_of_a_path_are_equal_so_that_an_empty_part_looks_like_any_other() {
        SaltedTree tree = tree(new byte[32], new int[] {0}, new Hash[] {Federation.hash("alone")});
        assertThat(tree.path(0)).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void positions_that_do_not_ascend_or_do_not_exist_make_no_tree() {
        Hash leaf = Federation.hash("leaf");
        Hash[] two = {leaf, leaf};
        for (int[] positions : List.of(new int[] {2, 2}, new int[] {3, 2}, new int[] {-1, 2}, new int[] {2, 4_096})) {
            assertThatIllegalArgumentException().isThrownBy(() -> tree(new byte[32], positions, two));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> tree(new byte[32], new int[0], new Hash[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> tree(new byte[32], new int[] {1}, two));
    }

    @Test
    void drawn_positions_ascend_and_are_as_many_as_asked_for() {
        Seeds.forAll(20, random -> {
            int count = 1 + random.nextInt(4_096);
            int[] drawn = Sealer.positions(count, new FixedRandom(random));
            assertThat(drawn).hasSize(count).isSorted().doesNotHaveDuplicates();
            assertThat(drawn[0]).isNotNegative();
            assertThat(drawn[count - 1]).isLessThan(4_096);
        });
    }
}
