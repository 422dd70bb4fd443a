// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

import java.util.List;

/// A command that cannot do what it was asked, for a reason that its user can understand and mostly mend.
///
/// Expected, never a bug: its message is shown as one sentence, without a stack trace.
public final class CommandRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sentence;

    private final String[] quoted;

    /// @param sentence what is wrong and what to do about it; text from outside in it must be clipped already
    public CommandRefused(ExitCode exitCode, String sentence) {
        this(exitCode, sentence, List.of());
    }

    /// @param quoted lines of something else that belong to it, such as the end of a log
    public CommandRefused(ExitCode exitCode, String sentence, List<String> quoted) {
        super(sentence);
        this.exitCode = exitCode;
        this.sentence = sentence;
        this.quoted = quoted.toArray(String[]::new);
    }

    /// @param cause kept for the log; the user sees only `sentence`
    public CommandRefused(ExitCode exitCode, String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
        this.sentence = sentence;
        this.quoted = new String[0];
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String sentence() {
        return sentence;
    }

    /// What stands below the sentence, line by line.
    public List<String> quoted() {
        return List.of(quoted);
    }
}
