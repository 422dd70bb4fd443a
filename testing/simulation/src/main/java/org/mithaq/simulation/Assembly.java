// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.charter.CertifiedAct;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;

/// Who belongs to what after each act that the members decided: computed from what people proposed, by rules written
/// down here a second time. All nodes must come to the same, each when it hears of it.
final class Assembly {

    /// What an act changes.
    sealed interface Change {

        /// Whom it concerns.
        int member();

        /// A member is admitted.
        ///
        /// @param rooms the communities that it joins
        record Admission(int member, Set<Integer> rooms) implements Change {}

        /// A member leaves.
        record Departure(int member) implements Change {}
    }

    /// Who belongs to the channels of the charter, and who may post there; nobody where one was closed.
    record Epoch(Set<Integer> members, List<Set<Integer>> rooms, List<Set<Integer>> posters) {}

    private final Federation federation;
    private final List<Epoch> epochs = new ArrayList<>();
    private final List<Hash> acts = new ArrayList<>();
    private final Map<Hash, Change> proposed = new LinkedHashMap<>();
    private final Map<Hash, CharterState> checked = new HashMap<>();

    Assembly(Federation federation) {
        this.federation = federation;
        Set<Integer> all = new TreeSet<>();
        for (int index = 0; index < federation.founders(); index++) {
            all.add(index);
        }
        Set<Integer> butTheFirst = new TreeSet<>(all);
        butTheFirst.remove(0);
        Set<Integer> few = Set.of(0, 1, 2);
        epochs.add(new Epoch(all, List.of(all, few, butTheFirst), List.of(all, few, federation.posters())));
    }

    /// Notes what people propose.
    void propose(Hash act, Change change) {
        proposed.put(act, change);
    }

    /// What an act would change that people know of.
    Optional<Change> proposal(Hash act) {
        return Optional.ofNullable(proposed.get(act));
    }

    /// What was decided last, by anybody.
    Epoch last() {
        return epochs.getLast();
    }

    /// How many acts were decided, the founding included.
    int count() {
        return epochs.size();
    }

    /// Whether a member belongs to the federation after all that was decided.
    boolean isMember(int index) {
        return last().members().contains(index);
    }

    /// Whether a member has left.
    boolean hasLeft(int index) {
        return !isMember(index)
                && epochs.stream().anyMatch(epoch -> epoch.members().contains(index));
    }

    /// Whether a change was decided.
    boolean isDone(Change change) {
        return switch (change) {
            case Change.Admission admission -> isMember(admission.member());
            case Change.Departure departure -> !isMember(departure.member());
        };
    }

    /// What a node knows of it now.
    Epoch at(Program program) {
        List<Hash> followed = program.book.entries().stream()
                .filter(CertifiedAct.class::isInstance)
                .map(entry -> entry.payloadHash())
                .toList();
        for (int number = 0; number < followed.size(); number++) {
            Hash act = followed.get(number);
            if (number == acts.size()) {
                acts.add(act);
                epochs.add(next(last(), proposal(act).orElseThrow(() -> unasked(program))));
            }
            if (!acts.get(number).equals(act)) {
                throw new Violated(
                        Invariant.ONE_CHARTER,
                        "%d follows another act %d than others".formatted(program.self.index(), number + 1));
            }
        }
        Epoch epoch = epochs.get(followed.size());
        check(program, epoch);
        return epoch;
    }

    private static Violated unasked(Program program) {
        return new Violated(Invariant.ONE_CHARTER, program.self.index() + " follows an act that nobody has proposed");
    }

    private void check(Program program, Epoch epoch) {
        CharterState state = program.book.now();
        if (checked.putIfAbsent(state.hash(), state) != null) {
            return;
        }
        boolean same = indexes(state.members().keySet()).equals(epoch.members());
        List<ChannelId> channels =
                federation.channelsInOrder().stream().map(Channel::id).toList();
        for (int room = 0; room < channels.size(); room++) {
            Set<Integer> members = indexes(
                    state.channel(channels.get(room)).map(Channel::members).orElse(Set.of()));
            same &= members.equals(epoch.rooms().get(room));
        }
        if (!same) {
            throw new Violated(
                    Invariant.ONE_CHARTER,
                    "%d counts %s, and not %s"
                            .formatted(program.self.index(), state.members().keySet(), epoch));
        }
    }

    private Set<Integer> indexes(Set<MemberId> members) {
        Set<Integer> indexes = new TreeSet<>();
        members.forEach(member -> indexes.add(federation.member(member).index()));
        return indexes;
    }

    private static Epoch next(Epoch before, Change change) {
        return switch (change) {
            case Change.Admission admission -> admitted(before, admission);
            case Change.Departure departure -> left(before, departure.member());
        };
    }

    private static Epoch admitted(Epoch before, Change.Admission admission) {
        List<Set<Integer>> rooms = new ArrayList<>();
        List<Set<Integer>> posters = new ArrayList<>();
        for (int room = 0; room < before.rooms().size(); room++) {
            boolean joins = room == 0 || admission.rooms().contains(room);
            rooms.add(with(before.rooms().get(room), admission.member(), joins));
            // Where only some may post, the act that admits names nobody.
            posters.add(with(before.posters().get(room), admission.member(), joins && room < 2));
        }
        return new Epoch(with(before.members(), admission.member(), true), rooms, posters);
    }

    private static Set<Integer> with(Set<Integer> some, int member, boolean joins) {
        Set<Integer> more = new TreeSet<>(some);
        if (joins) {
            more.add(member);
        }
        return more;
    }

    private static Epoch left(Epoch before, int member) {
        List<Set<Integer>> rooms = new ArrayList<>();
        List<Set<Integer>> posters = new ArrayList<>();
        for (int room = 0; room < before.rooms().size(); room++) {
            Set<Integer> members = without(before.rooms().get(room), member);
            Set<Integer> mayPost = without(before.posters().get(room), member);
            // Nobody is left to talk, or to be talked to (Charter 8.7).
            boolean closed = members.size() < 2 || mayPost.isEmpty();
            rooms.add(closed ? Set.of() : members);
            posters.add(closed ? Set.of() : mayPost);
        }
        return new Epoch(without(before.members(), member), rooms, posters);
    }

    private static Set<Integer> without(Set<Integer> some, int member) {
        Set<Integer> fewer = new HashSet<>(some);
        fewer.remove(member);
        return new TreeSet<>(fewer);
    }
}
