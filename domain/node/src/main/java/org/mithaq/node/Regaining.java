// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.PullRequest;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TreeFrontier;
import org.mithaq.tlog.TreeHasher;

/// Gets back what a log that was put back from a copy lacks: what a member keeps counts only if it leads from the
/// records that are here to a checkpoint that this log itself once signed. Each member's records are gathered
/// apart, so that a wrong one spoils nobody else's. Owned by [Starting], which guards it.
final class Regaining {

    private static final int PAGE = 10_000;

    private Optional<SignedCheckpoint> target = Optional.empty();
    private final Map<MemberId, List<byte[]>> gathered = new HashMap<>();
    private final Set<MemberId> exhausted = new HashSet<>();
    private final Set<MemberId> wrong = new HashSet<>();

    /// Some member has shown a checkpoint; the largest counts.
    void shown(SignedCheckpoint checkpoint) {
        if (target.map(before ->
                        before.checkpoint().size() < checkpoint.checkpoint().size())
                .orElse(true)) {
            target = Optional.of(checkpoint);
        }
    }

    /// A member was met again: it may keep more by now.
    void met(MemberId peer) {
        exhausted.remove(peer);
    }

    /// Size of the largest checkpoint that was shown; 0 where none was.
    long targetSize() {
        return target.map(each -> each.checkpoint().size()).orElse(0L);
    }

    /// What a member is to be asked for next.
    Optional<PullRequest.Records> lacking(NodeIdentity self, MemberId peer, long size) {
        long have = size + gathered.getOrDefault(peer, List.of()).size();
        if (have >= targetSize() || exhausted.contains(peer) || wrong.contains(peer)) {
            return Optional.empty();
        }
        int count = (int) Math.min(targetSize() - have, PullRequest.Records.COUNT_MAX);
        return Optional.of(new PullRequest.Records(self.member(), have, count));
    }

    /// Adds what a member has answered.
    ///
    /// @param size of the log here
    /// @return all that is lacking, once this member has given it
    Optional<List<byte[]>> gather(MemberId peer, long fromIndex, List<byte[]> records, long size) {
        List<byte[]> theirs = gathered.computeIfAbsent(peer, _ -> new ArrayList<>());
        if (records.isEmpty()) {
            exhausted.add(peer);
        }
        if (fromIndex == size + theirs.size()) {
            theirs.addAll(records);
        }
        return target.isPresent() && size + theirs.size() >= targetSize()
                ? Optional.of(List.copyOf(theirs.subList(0, Math.toIntExact(targetSize() - size))))
                : Optional.empty();
    }

    /// Whether the records in the ledger and these lead to the checkpoint.
    boolean leadsToTarget(Ledger ledger, List<byte[]> records) {
        TreeFrontier frontier = TreeFrontier.empty();
        long size = ledger.read(tables -> tables.log().size());
        while (frontier.size() < size) {
            long from = frontier.size();
            ledger.<List<byte[]>>read(tables -> tables.log().records(from, PAGE))
                    .forEach(record -> frontier.append(TreeHasher.leafHash(record)));
        }
        records.forEach(record -> frontier.append(TreeHasher.leafHash(record)));
        Checkpoint checkpoint = target.orElseThrow().checkpoint();
        return frontier.size() == checkpoint.size() && frontier.root().equals(checkpoint.root());
    }

    /// Appends what leads to the checkpoint, unless another member's came first.
    boolean append(Turn turn, List<byte[]> records) {
        if (turn.state().log().size() + records.size() != targetSize()) {
            return false;
        }
        records.forEach(turn.state().log()::regain);
        turn.tables().log().append(records);
        return true;
    }

    /// What a member gave leads elsewhere.
    void reject(MemberId peer) {
        gathered.remove(peer);
        wrong.add(peer);
    }

    /// All that was lacking is here.
    void done() {
        gathered.clear();
    }

    /// Numbers in new streams from now on, and gives no receipt a number that it may have given: run twice, the
    /// second streams are the ones that are used.
    static void goOn(Turn turn, String origin) {
        NodeState state = turn.state();
        Streams.reopen(turn);
        TakingBack.begin(turn);
        state.skipReceiptNumbers(turn.tables(), state.log().committedSize());
        String node = state.self().node().hex();
        turn.calm(AlarmKind.CATCHING_UP, node);
        turn.calm(AlarmKind.OWN_LOG_ROLLED_BACK, node);
        for (MemberId peer : state.charter().members().keySet()) {
            turn.calm(AlarmKind.OWN_PAST_LOST, node + ":" + peer.hex());
            turn.calm(AlarmKind.OWN_PAST_LOST, origin + ":" + peer.hex());
        }
    }
}
