// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The arguments of `mithaq simulate`.
///
/// @param seeds how many runs
/// @param first the first seed
/// @param threads how many runs at once
/// @param json whether the summary is JSON
/// @param trace whether traces are printed
/// @param shrink whether the faults of a failing seed are shrunk
/// @param firstOnly whether to end at the first failing seed
/// @param bugs which deliberate bugs are looked for; empty for none, `*` for all
/// @param write whether the table of bugs is written into its document
/// @param help whether only the help is wanted
record SimulateOptions(
        long seeds,
        long first,
        int threads,
        boolean json,
        boolean trace,
        boolean shrink,
        boolean firstOnly,
        Optional<String> bugs,
        boolean write,
        boolean help) {

    /// All bugs.
    static final String ALL = "*";

    static final String HELP = """
            Usage: mithaq simulate [--seeds N] [--seed S] [--first-failure] [--no-shrink] [--trace] [--threads N]
                                   [--json]
                   mithaq simulate --bugs[=NAME] [--seeds N] [--write]

            Plays federations of four to seven nodes, with the nodes' own code over an invented clock, network and disk,
            and checks after each run that nothing acknowledged was lost, nothing reached anybody without a rule, and
            every lie was found. The same seed plays the same run again. Runs from a checkout only.

              --seeds N         how many seeds (100; with --seed alone, 1)
              --seed S          the first seed (1)
              --first-failure   end at the first seed that fails
              --no-shrink       do not look for the faults that a failing seed needs
              --trace           print what happened in a run that fails, and the trace's hash of one that does not
              --threads N       runs at once (as many as there are processors)
              --json            the summary as JSON
              --bugs[=NAME]     show that it bites: apply each patch of testing/simulation/bugs (or one) to a copy of
                                its module, and play seeds until one fails (at most 400, or --seeds N)
              --write           with --bugs: write what was found into the table of docs/simulation.md
              -h, --help        this

            Progress and failures go to standard error, the summary to standard output.
            Exit codes: 0 everything held (or every bug was found), 1 not, 2 wrong arguments.""";

    private static final long SEEDS = 100;
    private static final long SEEDS_OF_A_BUG = 400;

    /// Arguments that mean nothing.
    static final class Misused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Misused(String what) {
            super(what);
        }
    }

    static SimulateOptions parse(List<String> arguments) {
        Optional<Long> seeds = Optional.empty();
        Optional<Long> first = Optional.empty();
        long threads = Runtime.getRuntime().availableProcessors();
        boolean json = false;
        boolean trace = false;
        boolean shrink = true;
        boolean firstOnly = false;
        Optional<String> bugs = Optional.empty();
        boolean write = false;
        boolean help = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(argument.substring(equals + 1));
            switch (name) {
                case "--seeds" -> seeds = Optional.of(number(name, value, rest, 1));
                case "--seed" -> first = Optional.of(number(name, value, rest, 0));
                case "--threads" -> threads = number(name, value, rest, 1);
                case "--json" -> json = true;
                case "--trace" -> trace = true;
                case "--no-shrink" -> shrink = false;
                case "--first-failure" -> firstOnly = true;
                case "--bugs" -> bugs = value.or(() -> Optional.of(ALL));
                case "--write" -> write = true;
                case "-h", "--help" -> help = true;
                default -> throw new Misused("unknown argument " + argument);
            }
        }
        return new SimulateOptions(
                seeds.orElse(bugs.isPresent() ? SEEDS_OF_A_BUG : first.isPresent() ? 1 : SEEDS),
                first.orElse(1L),
                (int) Math.min(threads, 256),
                json,
                trace,
                shrink,
                firstOnly,
                bugs,
                write,
                help);
    }

    private static long number(String name, Optional<String> value, Iterator<String> rest, long least) {
        if (value.isEmpty() && !rest.hasNext()) {
            throw new Misused(name + " needs a number");
        }
        String text = value.orElseGet(rest::next);
        try {
            long number = Long.parseLong(text);
            if (number < least) {
                throw new Misused(name + " is at least " + least);
            }
            return number;
        } catch (NumberFormatException not) {
            throw new Misused(name + " needs a number, and not " + text);
        }
    }
}
