// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The table of deliberate bugs in `docs/simulation.md`, between two marks.
final class BugTable {

    static final String BEGIN = "<!-- bugs: written by `mithaq simulate --bugs --write` -->\n";
    static final String END = "<!-- end of bugs -->\n";

    private static final String HEAD = """
            | bug | what is broken | seed | after seeds | after s | invariant that said so |
            | --- | --- | --- | --- | --- | --- |
            """;
    private static final Pattern ROW = Pattern.compile("\\| \\d\\d-");

    private BugTable() {}

    /// The results as a table in Markdown.
    static String of(List<BugHunt.Result> results) {
        StringBuilder table = new StringBuilder(4_096).append(HEAD);
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

    /// A document with another table in it. A bug that the table does not name keeps the row that it has.
    ///
    /// @throws IllegalArgumentException if the document has no place for one
    static String within(String document, String table) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the document has no marks for the table");
        }
        Map<String, String> rows = new TreeMap<>(rows(document.substring(begin, end)));
        rows.putAll(rows(table));
        return document.substring(0, begin + BEGIN.length())
                + HEAD
                + rows.values().stream().map(row -> row + "\n").collect(Collectors.joining())
                + document.substring(end);
    }

    /// Rows by the names of their bugs, which begin with their numbers.
    private static Map<String, String> rows(String table) {
        return table.lines()
                .filter(line -> ROW.matcher(line).lookingAt())
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(" |", 2)), Function.identity()));
    }
}
