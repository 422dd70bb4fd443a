// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
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
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The one place where what went wrong becomes a sentence and an exit code.
final class Refusals {

    private Refusals() {}

    /// A command line that picocli does not understand: the sentence, what was perhaps meant, where help is.
    static int usage(ParameterException wrong, String[] arguments) {
        ParameterException told = mistyped(wrong, arguments);
        CommandLine command = told.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Output.Human.clean(sentence(told)));
        List<String> deeper = told instanceof UnmatchedArgumentException unmatched ? named(unmatched) : List.of();
        if (deeper.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(told, err);
        } else {
            err.println("Did you mean: " + String.join(" or ", deeper) + "?");
        }
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE.code();
    }

    /// Whoever mistypes `--channel` lacks it, too: the mistake is to be named, and not what follows from it.
    private static ParameterException mistyped(ParameterException wrong, String[] arguments) {
        if (!(wrong instanceof MissingParameterException)) {
            return wrong;
        }
        Set<String> known = wrong.getCommandLine().getCommandSpec().optionsMap().keySet();
        return Arrays.stream(arguments)
                .takeWhile(each -> !each.equals("--"))
                .filter(each -> each.startsWith("--"))
                .map(each -> each.split("=", 2)[0])
                .filter(each -> !known.contains(each))
                .findFirst()
                .<ParameterException>map(each -> new UnmatchedArgumentException(wrong.getCommandLine(), List.of(each)))
                .orElse(wrong);
    }

    /// The commands of other commands that are called what was typed: `mithaq node status` for `mithaq status`.
    private static List<String> named(UnmatchedArgumentException wrong) {
        return named(wrong.getCommandLine(), wrong.getUnmatched().getFirst());
    }

    private static List<String> named(CommandLine in, String name) {
        return in.getSubcommands().values().stream()
                .distinct()
                .flatMap(each -> Stream.concat(
                        Stream.of(each)
                                .filter(found -> found.getCommandName().equals(name))
                                .map(found -> found.getCommandSpec().qualifiedName()),
                        named(each, name).stream()))
                .toList();
    }

    private static String sentence(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            // The first is what is wrong: those behind it may be its value, or meant for what it should have been.
            String first = unmatched.getUnmatched().getFirst();
            String what = "There is no place for '%.80s' here";
            if (first.startsWith("-") && first.length() > 1) {
                what = "Unknown option: '%.80s'";
            } else if (!command.getSubcommands().isEmpty()) {
                what = "There is no command '%.80s' here";
            }
            return what.formatted(first);
        }
        String sentence = Objects.toString(wrong.getMessage(), "")
                .replaceFirst("is not an? (long|int)$", "is not a whole number")
                .replaceFirst("^(Missing required parameter: .*) at index [0-9.*]+", "$1");
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
