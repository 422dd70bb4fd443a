// SPDX-License-Identifier: Apache-2.0
package org.mithaq.policy;

/// A member of the federation, or the other end of a bilateral channel, as a decision sees it: a name to compare.
///
/// Who it is, and whether it may speak, others have settled before they ask.
///
/// @param id 1 to 250 characters, compared exactly
public record Party(String id) implements Comparable<Party> {

    /// Longest id in characters.
    public static final int ID_CHARS_MAX = 250;

    public Party {
        if (id.isBlank() || id.length() > ID_CHARS_MAX) {
            throw new IllegalArgumentException("a party has an id of 1 to 250 characters");
        }
    }

    @Override
    public int compareTo(Party other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
