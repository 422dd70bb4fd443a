// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large a terminal is.
///
/// @param rows at least 8, or it is taken for 8
/// @param columns at least 20, or it is taken for 20
record TerminalSize(int rows, int columns) {

    private static final TerminalSize USUAL = new TerminalSize(24, 80);
    private static final Pattern STTY = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");
    private static final long AGE_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

    TerminalSize {
        rows = Math.max(8, rows);
        columns = Math.max(20, columns);
    }

    /// Asks the process's own terminal, at most every two seconds: people resize windows.
    static Supplier<TerminalSize> ofProcess(Map<String, String> environment) {
        return new Supplier<>() {
            private TerminalSize last = USUAL;
            private long asked = System.nanoTime() - 2 * AGE_NANOS_MAX;

            @Override
            public synchronized TerminalSize get() {
                if (System.nanoTime() - asked > AGE_NANOS_MAX) {
                    last = asked(environment);
                    asked = System.nanoTime();
                }
                return last;
            }
        };
    }

    private static TerminalSize asked(Map<String, String> environment) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
            return parse(said, environment);
        } catch (IOException none) {
            return parse("", environment);
        }
    }

    /// @param said what `stty size` said: rows and columns
    /// @param environment whose `LINES` and `COLUMNS` count where it said nothing
    static TerminalSize parse(String said, Map<String, String> environment) {
        Matcher size = STTY.matcher(said);
        if (size.matches() && Integer.parseInt(size.group(2)) > 0) {
            return new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
        return new TerminalSize(
                number(environment, "LINES", USUAL.rows()), number(environment, "COLUMNS", USUAL.columns()));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, "");
        return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
    }
}
