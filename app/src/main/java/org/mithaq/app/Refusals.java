// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.ConfigRefused;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.exchange.ContentRejected;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.json.MalformedJson;
import org.mithaq.tlog.MalformedTlog;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The one place where what went wrong becomes a sentence and an exit code.
final class Refusals {

    private Refusals() {}

    /// A command line that picocli does not understand: the sentence, what was perhaps meant, where help is.
    static int usage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Output.Human.clean(sentence(wrong)));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE.code();
    }

    private static String sentence(ParameterException wrong) {
        String sentence = Objects.toString(wrong.getMessage(), "");
        CommandLine command = wrong.getCommandLine();
        boolean bare = command.getSubcommands().size() > 0 && sentence.startsWith("Missing required subcommand");
        return bare
                ? sentence + ": one of "
                        + String.join(", ", command.getSubcommands().keySet())
                : sentence;
    }

    /// What a command threw: an expected refusal as its sentence, anything else as a bug with its trace in a log.
    static int explain(Exception thrown, Surroundings surroundings) {
        PrintWriter err = surroundings.err();
        int code;
        if (thrown instanceof CommandRefused refused) {
            err.println(Output.Human.clean(refused.sentence()));
            refused.quoted().forEach(line -> err.println("  " + Output.Human.clean(line)));
            code = refused.exitCode().code();
        } else if (thrown instanceof ConfigRefused refused) {
            refused.problems().forEach(problem -> err.println(Output.Human.clean(problem)));
            code = ExitCode.CONFIGURATION.code();
        } else if (isOfAnother(thrown)) {
            err.println(Output.Human.clean(String.valueOf(thrown.getMessage())));
            code = ExitCode.REFUSED.code();
        } else {
            err.println("This is a bug in Mithaq (" + thrown.getClass().getSimpleName() + "), not a fault of yours. "
                    + recorded(thrown, surroundings));
            code = ExitCode.BUG.code();
        }
        err.flush();
        return code;
    }

    /// Whether it says what is wrong with something that others wrote: a card, an act, a key, a bundle. These name
    /// their
    /// standard and clause themselves.
    private static boolean isOfAnother(Exception thrown) {
        return thrown instanceof CharterRejected
                || thrown instanceof ContentRejected
                || thrown instanceof DoorRejected
                || thrown instanceof MalformedEncoding
                || thrown instanceof MalformedTlog
                || thrown instanceof MalformedJson;
    }

    private static String recorded(Exception thrown, Surroundings surroundings) {
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        Path log = stateFolder(surroundings.environment()).resolve("bugs.log");
        try {
            Files.createDirectories(log.getParent());
            Files.writeString(
                    log,
                    Instant.now() + " mithaq " + Version.text() + "\n" + trace + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return "What happened is in " + log;
        } catch (IOException unwritable) {
            return "No log could be written (" + unwritable.getMessage() + "), so here it is:\n" + trace;
        }
    }

    /// Where programs keep what is neither configuration nor data (XDG Base Directory 0.8, XDG_STATE_HOME).
    private static Path stateFolder(Map<String, String> environment) {
        String named = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("java.io.tmpdir", "."));
        return (named.isEmpty() ? Path.of(home, ".local", "state") : Path.of(named)).resolve("mithaq");
    }
}
