// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;

/// Numbers in the order in which they were added first; each is there once. Millions of them, in little room.
final class StateQueue {

    private static final long FREE = -1;

    private long[] inOrder = new long[1 << 12];
    private long[] table = filled(1 << 13);
    private int size;

    /// Adds a number from 0 on, unless it is there.
    void add(long number) {
        if (!place(table, number)) {
            return;
        }
        if (size == inOrder.length) {
            inOrder = Arrays.copyOf(inOrder, 2 * size);
        }
        inOrder[size++] = number;
        if (2 * size > table.length) {
            long[] larger = filled(2 * table.length);
            for (int index = 0; index < size; index++) {
                place(larger, inOrder[index]);
            }
            table = larger;
        }
    }

    /// The number at `index`, from 0.
    long at(int index) {
        return inOrder[index];
    }

    int size() {
        return size;
    }

    private static boolean place(long[] table, long number) {
        int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & (table.length - 1);
        while (table[at] != FREE) {
            if (table[at] == number) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = number;
        return true;
    }

    private static long[] filled(int length) {
        long[] table = new long[length];
        Arrays.fill(table, FREE);
        return table;
    }
}
