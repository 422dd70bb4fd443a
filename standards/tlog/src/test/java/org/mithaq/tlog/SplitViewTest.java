// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitViewTest {

    private final MemoryTree tree = TestKeys.tree(300);
    private final MemoryTree fork = TestKeys.forkedTree(100, 300);

    @Test
    void two_roots_for_one_size_convict_the_log() {
        assertConvicts(new SplitView.TwoRoots(TestKeys.signed(tree, 200), TestKeys.signed(fork, 200)));
        assertProvesNothing(new SplitView.TwoRoots(TestKeys.signed(tree, 200), TestKeys.signed(tree, 200)));
        assertProvesNothing(new SplitView.TwoRoots(TestKeys.signed(tree, 200), TestKeys.signed(fork, 201)));
        // The trees part after leaf 100.
        assertProvesNothing(new SplitView.TwoRoots(TestKeys.signed(tree, 100), TestKeys.signed(fork, 100)));
    }

    @Test
    void a_larger_tree_that_does_not_begin_with_the_smaller_one_convicts_the_log() {
        assertConvicts(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 150), TestKeys.signed(fork, 250), fork.root(150), fork.consistency(150, 250)));
        assertConvicts(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 128), TestKeys.signed(fork, 250), fork.root(128), fork.consistency(128, 250)));
    }

    @Test
    void an_honest_log_that_grew_is_not_convicted() {
        assertProvesNothing(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 150), TestKeys.signed(tree, 250), tree.root(150), tree.consistency(150, 250)));
        // A proof that fails is no proof of anything.
        assertProvesNothing(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 150), TestKeys.signed(tree, 250), fork.root(150), tree.consistency(150, 250)));
        assertProvesNothing(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 150), TestKeys.signed(tree, 250), tree.root(149), tree.consistency(149, 250)));
        assertProvesNothing(new SplitView.OtherPrefix(
                TestKeys.signed(tree, 150), TestKeys.signed(tree, 250), tree.root(150), tree.consistency(150, 249)));
    }

    @Test
    void two_leaves_at_one_index_convict_the_log() {
        assertConvicts(otherLeaf(tree, 120, 150, fork, 120, 250));
        assertProvesNothing(otherLeaf(tree, 99, 150, fork, 99, 250));
        assertProvesNothing(otherLeaf(tree, 120, 150, tree, 121, 250));
        assertProvesNothing(otherLeaf(tree, 120, 150, tree, 120, 250));
        InclusionProof inclusion = tree.inclusion(120, 150);
        assertProvesNothing(new SplitView.OtherLeaf(
                TestKeys.signed(tree, 150),
                TestKeys.signed(fork, 250),
                tree.leaf(120),
                inclusion,
                fork.leaf(120),
                inclusion));
    }

    @Test
    void only_what_the_same_log_signed_convicts_it() {
        SignedCheckpoint byAnother = TestKeys.OTHER_KEY.sign(TestKeys.checkpoint(fork, 200));
        assertThatThrownBy(() -> verify(new SplitView.TwoRoots(TestKeys.signed(tree, 200), byAnother)))
                .isInstanceOf(NoteRejected.class);
        SignedCheckpoint ofAnotherOrigin = TestKeys.LOG.sign(new Checkpoint("other.example", 200, fork.root(200)));
        assertProvesNothing(new SplitView.TwoRoots(TestKeys.signed(tree, 200), ofAnotherOrigin));
    }

    private static SplitView otherLeaf(
            MemoryTree first, long firstIndex, long firstSize, MemoryTree second, long secondIndex, long secondSize) {
        return new SplitView.OtherLeaf(
                TestKeys.signed(first, firstSize),
                TestKeys.signed(second, secondSize),
                first.leaf(firstIndex),
                first.inclusion(firstIndex, firstSize),
                second.leaf(secondIndex),
                second.inclusion(secondIndex, secondSize));
    }

    private static void verify(SplitView split) {
        split.verify(TestKeys.PROVIDER, List.of(TestKeys.LOG.verifierKey()));
    }

    private static void assertConvicts(SplitView split) {
        assertThatCode(() -> verify(split)).doesNotThrowAnyException();
    }

    private static void assertProvesNothing(SplitView split) {
        assertThatThrownBy(() -> verify(split)).isInstanceOf(ProofRejected.class);
    }
}
