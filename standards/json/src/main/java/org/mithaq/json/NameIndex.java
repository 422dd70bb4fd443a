// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds members by name in constant time, and duplicate names when it is made.
///
/// Open addressing over the names' own hashes, as it costs a fraction of a [HashMap] for the ten to thirty members
/// that objects have. Whoever sends names of equal hashes gets the map instead, which stays logarithmic for them.
final class NameIndex {

    /// No more members than this are compared one by one.
    private static final int SCANNED_MAX = 6;

    private static final int PROBES_PER_NAME_MAX = 8;

    private static final int NONE = -1;
    private static final int OVERFULL = -2;

    private final String[] names;
    private final int[] slots;
    private final @Nullable Map<String, Integer> map;
    private final int duplicate;

    /// Indexes `names`, which nobody changes any more.
    NameIndex(String[] names) {
        this.names = names;
        int[] table = names.length <= SCANNED_MAX ? new int[0] : new int[Integer.highestOneBit(names.length) * 4];
        int found = table.length == 0 ? scannedDuplicate() : fill(table);
        if (found == OVERFULL) {
            Map<String, Integer> all = HashMap.newHashMap(names.length);
            found = NONE;
            for (int i = 0; i < names.length && found == NONE; i++) {
                if (all.putIfAbsent(names[i], i) != null) {
                    found = i;
                }
            }
            this.slots = new int[0];
            this.map = all;
        } else {
            this.slots = table;
            this.map = null;
        }
        this.duplicate = found;
    }

    /// The index of the first name that was there before, or -1.
    int duplicate() {
        return duplicate;
    }

    /// The index of the member `name`, or -1.
    int find(String name) {
        if (map != null) {
            return map.getOrDefault(name, NONE);
        }
        if (slots.length == 0) {
            return scan(name, names.length);
        }
        int mask = slots.length - 1;
        for (int slot = spread(name) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            if (names[slots[slot] - 1].equals(name)) {
                return slots[slot] - 1;
            }
        }
        return NONE;
    }

    private int scannedDuplicate() {
        for (int i = 1; i < names.length; i++) {
            if (scan(names[i], i) != NONE) {
                return i;
            }
        }
        return NONE;
    }

    private int scan(String name, int end) {
        for (int i = 0; i < end; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return NONE;
    }

    /// Enters every name into `table`; a slot holds 1 + the index. Yields the first duplicate, NONE or OVERFULL.
    private int fill(int[] table) {
        int mask = table.length - 1;
        long probesLeft = (long) names.length * PROBES_PER_NAME_MAX;
        for (int i = 0; i < names.length; i++) {
            int slot = spread(names[i]) & mask;
            while (table[slot] != 0) {
                if (names[table[slot] - 1].equals(names[i])) {
                    return i;
                }
                if (--probesLeft < 0) {
                    return OVERFULL;
                }
                slot = (slot + 1) & mask;
            }
            table[slot] = i + 1;
        }
        return NONE;
    }

    private static int spread(String name) {
        int hash = name.hashCode() * 0x9e3779b9;
        return hash ^ (hash >>> 16);
    }
}
