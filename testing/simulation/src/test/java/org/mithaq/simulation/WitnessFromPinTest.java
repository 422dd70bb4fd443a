// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mithaq.charter.MemberId;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.MemoryTree;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeHasher;
import org.mithaq.tlog.WitnessDecision;

/// A newcomer as a witness: it begins where the act that admitted it has pinned each log (Charter 8.4, Witness 1).
class WitnessFromPinTest {

    private static final int OWNER = 3;
    private static final MemberId OWNER_ID = TestFederation.card(OWNER).id();

    private final CharterNodes nodes = new CharterNodes();
    private final MemoryTree log = new MemoryTree();
    private Witnessing newcomer = witness(0);

    private Witnessing witness(int member) {
        return new Witnessing(
                nodes.at(member).book,
                TestFederation.card(member).id(),
                CharterNodes.SIGNATURES,
                TestFederation.cosigners(member),
                nodes.at(member).turns,
                Clock.fixed(Instant.parse("2026-11-01T00:00:00Z"), ZoneOffset.UTC));
    }

    /// The founders have cosigned the owner's log at size 3, and admit a fifth member.
    @BeforeEach
    void a_member_is_admitted_after_the_log_was_witnessed() {
        grow(log, "record", 3);
        for (int member = 0; member < OWNER; member++) {
            byte[] note = signed(log).encode();
            nodes.at(member)
                    .ledger
                    .write(tables -> tables.log()
                            .putWitnessed(new LogBook.WitnessRow(
                                    TestFederation.origin(OWNER), log.size(), log.root(), note)));
        }
        Hash act = nodes.at(0).desk.propose(nodes.admit(0));
        nodes.talk(0, 1);
        nodes.talk(0, 2);
        nodes.at(1).desk.approve(act);
        nodes.at(2).desk.approve(act);
        nodes.talk(Set.of(0, 1, 2));
        nodes.join(0);
        newcomer = witness(CharterNodes.NEWCOMER);
    }

    private static void grow(MemoryTree tree, String text, int records) {
        for (int each = 0; each < records; each++) {
            tree.append(TreeHasher.leafHash((text + tree.size()).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static SignedCheckpoint signed(MemoryTree tree) {
        return TestFederation.logSigner(OWNER)
                .sign(new Checkpoint(TestFederation.origin(OWNER), tree.size(), tree.root()));
    }

    private WitnessDecision ask(long oldSize, List<Hash> proof, MemoryTree tree) {
        byte[] body = new AddCheckpointRequest(oldSize, proof, signed(tree)).encode();
        return newcomer.addCheckpoint(Optional.of(OWNER_ID), TestFederation.origin(OWNER), body)
                .decision();
    }

    @Test
    void a_fork_from_before_the_pin_gets_no_cosignature_of_a_newcomer() {
        MemoryTree fork = new MemoryTree();
        grow(fork, "other", 5);

        assertThat(ask(0, List.of(), fork)).isEqualTo(new WitnessDecision.Conflict(3));
        assertThat(ask(3, fork.consistency(3, 5).path(), fork)).isInstanceOf(WitnessDecision.Unprocessable.class);
    }

    @Test
    void a_log_that_goes_on_from_the_pin_gets_one_and_so_does_the_pinned_tree_itself() {
        assertThat(ask(3, List.of(), log)).isInstanceOf(WitnessDecision.Cosign.class);
        grow(log, "record", 2);

        assertThat(ask(3, log.consistency(3, 5).path(), log)).isInstanceOf(WitnessDecision.Cosign.class);
        assertThat(ask(3, log.consistency(3, 5).path(), log)).isEqualTo(new WitnessDecision.Conflict(5));
    }
}
