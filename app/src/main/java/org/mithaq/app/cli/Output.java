// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;
import tools.jackson.databind.json.JsonMapper;

/// Where a command puts its answer: sentences for a person, or, with `--json`, one JSON document on one line.
///
/// Exactly one answer per command, on standard output. Progress and warnings go to standard error in either form, so
/// that `mithaq … --json | jq` always works.
public final class Output {

    private final Surroundings surroundings;
    private final boolean json;

    public Output(Surroundings surroundings, boolean json) {
        this.surroundings = surroundings;
        this.json = json;
    }

    /// Gives the one answer.
    ///
    /// @param answer a record, written as JSON with its component names
    /// @param human writes the same for a person; not called with `--json`
    public void answer(Record answer, Consumer<Human> human) {
        PrintWriter out = surroundings.out();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(answer));
        } else {
            human.accept(new Human(out, surroundings.colours()));
        }
        out.flush();
    }

    /// Gives the one answer, which came as JSON from a node.
    ///
    /// @param human writes the same for a person; not called with `--json`
    public void answer(JsonObject answer, Consumer<Human> human) {
        PrintWriter out = surroundings.out();
        if (json) {
            out.println(new String(Json.write(answer), StandardCharsets.UTF_8));
        } else {
            human.accept(new Human(out, surroundings.colours()));
        }
        out.flush();
    }

    /// Tells a person what is going on; never part of the answer.
    public void progress(String sentence) {
        surroundings.err().println(Human.clean(sentence));
        surroundings.err().flush();
    }

    /// Lines for a person. Every text is cleaned, because names and excerpts come from others.
    public static final class Human {

        private final PrintWriter out;
        private final boolean colours;

        Human(PrintWriter out, boolean colours) {
            this.out = out;
            this.colours = colours;
        }

        public void line(String text) {
            out.println(clean(text));
        }

        /// A line that says that all is well.
        public void good(String text) {
            out.println(coloured("32", clean(text)));
        }

        /// A line that somebody must act on.
        public void bad(String text) {
            out.println(coloured("31", clean(text)));
        }

        /// A line that may be skipped.
        public void faint(String text) {
            out.println(coloured("2", clean(text)));
        }

        /// `text` from another party, inside a sentence: kept from reordering what stands around it (UAX #9, FSI…PDI).
        /// Isolates of its own are shown, not obeyed, so that it cannot end ours.
        public static String isolated(String text) {
            return "\u2068" + shown(text, point -> isHarmful(point) || isIsolate(point)) + "\u2069";
        }

        private String coloured(String code, String text) {
            return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
        }

        /// Shows control characters instead of obeying them: a hostile name must not move the cursor, hide a line or
        /// turn the reading direction of what follows. The isolates of [#isolated] stay.
        public static String clean(String text) {
            return shown(text, Human::isHarmful);
        }

        private static String shown(String text, IntPredicate escaped) {
            if (text.codePoints().noneMatch(escaped)) {
                return text;
            }
            var shown = new StringBuilder(text.length() + 16);
            text.codePoints().forEach(point -> {
                if (escaped.test(point)) {
                    shown.append("\\u{").append(Integer.toHexString(point)).append('}');
                } else {
                    shown.appendCodePoint(point);
                }
            });
            return shown.toString();
        }

        private static boolean isIsolate(int point) {
            return point >= 0x2066 && point <= 0x2069;
        }

        private static boolean isHarmful(int point) {
            boolean control = Character.getType(point) == Character.CONTROL && point != '\t';
            boolean override = point >= 0x202a && point <= 0x202e;
            boolean unpaired = Character.getType(point) == Character.SURROGATE;
            boolean separator = point == 0x2028 || point == 0x2029;
            return control || override || unpaired || separator;
        }
    }
}
