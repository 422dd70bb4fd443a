// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.mithaq.fuzz.Target;

/// Fuzzes every target for `-Dmithaq.fuzz.seconds`, or the one of `-Dmithaq.fuzz.target`; with
/// `-Dmithaq.fuzz.keep=true`, what reached anything new is added to the corpus in the checkout.
@Tag("long")
class CampaignTest {

    private static final int AT_ONCE = 2;
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("mithaq.fuzz.seconds", 10));

    /// What a process needs until it tries its first input, where nothing else wants the machine.
    private static final Duration START = Duration.ofSeconds(5);

    /// What is left on a machine that is too busy.
    private static final Duration TIME_MIN = Duration.ofSeconds(2);

    private static final String ONE = System.getProperty("mithaq.fuzz.target", "");

    @TestFactory
    Stream<DynamicTest> nothing_that_a_fuzzer_makes_breaks_a_parser() {
        ExecutorService processes = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().daemon().factory());
        List<DynamicTest> tests = new ArrayList<>();
        List<Target> targets = new All()
                .targets().stream()
                        .filter(each -> ONE.isEmpty() || ONE.equals(each.name()))
                        .toList();
        var waiting = new AtomicInteger(targets.size());
        long endNanos = System.nanoTime()
                + TIME.plus(START)
                        .multipliedBy(targets.size())
                        .dividedBy(AT_ONCE)
                        .toNanos();
        for (Target target : targets) {
            Future<Campaign.Outcome> running = processes.submit(
                    () -> fuzzed(target, share(endNanos - System.nanoTime(), waiting.getAndDecrement())));
            tests.add(DynamicTest.dynamicTest(target.name(), () -> {
                Campaign.Outcome outcome = running.get();
                assertThat(outcome.found()).isEmpty();
                assertThat(outcome.runs()).as("inputs tried; %s", outcome.log()).isPositive();
                System.out.printf(
                        "%-12s %,9d inputs in %5.1f s, %,6d edges%n",
                        target.name(), outcome.runs(), outcome.took().toMillis() / 1e3, outcome.coverage());
            }));
        }
        processes.shutdown();
        return tests.stream();
    }

    /// The time of each campaign, or less where those before have taken more than theirs.
    private static Duration share(long leftNanos, int waiting) {
        Duration share = Duration.ofNanos(leftNanos * AT_ONCE / waiting).minus(START);
        Duration most = share.compareTo(TIME) < 0 ? share : TIME;
        return most.compareTo(TIME_MIN) < 0 ? TIME_MIN : most;
    }

    private static Campaign.Outcome fuzzed(Target target, Duration time) throws Exception {
        Path folder =
                Files.createDirectories(Path.of("target", "fuzz", target.name()).toAbsolutePath());
        Campaign campaign = new Campaign(All.class, target, folder);
        Campaign.Outcome outcome = campaign.run(time);
        if (Boolean.getBoolean("mithaq.fuzz.keep")) {
            campaign.keep();
        }
        return outcome;
    }
}
