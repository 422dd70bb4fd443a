// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.cli.Output;

/// The demo as lines, for a file, a pipe, or a terminal that should not be painted: what is under way is said when
/// everybody who runs has it, and once more when the last stage is done.
final class DemoLines implements DemoView {

    private final Output output;
    private final List<DemoItem> late = new ArrayList<>();

    DemoLines(Output output) {
        this.output = output;
    }

    @Override
    public synchronized void say(String sentence) {
        output.progress(sentence);
    }

    @Override
    public synchronized void begin(DemoItem item) {
        item.head().forEach(line -> output.progress(line.text()));
    }

    @Override
    public synchronized void received(DemoItem item) {
        List<Painted> lines = item.lines();
        lines.subList(item.head().size(), lines.size()).forEach(line -> output.progress(line.text()));
        if (!item.isDone()) {
            late.add(item);
        }
    }

    @Override
    public synchronized void tick() {
        for (DemoItem item : List.copyOf(late)) {
            if (item.isDone()) {
                late.remove(item);
                output.progress(
                        "%4s: %s".formatted(item.number(), item.sentence().strip()));
            }
        }
    }

    @Override
    public void close() {
        tick();
    }
}
