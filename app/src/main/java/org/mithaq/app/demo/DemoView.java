// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

/// Where the demo's items are shown: lines that stay, or a panel that changes in place. Safe for threads.
sealed interface DemoView extends AutoCloseable permits DemoLines, DemoPanel {

    /// Says something that stays.
    void say(String sentence);

    /// Begins to show an item.
    void begin(DemoItem item);

    /// Everybody who is there has it.
    void received(DemoItem item);

    /// Something about the items has changed, or time has passed.
    void tick();

    /// Ends the view; what is still under way stays as it is.
    @Override
    void close();
}
