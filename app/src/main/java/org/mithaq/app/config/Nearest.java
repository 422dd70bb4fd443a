// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses which known name was meant by one that is not known.
final class Nearest {

    /// Longer input is not compared: no name of ours is near to it, and the cost grows with its length.
    private static final int NAME_CHARACTERS_MAX = 80;

    private Nearest() {}

    /// The known name with the fewest edits between, when they are few enough for a slip: one in three characters.
    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > NAME_CHARACTERS_MAX) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(each -> edits(wanted, each.toLowerCase(Locale.ROOT))))
                .filter(best -> edits(wanted, best.toLowerCase(Locale.ROOT)) <= Math.max(1, best.length() / 3));
    }

    /// A sentence's end that offers the guess, or nothing.
    static String hint(String name, Collection<String> known) {
        return to(name, known).map(best -> "; did you mean " + best + "?").orElse("");
    }

    /// Levenshtein's distance with swapped neighbours as one edit (optimal string alignment).
    static int edits(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
