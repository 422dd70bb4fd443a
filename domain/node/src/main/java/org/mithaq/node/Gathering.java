// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mithaq.charter.MemberId;
import org.mithaq.node.port.Shelf;
import org.mithaq.node.port.StorageFailed;

/// Lets callers who share little at the same time, in the same way and with the same members, share one dispatch: one
/// signature, one stanza for each recipient and one wait for the disk serve all of them (protocol, Delivery).
///
/// No delay when idle: whoever comes alone goes at once, and what comes meanwhile goes together when that is durable.
/// Safe for threads; waits only for the caller before, never for time.
final class Gathering {

    /// Who brings more goes alone: it fills a dispatch by itself.
    private static final int ITEMS_EACH_MAX = 64;

    /// Items of one round.
    private static final int ITEMS_MAX = 2_048;

    /// For each way that somebody shares in at this moment, those who wait. Guarded by itself.
    private final Map<Way, Deque<Share>> waiting = new HashMap<>();

    /// Whether somebody brings little, and no version twice.
    static boolean isLittle(List<Item> items) {
        return items.size() <= ITEMS_EACH_MAX
                && items.stream().map(Repetitions::key).distinct().count() == items.size();
    }

    /// What must be the same for all that goes together. The terms are each leaf's own.
    ///
    /// @param posting channel, lane, deadline and exercise
    /// @param recipients to whom policy has released it
    record Way(Sealing.Posting posting, Set<MemberId> recipients) {

        Way {
            recipients = Set.copyOf(recipients);
        }
    }

    /// What one caller brings.
    ///
    /// @param items little, as [#isLittle] says
    /// @param answer what became of it, or the round that this caller is to lead
    private record Share(List<Item> items, CompletableFuture<Answer> answer) {}

    private sealed interface Answer {
        /// It is done.
        record Done(Posting.Outcome outcome) implements Answer {}

        /// The caller before is done: now submit these, the caller's own first.
        record Lead(List<Share> round) implements Answer {}
    }

    /// Shares `items`, alone or with what others bring.
    ///
    /// @param submit shares what it is given in that way, and returns when all of it is durable
    /// @return what became of the caller's own items
    Posting.Outcome join(Way way, List<Item> items, Function<List<Item>, Posting.Outcome> submit) {
        Share own = new Share(items, new CompletableFuture<>());
        boolean alone;
        synchronized (waiting) {
            alone = !waiting.containsKey(way);
            waiting.computeIfAbsent(way, _ -> new ArrayDeque<>()).addAll(alone ? List.of() : List.of(own));
        }
        Answer answer = alone ? new Answer.Lead(List.of(own)) : await(own);
        return switch (answer) {
            case Answer.Done done -> done.outcome();
            case Answer.Lead lead -> {
                try {
                    submit(lead.round(), submit);
                } finally {
                    IllegalStateException cut = new IllegalStateException("the round broke off");
                    lead.round().forEach(share -> share.answer().completeExceptionally(cut));
                    passOn(way);
                }
                yield outcome(lead.round().getFirst());
            }
        };
    }

    /// The answer, once it is there.
    private static Answer await(Share own) {
        try {
            return own.answer().join();
        } catch (CompletionException failed) {
            throw unwrapped(failed);
        }
    }

    /// The leader's own outcome, which its round has left.
    private static Posting.Outcome outcome(Share first) {
        return switch (await(first)) {
            case Answer.Done done -> done.outcome();
            case Answer.Lead _ -> throw new IllegalStateException("a round is led once");
        };
    }

    private static RuntimeException unwrapped(CompletionException failed) {
        return failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }

    private static void submit(List<Share> round, Function<List<Item>, Posting.Outcome> submit) {
        try {
            List<Item> all =
                    round.stream().flatMap(share -> share.items().stream()).toList();
            Posting.Outcome outcome = submit.apply(all);
            round.forEach(share -> share.answer().complete(new Answer.Done(own(share, outcome))));
        } catch (RuntimeException failed) {
            if (round.size() == 1 || failed instanceof StorageFailed) {
                round.forEach(share -> share.answer().completeExceptionally(failed));
            } else {
                // Somebody's items are at fault: only the guilty one is to hear of it.
                round.forEach(share -> submit(List.of(share), submit));
            }
        }
    }

    /// The part of an outcome that is one caller's. No other of the round has brought the same versions.
    private static Posting.Outcome own(Share share, Posting.Outcome outcome) {
        Set<String> keys = share.items().stream().map(Repetitions::key).collect(Collectors.toSet());
        List<Submit.Posted> posted = new ArrayList<>();
        int stored = 0;
        for (Submit.Posted each : outcome.posted()) {
            List<Shelf.ObjectRow> rows = each.rows().stream()
                    .filter(row -> keys.contains(Repetitions.key(row.stixId(), row.version())))
                    .toList();
            List<Copies.Copy> copies = each.copies().stream()
                    .filter(copy -> keys.contains(Repetitions.key(copy.stixId(), copy.version())))
                    .toList();
            if (!rows.isEmpty() || !copies.isEmpty()) {
                posted.add(new Submit.Posted(
                        each.payloadHash(), each.lane(), each.recipients(), rows, copies, each.logIndex()));
                stored += rows.size() + copies.size();
            }
        }
        List<Item> conflicting = outcome.conflicting().stream()
                .filter(item -> keys.contains(Repetitions.key(item)))
                .toList();
        List<Item> recalled = outcome.recalled().stream()
                .filter(item -> keys.contains(Repetitions.key(item)))
                .toList();
        int repeated = share.items().size() - stored - conflicting.size() - recalled.size();
        return new Posting.Outcome(posted, List.of(), List.of(), repeated, conflicting, recalled);
    }

    /// How many wait to share in that way.
    int waiting(Way way) {
        synchronized (waiting) {
            return waiting.getOrDefault(way, new ArrayDeque<>()).size();
        }
    }

    /// Ends a round: the first of those who came meanwhile leads the next.
    private void passOn(Way way) {
        synchronized (waiting) {
            Deque<Share> queue = waiting.getOrDefault(way, new ArrayDeque<>());
            if (queue.isEmpty()) {
                waiting.remove(way);
                return;
            }
            List<Share> round = new ArrayList<>();
            Set<String> keys = new HashSet<>();
            // Who brings a version that is in the round already waits for the next, and hears then what it repeats.
            while (!queue.isEmpty() && keys.size() < ITEMS_MAX && isApart(queue.getFirst(), keys)) {
                Share next = queue.removeFirst();
                next.items().forEach(item -> keys.add(Repetitions.key(item)));
                round.add(next);
            }
            // The leader's own answer is made anew: this one says that it leads.
            Share leader = round.getFirst();
            round.set(0, new Share(leader.items(), new CompletableFuture<>()));
            leader.answer().complete(new Answer.Lead(round));
        }
    }

    private static boolean isApart(Share share, Set<String> keys) {
        return share.items().stream().map(Repetitions::key).noneMatch(keys::contains);
    }
}
