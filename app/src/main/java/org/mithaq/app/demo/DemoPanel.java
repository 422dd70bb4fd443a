// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The demo on a terminal: items under way stand at the bottom and change in place; one that is done moves up into what
/// can be scrolled back to (ECMA-48: cursor up, erase below).
final class DemoPanel implements DemoView {

    private static final int ROWS_KEPT = 3;

    private final PrintWriter terminal;
    private final Supplier<TerminalSize> size;
    private final Supplier<Painted> foot;
    private final List<DemoItem> items = new ArrayList<>();
    private int drawn;
    private boolean ended;

    /// @param terminal what takes its control sequences
    /// @param size how large it is now
    /// @param foot the line below the items
    DemoPanel(PrintWriter terminal, Supplier<TerminalSize> size, Supplier<Painted> foot) {
        this.terminal = terminal;
        this.size = size;
        this.foot = foot;
    }

    @Override
    public synchronized void say(String sentence) {
        draw(List.of(Painted.of(false, Painted.plain(TerminalText.clean(sentence)))));
    }

    @Override
    public synchronized void begin(DemoItem item) {
        items.add(item);
        draw(List.of());
    }

    @Override
    public void received(DemoItem item) {
        tick();
    }

    @Override
    public synchronized void tick() {
        draw(List.of());
    }

    /// Replaces what is drawn: first what stays, then what may still change.
    private void draw(List<Painted> above) {
        TerminalSize now = size.get();
        if (ended) {
            StringBuilder text = new StringBuilder();
            above.forEach(line -> append(text, line, now));
            terminal.print(text);
            terminal.flush();
            return;
        }
        StringBuilder text = new StringBuilder("\r");
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        text.append("\u001b[J\u001b[?25l");
        above.forEach(line -> append(text, line, now));
        // In order: an item stays below one that began before it and is not done.
        while (!items.isEmpty() && (items.getFirst().isDone() || rows() > now.rows() - ROWS_KEPT)) {
            items.removeFirst().lines().forEach(line -> append(text, line, now));
        }
        drawn = 0;
        for (DemoItem item : items) {
            List<Painted> lines = item.lines();
            lines.forEach(line -> append(text, line, now));
            drawn += lines.size();
        }
        append(text, foot.get(), now);
        drawn++;
        terminal.print(text);
        terminal.flush();
    }

    private int rows() {
        return items.stream().mapToInt(item -> item.lines().size()).sum();
    }

    private static void append(StringBuilder text, Painted line, TerminalSize size) {
        // The last column stays free: some terminals begin a line of their own after it.
        text.append(line.drawn(size.columns() - 1, true)).append('\n');
    }

    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        draw(List.of());
        ended = true;
        items.clear();
        terminal.print("\u001b[?25h");
        terminal.flush();
    }
}
