// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// Differential tests against the recursive definitions of RFC 6962, from memory and from tiles.
class TreeProofsTest {

    private static final int SMALL = 300;

    @Test
    void roots_of_all_small_trees_are_those_of_rfc_6962() {
        List<Hash> leaves = ReferenceTree.leaves(SMALL, Seeds.of(1));
        MemoryTree tree = treeOf(leaves);
        TreeFrontier frontier = TreeFrontier.empty();
        for (int size = 0; size <= SMALL; size++) {
            Hash expected = ReferenceTree.mth(leaves.subList(0, size));
            assertThat(frontier.root()).isEqualTo(expected);
            assertThat(tree.root(size)).isEqualTo(expected);
            assertThat(fromTiles(tree, size).root(size)).isEqualTo(expected);
            if (size < SMALL) {
                frontier.append(leaves.get(size));
            }
        }
    }

    @Test
    void inclusion_paths_of_small_trees_are_those_of_rfc_6962_and_verify() {
        List<Hash> leaves = ReferenceTree.leaves(SMALL, Seeds.of(2));
        MemoryTree tree = treeOf(leaves);
        for (int size = 1; size <= SMALL; size += size < 40 ? 1 : 13) {
            List<Hash> d = leaves.subList(0, size);
            Hash root = ReferenceTree.mth(d);
            TreeProofs tiles = fromTiles(tree, size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = tree.inclusion(index, size);
                assertThat(proof.path()).isEqualTo(ReferenceTree.path(index, d));
                assertThat(tiles.inclusion(index, size)).isEqualTo(proof);
                proof.verify(leaves.get(index), root);
            }
        }
    }

    @Test
    void consistency_paths_of_small_trees_are_those_of_rfc_6962_and_verify() {
        List<Hash> leaves = ReferenceTree.leaves(SMALL, Seeds.of(3));
        MemoryTree tree = treeOf(leaves);
        for (int size = 1; size <= SMALL; size += size < 40 ? 1 : 17) {
            List<Hash> d = leaves.subList(0, size);
            TreeProofs tiles = fromTiles(tree, size);
            for (int old = 1; old <= size; old++) {
                ConsistencyProof proof = tree.consistency(old, size);
                assertThat(proof.path()).isEqualTo(ReferenceTree.proof(old, d));
                assertThat(tiles.consistency(old, size)).isEqualTo(proof);
                proof.verify(tree.root(old), tree.root(size));
            }
        }
    }

    @Test
    void subtree_paths_of_small_trees_are_those_of_the_draft_and_verify() {
        int size = 45;
        List<Hash> leaves = ReferenceTree.leaves(size, Seeds.of(4));
        TreeProofs proofs = new TreeProofs(treeOf(leaves));
        Hash root = ReferenceTree.mth(leaves);
        int subtrees = 0;
        for (int start = 0; start < size; start++) {
            for (int end = start + 1; end <= size; end++) {
                if (!isAligned(start, end)) {
                    int from = start;
                    int to = end;
                    assertThatThrownBy(() -> new Subtree(from, to)).isInstanceOf(ProofRejected.class);
                    continue;
                }
                subtrees++;
                Subtree subtree = new Subtree(start, end);
                List<Hash> part = leaves.subList(start, end);
                SubtreeConsistencyProof consistency = proofs.subtreeConsistency(subtree, size);
                assertThat(consistency.path()).isEqualTo(ReferenceTree.subproof(start, end, leaves, true));
                consistency.verify(ReferenceTree.mth(part), root);
                SubtreeInclusionProof inclusion = proofs.subtreeInclusion(end - 1, subtree);
                assertThat(inclusion.path()).isEqualTo(ReferenceTree.path(end - start - 1, part));
                inclusion.verify(leaves.get(end - 1), proofs.root(subtree));
            }
        }
        assertThat(subtrees).isGreaterThan(100);
    }

    @Test
    void random_larger_trees_agree_with_the_reference_from_tiles_too() {
        List<Hash> leaves = ReferenceTree.leaves(70_000, Seeds.of(5));
        MemoryTree tree = treeOf(leaves);
        Seeds.forAll(12, random -> {
            int size = 1 + random.nextInt(leaves.size());
            List<Hash> d = leaves.subList(0, size);
            TreeProofs tiles = fromTiles(tree, size);
            int index = random.nextInt(size);
            assertThat(tiles.inclusion(index, size).path()).isEqualTo(ReferenceTree.path(index, d));
            int old = 1 + random.nextInt(size);
            ConsistencyProof consistency = tiles.consistency(old, size);
            assertThat(consistency.path()).isEqualTo(ReferenceTree.proof(old, d));
            consistency.verify(tree.root(old), tree.root(size));
        });
    }

    @Test
    void no_damaged_inclusion_proof_verifies() {
        MemoryTree tree = treeOf(ReferenceTree.leaves(SMALL, Seeds.of(6)));
        Seeds.forAll(2_000, random -> {
            int size = 2 + random.nextInt(SMALL - 1);
            int index = random.nextInt(size);
            List<Hash> damaged = damage(tree.inclusion(index, size).path(), random);
            assertThatThrownBy(() -> new InclusionProof(index, size, damaged).verify(tree.leaf(index), tree.root(size)))
                    .isInstanceOf(ProofRejected.class);
        });
    }

    @Test
    void no_damaged_consistency_proof_verifies() {
        MemoryTree tree = treeOf(ReferenceTree.leaves(SMALL, Seeds.of(7)));
        Seeds.forAll(2_000, random -> {
            int size = 2 + random.nextInt(SMALL - 1);
            int old = 1 + random.nextInt(size);
            List<Hash> damaged = damage(tree.consistency(old, size).path(), random);
            assertThatThrownBy(() -> new ConsistencyProof(old, size, damaged).verify(tree.root(old), tree.root(size)))
                    .isInstanceOf(ProofRejected.class);
        });
    }

    @Test
    void a_proof_for_another_size_or_index_does_not_verify() {
        MemoryTree tree = treeOf(ReferenceTree.leaves(64, Seeds.of(8)));
        InclusionProof proof = tree.inclusion(5, 33);
        assertThatThrownBy(() -> new InclusionProof(4, 33, proof.path()).verify(tree.leaf(5), tree.root(33)))
                .isInstanceOf(ProofRejected.class)
                .hasMessageContaining("another root");
        assertThatThrownBy(() -> new InclusionProof(5, 65, proof.path()).verify(tree.leaf(5), tree.root(33)))
                .isInstanceOf(ProofRejected.class)
                .hasMessageContaining("below the root");
        assertThatThrownBy(() -> new InclusionProof(5, 6, proof.path()).verify(tree.leaf(5), tree.root(33)))
                .isInstanceOf(ProofRejected.class)
                .hasMessageContaining("longer than the tree");
    }

    @Test
    void each_refusal_names_its_step() {
        List<Hash> tooLong = Collections.nCopies(65, Hash.ZERO);
        assertThatThrownBy(() -> new InclusionProof(3, 3, List.of()))
                .isInstanceOfSatisfying(
                        ProofRejected.class, e -> assertThat(e.clause()).isEqualTo("RFC 9162 §2.1.3.2 step 1"));
        assertThatThrownBy(() -> new InclusionProof(0, 3, tooLong)).hasMessageContaining("step 4");
        assertThatThrownBy(() -> new ConsistencyProof(0, 3, List.of())).hasMessageContaining("nothing to prove");
        assertThatThrownBy(() -> new ConsistencyProof(4, 3, List.of())).hasMessageContaining("nothing to prove");
        assertThatThrownBy(() -> new ConsistencyProof(1, 3, tooLong)).hasMessageContaining("step 6");
        assertThatThrownBy(() -> new ConsistencyProof(1, 3, List.of()).verify(Hash.ZERO, Hash.ZERO))
                .hasMessageContaining("step 1");
        assertThatThrownBy(() -> new ConsistencyProof(3, 3, List.of(Hash.ZERO)).verify(Hash.ZERO, Hash.ZERO))
                .hasMessageContaining("need no path");
        assertThatThrownBy(() -> new ConsistencyProof(3, 3, List.of()).verify(Hash.ZERO, Hash.of()))
                .hasMessageContaining("two roots");
        assertThatThrownBy(() -> new SubtreeConsistencyProof(new Subtree(0, 4), 3, List.of()))
                .hasMessageContaining("step 1");
        assertThatThrownBy(() -> new SubtreeConsistencyProof(new Subtree(0, 2), 3, tooLong))
                .hasMessageContaining("step 8");
    }

    @Test
    void the_caller_is_told_what_it_asked_for_in_error() {
        TreeProofs proofs = new TreeProofs(treeOf(ReferenceTree.leaves(3, Seeds.of(9))));
        assertThatThrownBy(() -> proofs.inclusion(3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.consistency(4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.subtreeConsistency(new Subtree(2, 4), 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proofs.root(4)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> proofs.inclusion(0, 4)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void sizes_up_to_63_bits_are_bounded_and_do_not_overflow() {
        List<Integer> reads = new ArrayList<>();
        TreeProofs proofs = new TreeProofs(nodes -> {
            reads.add(nodes.size());
            return Collections.nCopies(nodes.size(), Hash.ZERO);
        });
        assertThat(proofs.inclusion(0, Long.MAX_VALUE).path()).hasSize(63);
        assertThat(proofs.inclusion(Long.MAX_VALUE - 1, Long.MAX_VALUE).path()).hasSizeLessThanOrEqualTo(63);
        assertThat(proofs.consistency((1L << 62) - 1, Long.MAX_VALUE).path()).hasSize(64);
        assertThat(proofs.consistency(Long.MAX_VALUE - 1, Long.MAX_VALUE).path())
                .hasSizeLessThanOrEqualTo(64);
        assertThat(new Subtree(0, Long.MAX_VALUE).size()).isEqualTo(Long.MAX_VALUE);
        assertThat(reads).allMatch(nodes -> nodes <= 130);
    }

    private static boolean isAligned(int start, int end) {
        int ceiling = 1;
        while (ceiling < end - start) {
            ceiling *= 2;
        }
        return start % ceiling == 0;
    }

    static MemoryTree treeOf(List<Hash> leaves) {
        MemoryTree tree = new MemoryTree();
        leaves.forEach(tree::append);
        return tree;
    }

    private static TreeProofs fromTiles(MemoryTree tree, long size) {
        return new TreeProofs(new TileHashReader(tree, size));
    }

    private static List<Hash> damage(List<Hash> path, RandomGenerator random) {
        List<Hash> damaged = new ArrayList<>(path);
        int at = path.isEmpty() ? 0 : random.nextInt(path.size());
        switch (path.isEmpty() ? 0 : random.nextInt(3)) {
            case 0 -> damaged.add(at, Hash.of(Seeds.bytes(random, 8)));
            case 1 -> damaged.remove(at);
            default -> {
                byte[] bytes = path.get(at).bytes();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                damaged.set(at, Hash.wrap(bytes));
            }
        }
        return damaged;
    }
}
