// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mithaq.app.demo.Painted.Look;
import org.mithaq.app.demo.Painted.Piece;

/// One item of the demo on its way: who sends what to whom, and how far its dispatches have come. Safe for threads.
final class DemoItem {

    private static final String INDENT = "    ";
    private static final int RECORDS_SHOWN_MAX = 3;

    private final String number;
    private final List<Painted> head;
    private final Tongue tongue;
    private final List<DemoWay> ways = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private boolean complete;

    /// @param number by which lines that come later speak of it
    /// @param head what it is, in lines
    /// @param tongue in which its stages are named
    DemoItem(String number, List<Painted> head, Tongue tongue) {
        this.number = number;
        this.head = List.copyOf(head);
        this.tongue = tongue;
    }

    String number() {
        return number;
    }

    List<Painted> head() {
        return head;
    }

    synchronized void add(DemoWay way) {
        ways.add(way);
    }

    synchronized void note(String sentence) {
        notes.add(sentence);
    }

    /// Nothing more will be sent of it.
    synchronized void complete() {
        complete = true;
    }

    /// Whether nothing about it will change any more.
    synchronized boolean isDone() {
        return complete && ways.stream().allMatch(DemoWay::isDone);
    }

    synchronized List<DemoWay> underWay() {
        return ways.stream().filter(way -> !way.isDone()).toList();
    }

    /// Changes one of its ways.
    synchronized void change(DemoWay way, Consumer<DemoWay> change) {
        change.accept(way);
    }

    /// Whether those of `members` that it is for have all of it.
    synchronized boolean isReceivedBy(Collection<String> members) {
        return ways.stream()
                .allMatch(way ->
                        way.recipients().stream().filter(members::contains).allMatch(way.received()::containsKey));
    }

    /// All of it, as lines.
    synchronized List<Painted> lines() {
        List<Painted> lines = new ArrayList<>(head);
        if (!ways.isEmpty()) {
            lines.add(stages());
            lines.add(recipients());
        }
        notes.forEach(note -> lines.add(painted(List.of(new Piece(INDENT + note, Look.DONE)))));
        return lines;
    }

    /// Its stages in one sentence, for where lines cannot change any more.
    synchronized String sentence() {
        return stages().text() + "  " + recipients().text().strip();
    }

    private Painted painted(List<Piece> pieces) {
        return new Painted(pieces, tongue.isRightToLeft());
    }

    private Painted stages() {
        String records = ways.stream()
                        .limit(RECORDS_SHOWN_MAX)
                        .map(way -> String.valueOf(way.logIndex()))
                        .collect(Collectors.joining(", "))
                + (ways.size() > RECORDS_SHOWN_MAX ? "…" : "");
        List<Piece> pieces = new ArrayList<>(List.of(Painted.plain(INDENT)));
        stage(pieces, tongue.signed(), DemoWay::signed);
        pieces.add(Painted.plain("   "));
        stage(pieces, tongue.logged() + " (" + tongue.record() + " " + records + ")", DemoWay::logged);
        pieces.add(Painted.plain("   "));
        stage(pieces, tongue.witnessed(), DemoWay::witnessed);
        return painted(pieces);
    }

    private void stage(List<Piece> pieces, String word, Function<DemoWay, OptionalLong> stage) {
        List<Long> there = ways.stream()
                .flatMapToLong(way -> stage.apply(way).stream())
                .boxed()
                .toList();
        String some = ways.size() == 1 ? "" : " " + there.size() + "/" + ways.size();
        if (there.size() < ways.size()) {
            pieces.add(new Piece("○ " + word + some, Look.WAITING));
        } else {
            pieces.add(new Piece("✓ " + word + some + " ", Look.DONE));
            pieces.add(new Piece(
                    tongue.millis(
                            there.stream().mapToLong(Long::longValue).max().orElse(0)),
                    Look.FAINT));
        }
    }

    private Painted recipients() {
        Map<String, Integer> copies = new LinkedHashMap<>();
        Map<String, Integer> arrived = new LinkedHashMap<>();
        Map<String, Long> latest = new LinkedHashMap<>();
        for (DemoWay way : ways) {
            new HashSet<>(way.recipients()).forEach(key -> copies.merge(key, 1, Integer::sum));
            way.received().forEach((key, millis) -> {
                arrived.merge(key, 1, Integer::sum);
                latest.merge(key, millis, Math::max);
            });
        }
        boolean all = ways.stream().allMatch(DemoWay::isReceived);
        List<Piece> pieces = new ArrayList<>(List.of(
                Painted.plain(INDENT),
                new Piece((all ? "✓ " : "○ ") + tongue.received(), all ? Look.DONE : Look.WAITING)));
        copies.keySet().stream().sorted().forEach(key -> {
            int wanted = copies.getOrDefault(key, 0);
            int there = arrived.getOrDefault(key, 0);
            pieces.add(new Piece("   " + TerminalText.indicator(key), there == wanted ? Look.DONE : Look.WAITING));
            if (wanted > 1) {
                pieces.add(new Piece(" " + there + "/" + wanted, Look.FAINT));
            }
            String millis = there == 0 ? "○" : tongue.millis(latest.getOrDefault(key, 0L));
            pieces.add(new Piece(" " + millis, Look.FAINT));
        });
        return painted(pieces);
    }
}
