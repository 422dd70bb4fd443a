// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mithaq.crypto.Hash;
import org.mithaq.fuzz.Repository;
import org.mithaq.fuzz.Target;

/// Runs one target under Jazzer, in a process of its own: a fuzzer instruments what it loads, ends its process when it
/// has found something, and is itself ended when it hangs.
///
/// @param catalogue the class that knows the target
/// @param target what is run
/// @param folder for what is found, the seeds, the dictionary and the log
public record Campaign(Class<? extends Catalogue> catalogue, Target target, Path folder) {

    /// Longest time for one input, in seconds; a hang is a finding.
    private static final int INPUT_SECONDS_MAX = 10;

    /// Beyond the time that was asked for: the start of a process, the corpus, one input that hangs.
    private static final int GRACE_SECONDS = 300;

    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units: (\\d+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");
    private static final Pattern FOUND = Pattern.compile("(?m)^== (?:Java Exception|libFuzzer|.*ERROR).*|ALARM.*");

    /// How a campaign went.
    ///
    /// @param exitCode of the process; 0 for nothing found
    /// @param runs inputs tried
    /// @param coverage edges of our code that were reached
    /// @param took wall clock time, the start of the process included
    /// @param broke the inputs that broke the target
    /// @param log all that the fuzzer said
    public record Outcome(int exitCode, long runs, long coverage, Duration took, List<Path> broke, Path log) {

        /// What was found, for a person; empty for nothing.
        public String found() throws IOException {
            if (exitCode == 0 && broke.isEmpty()) {
                return "";
            }
            String said = Files.readString(log, UTF_8);
            int from = Math.max(
                    0,
                    FOUND.matcher(said)
                            .results()
                            .mapToInt(MatchResult::start)
                            .min()
                            .orElse(said.length() - 4_000));
            return "broken by %s%n%s".formatted(broke, said.substring(from, Math.min(said.length(), from + 4_000)));
        }
    }

    /// Fuzzes for `time`, or until something is found.
    public Outcome run(Duration time) throws IOException, InterruptedException {
        for (Path old : broken()) {
            Files.delete(old);
        }
        List<String> command = fuzzer();
        command.add("-max_total_time=" + time.toSeconds());
        if (!target.words().isEmpty()) {
            command.add("-dict=" + dictionary());
        }
        command.add(fresh("found").toString());
        command.add(seeds().toString());
        for (Path kept : List.of(Repository.corpus(target.name()), Repository.regressions(target.name()))) {
            if (Files.isDirectory(kept)) {
                command.add(kept.toString());
            }
        }
        return process(command, time);
    }

    /// Adds to the corpus in the checkout the smallest inputs of the last run that reach what no input there does.
    public Outcome keep() throws IOException, InterruptedException {
        Path corpus = Repository.corpus(target.name());
        Files.createDirectories(corpus);
        List<String> command = fuzzer();
        command.add("-merge=1");
        command.add(corpus.toString());
        command.add(seeds().toString());
        command.add(folder.resolve("found").toString());
        return process(command, Duration.ofMinutes(10));
    }

    private List<String> fuzzer() {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx600m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + Entry.CATALOGUE + "=" + catalogue.getName(),
                "-D" + Entry.TARGET + "=" + target.name(),
                "-Dmithaq.root=" + Repository.root(),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entry.class.getName(),
                "--instrumentation_includes=org.mithaq.**" + File.pathSeparator + "org.snakeyaml.**",
                "--custom_hook_includes=org.mithaq.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + File.separator,
                "-max_len=" + target.inputBytesMax(),
                "-timeout=" + INPUT_SECONDS_MAX,
                "-rss_limit_mb=0",
                "-print_final_stats=1"));
    }

    private Outcome process(List<String> command, Duration time) throws IOException, InterruptedException {
        Path log = folder.resolve("log.txt");
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(time.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(log, UTF_8);
        return new Outcome(
                process.exitValue(),
                last(RUNS, said),
                last(COVERAGE, said),
                Duration.ofNanos(System.nanoTime() - started),
                broken(),
                log);
    }

    /// The inputs in the folder that a fuzzer has put there because they broke something.
    private List<Path> broken() {
        return Repository.files(folder).stream()
                .filter(file -> file.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-.*"))
                .toList();
    }

    private static long last(Pattern number, String said) {
        Matcher matcher = number.matcher(said);
        long last = 0;
        while (matcher.find()) {
            last = Long.parseLong(matcher.group(1));
        }
        return last;
    }

    private Path seeds() throws IOException {
        Path seeds = fresh("seeds");
        for (byte[] seed : target.seeds()) {
            Files.write(seeds.resolve(Hash.of(seed).hex()), seed);
        }
        return seeds;
    }

    private Path dictionary() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String word : target.words()) {
            lines.append('"');
            for (byte each : word.getBytes(UTF_8)) {
                lines.append("\\x%02x".formatted(each & 0xff));
            }
            lines.append("\"\n");
        }
        return Files.writeString(folder.resolve("words.dict"), lines);
    }

    /// An empty folder of this name.
    private Path fresh(String name) throws IOException {
        Path fresh = folder.resolve(name);
        for (Path old : Repository.files(fresh)) {
            Files.delete(old);
        }
        return Files.createDirectories(fresh);
    }
}
