// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.util.List;
import org.mithaq.json.Excerpt;

/// A configuration that the program does not start with. Always the operator's to mend, and all of it is told at once.
///
/// Each problem says where it stands (`mithaq.yaml:3:5`, a variable of the environment, a flag), what was expected and
/// a clipped excerpt of what was found.
public final class ConfigRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int EXCERPT_CHARACTERS_MAX = 60;

    private final transient List<String> problems;

    public ConfigRefused(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    ConfigRefused(String problem) {
        this(List.of(problem));
    }

    /// At least one sentence; the first is the first in the file.
    public List<String> problems() {
        return problems;
    }

    /// `text` in quotes, no longer than a line bears.
    static String quoted(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= EXCERPT_CHARACTERS_MAX;
        String clipped = fits ? text : text.substring(0, text.offsetByCodePoints(0, EXCERPT_CHARACTERS_MAX)) + "…";
        return '"' + Excerpt.of(clipped) + '"';
    }
}
