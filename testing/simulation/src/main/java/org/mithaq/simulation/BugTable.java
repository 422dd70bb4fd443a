// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;

/// The table of deliberate bugs in `docs/simulation.md`, between two marks.
final class BugTable {

    static final String BEGIN = "<!-- bugs: written by `mithaq simulate --bugs --write` -->\n";
    static final String END = "<!-- end of bugs -->\n";

    private BugTable() {}

    /// The results as a table in Markdown.
    static String of(List<BugHunt.Result> results) {
        StringBuilder table = new StringBuilder(4_096)
                .append("| bug | what is broken | seed | after seeds | after s | invariant that said so |\n")
                .append("| --- | --- | --- | --- | --- | --- |\n");
        for (BugHunt.Result result : results) {
            table.append("| %s | %s | %s | %d | %.0f | %s |%n"
                    .formatted(
                            result.bug().name(),
                            result.bug().breaks(),
                            result.seed().map(String::valueOf).orElse("none"),
                            result.seeds(),
                            result.seconds(),
                            result.invariant().map(Invariant::words).orElse("–")));
        }
        return table.toString();
    }

    /// A document with another table in it.
    ///
    /// @throws IllegalArgumentException if the document has no place for one
    static String within(String document, String table) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no marks for the table");
        }
        return document.substring(0, begin + BEGIN.length()) + table + document.substring(end);
    }
}
