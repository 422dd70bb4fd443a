// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every text file of the checkout keeps to, and what decisions and tables of modules must show.
final class TextRules {

    // Brackets in these patterns keep them from matching themselves.
    private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(TO[D]O|FIX[M]E)\\b");
    private static final Pattern REGISTRY_HOST =
            Pattern.compile("repo[0-9]?\\.mave[n]|repo\\.maven\\.apach[e]|registry\\.npmj[s]|deb\\.debia[n]"
                    + "|pypi\\.or[g]|pythonhoste[d]|(proxy|sum)\\.golan[g]|central\\.sonatyp[e]");
    private static final Pattern MACHINE_PATH = Pattern.compile("(^|[^A-Za-z0-9_.])/(wor[k]|far[m]|roo[t]|tm[p])/");

    private static final Pattern DECISION = Pattern.compile("docs/decisions/(.*)\\.md");
    private static final List<String> DECISION_PARTS =
            List.of("## Decision", "## Why", "## What we gave up", "## How we will notice that it was wrong");

    private TextRules() {}

    static List<Violation> words(String path, String text) {
        var violations = new ArrayList<Violation>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String place = path + ":" + (i + 1);
            find(LEFT_FOR_LATER, "left-for-later", place, lines.get(i), violations);
            find(REGISTRY_HOST, "registry-host", place, lines.get(i), violations);
            find(MACHINE_PATH, "machine-path", place, lines.get(i), violations);
        }
        return violations;
    }

    private static void find(Pattern pattern, String rule, String place, String line, List<Violation> violations) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
            violations.add(new Violation(rule, place, matcher.group()));
        }
    }

    /// Decision records: numbered once, named `NNNN-slug`, with their four parts.
    static List<Violation> decisions(Map<String, String> texts) {
        var violations = new ArrayList<Violation>();
        var pathByNumber = new TreeMap<String, String>();
        new TreeMap<>(texts).forEach((path, text) -> {
            Matcher decision = DECISION.matcher(path);
            if (!decision.matches()) {
                return;
            }
            if (!decision.group(1).matches("[0-9]{4}-[a-z0-9-]+")) {
                violations.add(new Violation("decision-name", path, "not NNNN-slug.md"));
                return;
            }
            String earlier = pathByNumber.putIfAbsent(decision.group(1).substring(0, 4), path);
            if (earlier != null) {
                violations.add(new Violation("decision-number", path, "its number is taken by " + earlier));
            }
            DECISION_PARTS.stream()
                    .filter(part -> !text.contains("\n" + part + "\n"))
                    .forEach(part -> violations.add(new Violation("decision-parts", path, "lacks " + part)));
        });
        return violations;
    }

    /// A reader finds every module in the page at `path`, as code: `` `standards/json` ``.
    static List<Violation> modulesListed(List<String> modules, String path, String text) {
        return modules.stream()
                .filter(module -> !text.contains("`" + module + "`"))
                .map(module -> new Violation("module-listed", path, "does not mention `" + module + "`"))
                .toList();
    }
}
