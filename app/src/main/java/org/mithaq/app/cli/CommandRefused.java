// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.cli;

/// A command that cannot do what it was asked, for a reason that its user can understand and mostly mend.
///
/// Expected, never a bug: its message is shown as one sentence, without a stack trace.
public final class CommandRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String sentence;

    /// @param sentence what is wrong and what to do about it; text from outside in it must be clipped already
    public CommandRefused(ExitCode exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    /// @param cause kept for the log; the user sees only `sentence`
    public CommandRefused(ExitCode exitCode, String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
        this.sentence = sentence;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String sentence() {
        return sentence;
    }
}
