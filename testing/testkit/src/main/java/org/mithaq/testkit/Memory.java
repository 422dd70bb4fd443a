// SPDX-License-Identifier: Apache-2.0
package org.mithaq.testkit;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/// What this process holds: the heap after a collection, and buffers outside it.
///
/// @param heapBytes reachable, more or less
/// @param directBytes in direct buffers
public record Memory(long heapBytes, long directBytes) {

    /// Now. Collects first, so it takes its time.
    public static Memory now() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new Memory(heap, direct);
    }

    /// The greatest growth since `before` on either side.
    public long grownSince(Memory before) {
        return Math.max(heapBytes - before.heapBytes, directBytes - before.directBytes);
    }
}
