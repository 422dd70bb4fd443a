// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class PunctureTreeTest {

    private static final int DEPTH = 12;
    private static final int LEAVES = 4096;

    @Test
    void every_leaf_has_the_key_that_the_reference_derives() {
        byte[][][] reference = reference(seed(1));
        try (PunctureTree tree = tree(1)) {
            List<SecretBytes> keys = tree.leafKeys(0, LEAVES);
            for (int leaf = 0; leaf < LEAVES; leaf++) {
                assertThat(keys.get(leaf).revealSecret()).isEqualTo(reference[DEPTH][leaf]);
            }
            for (int leaf : new int[] {0, 1, 2047, 2048, 4095}) {
                assertThat(tree.leafKey(leaf)).isEqualTo(keys.get(leaf));
            }
            assertThat(Set.copyOf(
                            Arrays.stream(reference[DEPTH]).map(Hash::wrap).toList()))
                    .hasSize(LEAVES);
        }
    }

    @Test
    void after_any_punctures_the_others_stay_and_nothing_leads_back_to_the_punctured() {
        Seeds.forAll(25, random -> {
            long seed = random.nextLong();
            byte[][][] reference = reference(seed(seed));
            PunctureTree tree = tree(seed);
            Set<Integer> punctured = new HashSet<>();
            for (int step = 0; step < 8; step++) {
                List<Integer> leaves = someLeaves(random);
                int before = tree.nodeCount();
                tree.punctureAll(leaves);
                punctured.addAll(leaves);
                assertThat(tree.nodeCount())
                        .isLessThanOrEqualTo(before + 11 * leaves.size())
                        .isLessThanOrEqualTo(2048);
                PunctureTree read = PunctureTree.decode(tree.encode());
                assertThat(read.encode()).isEqualTo(tree.encode());
                tree = read;
            }
            holdsExactly(tree, reference, punctured);
        });
    }

    @Test
    void no_ancestor_of_a_punctured_leaf_is_anywhere_in_the_encoding() {
        Seeds.forAll(5, random -> {
            long seed = random.nextLong();
            byte[][][] reference = reference(seed(seed));
            PunctureTree tree = tree(seed);
            List<Integer> leaves = someLeaves(random);
            tree.punctureAll(leaves);
            String encoded = new String(tree.encode().revealSecret(), StandardCharsets.ISO_8859_1);
            for (int leaf : leaves) {
                for (int depth = 0; depth <= DEPTH; depth++) {
                    byte[] ancestor = reference[depth][leaf >> (DEPTH - depth)];
                    assertThat(encoded.contains(new String(ancestor, StandardCharsets.ISO_8859_1)))
                            .as("seed of depth %d above leaf %d", depth, leaf)
                            .isFalse();
                }
            }
        });
    }

    @Test
    void one_puncture_leaves_twelve_siblings_and_again_changes_nothing() {
        PunctureTree tree = tree(3);
        assertThat(tree.nodeCount()).isEqualTo(1);
        assertThat(tree.isPunctured(77)).isFalse();
        tree.puncture(77);
        assertThat(tree.nodeCount()).isEqualTo(12);
        assertThat(tree.isPunctured(77)).isTrue();
        SecretBytes encoded = tree.encode();
        tree.puncture(77);
        assertThat(tree.encode()).isEqualTo(encoded);
        assertThatThrownBy(() -> tree.leafKey(77))
                .isInstanceOf(KeyDestroyed.class)
                .hasMessageContaining("leaf 77");
        assertThatThrownBy(() -> tree.leafKeys(70, 80)).isInstanceOf(KeyDestroyed.class);
        assertThat(tree.leafKeys(70, 77)).hasSize(7);
        assertThat(tree.leafKeys(78, LEAVES)).hasSize(LEAVES - 78);
    }

    @Test
    void a_tree_without_any_key_left_is_still_a_tree() {
        PunctureTree tree = tree(4);
        tree.punctureAll(IntStream.range(0, LEAVES).boxed().toList());
        assertThat(tree.nodeCount()).isZero();
        PunctureTree read = PunctureTree.decode(tree.encode());
        assertThatThrownBy(() -> read.leafKey(0)).isInstanceOf(KeyDestroyed.class);
        assertThat(read.leafKeys(9, 9)).isEmpty();
    }

    @Test
    void the_largest_tree_has_every_other_leaf_punctured_and_fits_the_limit() {
        PunctureTree tree = tree(5);
        tree.punctureAll(
                IntStream.range(0, LEAVES).filter(leaf -> leaf % 2 == 0).boxed().toList());
        assertThat(tree.nodeCount()).isEqualTo(2048);
        assertThat(tree.encode().length()).isEqualTo(PunctureTree.ENCODED_LIMIT_BYTES);
        assertThat(PunctureTree.decode(tree.encode()).leafKey(1)).isEqualTo(tree.leafKey(1));
    }

    @Test
    void refuses_leaves_that_do_not_exist() {
        PunctureTree tree = tree(6);
        for (int leaf : new int[] {-1, LEAVES, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> tree.leafKey(leaf)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tree.puncture(leaf)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> tree.isPunctured(leaf)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> tree.leafKeys(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tree.leafKeys(0, LEAVES + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_tree_gives_nothing() {
        PunctureTree tree = tree(7);
        tree.close();
        assertThatThrownBy(() -> tree.leafKey(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(tree::encode).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_encodings_that_it_never_writes() {
        refused("version 1", new byte[0]);
        refused("version 1", header(2, 12, 0));
        refused("version 1", header(1, 11, 0));
        refused("as many as announced", header(1, 12, 1));
        refused("as many as announced", header(1, 12, 0), new byte[1]);
        refused("at most 2,048", header(1, 12, 2049), new byte[2049 * 35]);
        refused("position on that level", header(1, 12, 1), node(13, 0));
        refused("position on that level", header(1, 12, 1), node(0, 1));
        refused("position on that level", header(1, 12, 1), node(4, 16));
        refused("from left to right", header(1, 12, 2), node(4, 9), node(4, 7));
        refused("from left to right", header(1, 12, 2), node(4, 7), node(4, 7));
        refused("from left to right", header(1, 12, 2), node(1, 0), node(2, 1));
        refused("from left to right", header(1, 12, 2), node(2, 0), node(1, 0));
        refused("two whole siblings", header(1, 12, 2), node(4, 6), node(4, 7));
        assertThat(PunctureTree.decode(secret(header(1, 12, 2), node(4, 7), node(4, 8)))
                        .nodeCount())
                .isEqualTo(2);
    }

    @Test
    void a_damaged_encoding_is_refused_or_is_the_encoding_of_another_tree() {
        PunctureTree tree = tree(8);
        tree.punctureAll(List.of(5, 900, 4000));
        byte[] encoded = tree.encode().revealSecret();
        Seeds.forAll(2000, random -> {
            SecretBytes damaged = SecretBytes.handOver(Mutations.mutate(encoded, random));
            try {
                assertThat(PunctureTree.decode(damaged).encode()).isEqualTo(damaged);
            } catch (MalformedPunctureTree expected) {
                assertThat(expected).hasMessageStartingWith("puncture tree, version 1: expected ");
            }
        });
    }

    private static void holdsExactly(PunctureTree tree, byte[][][] reference, Set<Integer> punctured) {
        for (int leaf = 0; leaf < LEAVES; leaf++) {
            assertThat(tree.isPunctured(leaf)).isEqualTo(punctured.contains(leaf));
            if (punctured.contains(leaf)) {
                int gone = leaf;
                assertThatThrownBy(() -> tree.leafKey(gone)).isInstanceOf(KeyDestroyed.class);
            } else {
                assertThat(tree.leafKey(leaf).revealSecret()).isEqualTo(reference[DEPTH][leaf]);
            }
        }
    }

    /// All seeds of all levels, by the definition alone.
    private static byte[][][] reference(byte[] seed) {
        byte[][][] levels = new byte[DEPTH + 1][][];
        levels[0] = new byte[][] {seed};
        for (int depth = 1; depth <= DEPTH; depth++) {
            String label = depth == DEPTH ? "mithaq/puncture/v1/K" : "mithaq/puncture/v1/N";
            levels[depth] = new byte[1 << depth][];
            for (int position = 0; position < 1 << depth; position++) {
                levels[depth][position] = Hash.of(
                                label.getBytes(StandardCharsets.US_ASCII),
                                new byte[] {(byte) (position & 1)},
                                levels[depth - 1][position / 2])
                        .bytes();
            }
        }
        return levels;
    }

    /// One leaf, a few, or a run of neighbours.
    private static List<Integer> someLeaves(RandomGenerator random) {
        List<Integer> leaves = new ArrayList<>();
        int first = random.nextInt(LEAVES);
        switch (random.nextInt(3)) {
            case 0 -> leaves.add(first);
            case 1 -> random.ints(1 + random.nextInt(20), 0, LEAVES).forEach(leaves::add);
            default ->
                IntStream.range(first, Math.min(LEAVES, first + 1 + random.nextInt(600)))
                        .forEach(leaves::add);
        }
        return leaves;
    }

    private static byte[] seed(long number) {
        return Seeds.bytes(Seeds.of(number), 32);
    }

    private static PunctureTree tree(long number) {
        return PunctureTree.fromSeed(SecretBytes.handOver(seed(number)));
    }

    private static void refused(String why, byte[]... parts) {
        assertThatThrownBy(() -> PunctureTree.decode(secret(parts)))
                .isInstanceOf(MalformedPunctureTree.class)
                .hasMessageContaining(why);
    }

    private static byte[] header(int version, int depth, int nodes) {
        return new byte[] {(byte) version, (byte) depth, (byte) (nodes >>> 8), (byte) nodes};
    }

    private static byte[] node(int depth, int position) {
        byte[] node = new byte[35];
        node[0] = (byte) depth;
        node[1] = (byte) (position >>> 8);
        node[2] = (byte) position;
        return node;
    }

    private static SecretBytes secret(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return SecretBytes.handOver(joined.toByteArray());
    }
}
