// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.stix.Tlp;

/// Reads the script of the demo strictly: each action has its own members and no other.
final class ScriptReader {

    static final String RESOURCE = "script.json";

    private static final int AT_MILLIS_MAX = 600_000;
    private static final int STEPS_MAX = 1_000;
    private static final Pattern FILE = Pattern.compile("[0-9]{2}-[a-z-]{1,60}\\.json");
    private static final List<String> COMMON = List.of("number", "at", "by", "action", "explanation");
    private static final List<String> SHARING =
            List.of("channel", "lane", "deadlineMillis", "tlp", "exercise", "onward", "recipients", "bundle");

    private ScriptReader() {}

    /// @param bundles gives the bytes of a bundle by its file name
    /// @throws ScenarioBroken if anything is missing, unknown or inconsistent
    static DemoScript read(byte[] bytes, DemoCast cast, Function<String, byte[]> bundles) {
        Row root = Row.read(RESOURCE, bytes, "steps");
        List<DemoScript.Step> steps =
                root.rows("steps").stream().map(row -> step(row, bundles)).toList();
        return new DemoScript(cast, steps);
    }

    private static DemoScript.Step step(Row row, Function<String, byte[]> bundles) {
        return new DemoScript.Step(
                row.count("number", STEPS_MAX),
                Duration.ofMillis(row.count("at", AT_MILLIS_MAX)),
                row.text("by"),
                action(row, bundles),
                row.names("explanation"));
    }

    private static DemoScript.Action action(Row row, Function<String, byte[]> bundles) {
        return switch (row.text("action")) {
            case "share" -> {
                only(row, SHARING);
                yield new DemoScript.Action.Share(posting(row), tlp(row), bundle(row, bundles));
            }
            case "sighting" -> {
                only(row, SHARING);
                yield new DemoScript.Action.Sighting(posting(row), tlp(row), bundle(row, bundles));
            }
            case "relay" -> {
                only(row, List.of("channel", "lane", "recipients", "ofStep", "objects"));
                yield new DemoScript.Action.Relay(
                        row.text("channel"),
                        lane(row),
                        row.texts("recipients"),
                        row.count("ofStep", STEPS_MAX),
                        row.ids("objects"));
            }
            case "recall" -> {
                only(row, List.of("ofStep", "objects"));
                yield new DemoScript.Action.Recall(row.count("ofStep", STEPS_MAX), row.ids("objects"));
            }
            case "ack" -> {
                only(row, List.of("ofStep"));
                yield new DemoScript.Action.Ack(row.count("ofStep", STEPS_MAX));
            }
            case "stop" -> {
                only(row, List.of());
                yield new DemoScript.Action.Stop();
            }
            case "start" -> {
                only(row, List.of());
                yield new DemoScript.Action.Start();
            }
            default -> throw row.broken("action", "share, sighting, relay, recall, ack, stop or start");
        };
    }

    private static DemoScript.Posting posting(Row row) {
        Optional<Duration> deadline = row.has("deadlineMillis")
                ? Optional.of(Duration.ofMillis(row.count("deadlineMillis", AT_MILLIS_MAX)))
                : Optional.empty();
        Terms.Onward onward = row.known("onward", constant(Terms.Onward.values(), row.text("onward")));
        return new DemoScript.Posting(
                row.text("channel"), lane(row), deadline, row.flag("exercise"), onward, row.texts("recipients"));
    }

    private static DemoBundle bundle(Row row, Function<String, byte[]> bundles) {
        String file = row.text("bundle");
        if (!FILE.matcher(file).matches()) {
            throw row.broken("bundle", "a file name of " + FILE);
        }
        return DemoBundle.read(file, bundles.apply(file));
    }

    private static Lane lane(Row row) {
        return row.known("lane", constant(Lane.values(), row.text("lane")));
    }

    private static Tlp tlp(Row row) {
        String value = row.text("tlp");
        return row.known(
                "tlp",
                Arrays.stream(Tlp.values())
                        .filter(tlp -> tlp.value().equals(value))
                        .findFirst());
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] all, String text) {
        return Arrays.stream(all)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static void only(Row row, List<String> own) {
        row.only(Stream.concat(COMMON.stream(), own.stream()).toArray(String[]::new));
    }
}
