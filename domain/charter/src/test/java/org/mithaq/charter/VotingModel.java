// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.crypto.Hash;

/// Every way in which members of a state of four can vote about two acts, within some rounds, whatever the network
/// does.
///
/// A message that was sent may reach anybody at any time, or nobody: so a state holds what honest members have signed,
/// and each of them may at any moment see any preparation that can be put together from it. Liars sign everything, and
/// show it to whom they like, so that they need no state. Honest members are alike and the two acts are alike: of
/// states
/// that differ only by such an exchange one is visited.
final class VotingModel {

    static final int MEMBERS = 4;

    /// What can be found.
    enum Finding {
        /// Two acts were certified on one parent.
        TWO_CERTIFICATES,
        /// An honest member signed two votes that convict it.
        HONEST_CONVICTED,
        /// Two certificates did not convict enough members.
        LIAR_NOT_CONVICTED,
        /// Honest members that are connected could not certify an act.
        STUCK
    }

    private static final int STATE_BITS = 21;

    private final VotingRules rules;
    private final int liars;
    private final int rounds;
    private final int quorum;
    private final VoteTable table;
    private final Set<Finding> findings = EnumSet.noneOf(Finding.class);

    private final List<Local> locals = new ArrayList<>();
    private final Map<Local, Integer> localNumbers = new HashMap<>();
    private final List<Integer> swapped = new ArrayList<>();
    private final Map<Integer, int[]> moves = new HashMap<>();

    private final StateQueue states = new StateQueue();
    private final Set<Long> judged = new HashSet<>();
    private final Map<Shown, Boolean> recovered = new HashMap<>();
    private long transitions;
    private long evidence;
    private long splits;

    /// One honest member: what it has stored, and the votes that it ever signed.
    private record Local(VotingRecord record, int signed) {}

    VotingModel(VotingRules rules, int liars, int rounds) {
        this.rules = rules;
        this.liars = liars;
        this.rounds = rounds;
        this.quorum = rules.quorum(MEMBERS);
        this.table = new VoteTable(rounds);
    }

    /// Visits every state, or stops at the first of these findings.
    ///
    /// @return whether every state was visited
    boolean explore(Set<Finding> until) {
        VotingRecord nothing =
                new VotingRecord(VoteTable.FEDERATION, VoteTable.PARENT, 1, Optional.empty(), Optional.empty());
        int[] start = new int[MEMBERS - liars];
        Arrays.fill(start, intern(new Local(nothing, 0)));
        visit(start);
        for (int next = 0; next < states.size(); next++) {
            if (findings.stream().anyMatch(until::contains)) {
                return false;
            }
            int[] state = unpack(states.at(next));
            int prepared = enough(state, table.prepares);
            judge(state, prepared);
            step(state, prepared);
        }
        return true;
    }

    Set<Finding> findings() {
        return findings;
    }

    /// States, transitions, ways to put evidence together, in words.
    String figures() {
        return "%,d states, %,d transitions, %,d states of one member, %,d states with two certificates, %,d proofs"
                .formatted(states.size(), transitions, locals.size(), splits, evidence);
    }

    int states() {
        return states.size();
    }

    long evidence() {
        return evidence;
    }

    private void step(int[] state, int prepared) {
        for (int member = 0; member < state.length; member++) {
            if (member > 0 && state[member] == state[member - 1]) {
                continue;
            }
            int[] moves = moves(state[member]);
            for (int each = 0; each < table.decisions.size(); each++) {
                move(state, member, moves[3 * each]);
                move(state, member, moves[3 * each + 1]);
                if ((prepared >> each & 1) == 1) {
                    move(state, member, moves[3 * each + 2]);
                    move(state, member, moves[3 * table.decisions.size() + each]);
                    move(state, member, moves[4 * table.decisions.size() + each]);
                }
            }
        }
    }

    /// Where one member can go: for each decision by preparing it, stored or not, and by seeing it prepared; then by
    /// committing it, stored or not. Its own number where it stays.
    private int[] moves(int number) {
        int[] known = moves.get(number);
        if (known != null) {
            return known;
        }
        Local local = locals.get(number);
        int count = table.decisions.size();
        int[] moves = new int[5 * count];
        for (int each = 0; each < count; each++) {
            VotingLock decision = table.decisions.get(each);
            VotingStep prepare = rules.prepare(local.record, decision.round(), decision.act());
            VotingStep commit = rules.commit(local.record, decision);
            moves[3 * each] = after(number, local, prepare, true);
            moves[3 * each + 1] = after(number, local, prepare, false);
            moves[3 * each + 2] = intern(new Local(rules.seen(local.record, decision), local.signed));
            moves[3 * count + each] = after(number, local, commit, true);
            moves[4 * count + each] = after(number, local, commit, false);
        }
        this.moves.put(number, moves);
        return moves;
    }

    private int after(int number, Local local, VotingStep step, boolean stored) {
        return switch (step) {
            case VotingStep.Sign sign ->
                stored || rules.signsBeforeItStores()
                        ? intern(new Local(
                                stored ? sign.toStore() : local.record, local.signed | 1 << table.number(sign.vote())))
                        : number;
            case VotingStep.Refused _ -> number;
        };
    }

    private void move(int[] state, int member, int next) {
        if (next == state[member]) {
            return;
        }
        transitions++;
        int[] moved = state.clone();
        moved[member] = next;
        visit(moved);
    }

    private void visit(int[] state) {
        int[] other = new int[state.length];
        for (int index = 0; index < state.length; index++) {
            other[index] = swapped.get(state[index]);
        }
        states.add(Math.min(pack(state), pack(other)));
    }

    /// The decisions for which enough have signed such votes: the honest that did, and all liars, who may.
    private int enough(int[] state, int[] masks) {
        int enough = 0;
        for (int each = 0; each < masks.length; each++) {
            if (count(state, masks[each]) + liars >= quorum) {
                enough |= 1 << each;
            }
        }
        return enough;
    }

    private List<VotingLock> listed(int bits) {
        List<VotingLock> listed = new ArrayList<>();
        for (int each = bits; each != 0; each &= each - 1) {
            listed.add(table.decisions.get(Integer.numberOfTrailingZeros(each)));
        }
        return listed;
    }

    private void judge(int[] state, int prepared) {
        int certified = prepared & enough(state, table.commits);
        // Decisions of the first act stand before those of the second.
        int first = (1 << rounds) - 1;
        if ((certified & first) != 0 && (certified & ~first) != 0) {
            splits++;
            findings.add(Finding.TWO_CERTIFICATES);
            if (liars > 1 && judged.add(signedBy(state))) {
                convict(state, listed(prepared), listed(certified));
            }
        }
        if (liars <= Quorum.liarsMax(MEMBERS) && !recovers(state)) {
            findings.add(Finding.STUCK);
        }
    }

    /// Whether the honest, connected and left alone by liars, certify an act in one more round.
    private boolean recovers(int[] state) {
        Optional<VotingLock> newest = Optional.empty();
        for (int each : state) {
            Optional<VotingLock> lock = locals.get(each).record.lock();
            if (lock.isPresent()
                    && (newest.isEmpty()
                            || lock.orElseThrow().round() > newest.orElseThrow().round())) {
                newest = lock;
            }
        }
        for (int each : state) {
            if (!recovered.computeIfAbsent(new Shown(each, newest), this::recovers)) {
                return false;
            }
        }
        return state.length >= quorum;
    }

    private record Shown(int local, Optional<VotingLock> newest) {}

    private boolean recovers(Shown shown) {
        VotingRecord record = locals.get(shown.local).record;
        VotingRecord next = shown.newest.map(lock -> rules.seen(record, lock)).orElse(record);
        Hash act = shown.newest.map(VotingLock::act).orElse(VoteTable.ACTS.getFirst());
        return rules.prepare(next, rounds, act) instanceof VotingStep.Sign prepare
                && rules.commit(prepare.toStore(), new VotingLock(rounds, act)) instanceof VotingStep.Sign;
    }

    /// Puts two certificates of different acts together in every way that liars can choose, and looks whom they
    /// convict.
    private void convict(int[] state, List<VotingLock> prepared, List<VotingLock> certified) {
        int[] signed = Arrays.stream(state).map(each -> locals.get(each).signed).toArray();
        LiarsProofs proofs = new LiarsProofs(table, signed, liars, quorum);
        for (VotingLock one : certified) {
            for (VotingLock other : certified) {
                if (one.act().equals(VoteTable.ACTS.get(0)) && other.act().equals(VoteTable.ACTS.get(1))) {
                    Set<List<Integer>> first = proofs.certificates(prepared, one);
                    for (List<Integer> second : proofs.certificates(prepared, other)) {
                        first.forEach(each -> convict(each, second));
                    }
                }
            }
        }
    }

    private void convict(List<Integer> one, List<Integer> other) {
        evidence++;
        for (int liar = 0; liar < liars; liar++) {
            if (!table.isConvicted(one.get(liar) | other.get(liar))) {
                findings.add(Finding.LIAR_NOT_CONVICTED);
            }
        }
    }

    private int count(int[] state, int mask) {
        int count = 0;
        for (int each : state) {
            count += (locals.get(each).signed & mask) == 0 ? 0 : 1;
        }
        return count;
    }

    private int intern(Local local) {
        Integer known = localNumbers.get(local);
        if (known != null) {
            return known;
        }
        if (table.isConvicted(local.signed)) {
            findings.add(Finding.HONEST_CONVICTED);
        }
        int number = add(local);
        Local mirrored = new Local(mirror(local.record), table.mirror(local.signed));
        int other = mirrored.equals(local) ? number : add(mirrored);
        swapped.set(number, other);
        swapped.set(other, number);
        return number;
    }

    private int add(Local local) {
        localNumbers.put(local, locals.size());
        locals.add(local);
        swapped.add(-1);
        return locals.size() - 1;
    }

    private VotingRecord mirror(VotingRecord record) {
        return new VotingRecord(
                VoteTable.FEDERATION,
                VoteTable.PARENT,
                1,
                record.last().map(VoteTable::mirror),
                record.lock().map(lock -> new VotingLock(lock.round(), VoteTable.mirror(lock.act()))));
    }

    private long signedBy(int[] state) {
        long signed = 0;
        for (int each : Arrays.stream(state)
                .map(each -> locals.get(each).signed)
                .sorted()
                .toArray()) {
            signed = signed << 32 | each;
        }
        return signed;
    }

    private static long pack(int[] state) {
        int[] sorted = state.clone();
        // Three at most: sorted by hand, because this is called some ten million times.
        for (int index = 1; index < sorted.length; index++) {
            for (int at = index; at > 0 && sorted[at - 1] > sorted[at]; at--) {
                int swap = sorted[at];
                sorted[at] = sorted[at - 1];
                sorted[at - 1] = swap;
            }
        }
        long packed = 0;
        for (int each : sorted) {
            packed = packed << STATE_BITS | each;
        }
        return packed;
    }

    private int[] unpack(long packed) {
        int[] state = new int[MEMBERS - liars];
        long rest = packed;
        for (int index = state.length - 1; index >= 0; index--) {
            state[index] = (int) (rest & (1 << STATE_BITS) - 1);
            rest >>>= STATE_BITS;
        }
        return state;
    }
}
