// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.json.JsonLimits;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;

/// What a person sees of an item on its way.
class DemoViewTest {

    private static final DemoScript SCRIPT = DemoScript.load();
    private static final int FLASH = 6;

    private final StringWriter said = new StringWriter();
    private final AtomicReference<TerminalSize> size = new AtomicReference<>(new TerminalSize(40, 100));

    private DemoPanel panel() {
        return new DemoPanel(new PrintWriter(said), size::get, () -> Painted.of(false, Painted.plain("● zaytara")));
    }

    private DemoLines lines() {
        return new DemoLines(new Output(
                new Surroundings(new PrintWriter(said), new PrintWriter(said), Map.of(), false, Path.of("")), false));
    }

    private static DemoItem item(Tongue tongue) {
        return new DemoHeads(SCRIPT, tongue).item(SCRIPT.step(FLASH));
    }

    private static DemoWay way() {
        return new DemoWay("zaytara", "00", 7, List.of("safwara", "portwatch"), 1_000_000);
    }

    private static void finish(DemoItem item, DemoWay way) {
        item.change(way, each -> {
            each.logged(1_004_000);
            each.received("safwara", 1_060_000);
            each.received("portwatch", 1_900_000);
            each.signed(1_500_000);
            each.witnessed(2_204_000);
        });
        item.complete();
    }

    @Test
    void an_item_shows_each_stage_with_its_milliseconds_and_each_recipient() {
        DemoItem item = item(Tongue.EN);
        DemoWay way = way();
        item.add(way);

        assertThat(text(item))
                .contains("○ signed")
                .contains("○ logged (record 7)")
                .contains("○ witnessed");
        finish(item, way);

        assertThat(text(item))
                .contains("\u2066TLP:AMBER\u2069 · flash → \u2068Cyber attacks on critical infrastructure\u2069")
                .contains("✓ logged (record 7) 4 ms")
                .contains("✓ witnessed 1,204 ms")
                .contains("✓ received   \u2066portwatch\u2069 900 ms   \u2066safwara\u2069 60 ms");
        assertThat(text(item)).as("signed not after the first receipt").contains("✓ signed 60 ms");
    }

    @Test
    void names_stay_in_their_own_language_and_indicators_open_nothing() {
        assertThat(text(item(Tongue.EN)))
                .contains("\u2068مركز الأمن السيبراني لدولة زيتارة\u2069")
                .contains("\u2066198[.]51[.]100[.]23\u2069")
                .contains("\u2066crane-update[.]example\u2069")
                .doesNotContain("crane-update.example");
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void every_step_in_every_language_closes_each_isolate_at_any_width(Tongue tongue) {
        for (DemoScript.Step step : SCRIPT.steps()) {
            DemoItem item = new DemoHeads(SCRIPT, tongue).item(step);
            item.add(way());
            for (Painted line : item.lines()) {
                for (int columns = 1; columns < 140; columns += 7) {
                    String drawn = line.drawn(columns, false);
                    assertThat(drawn.codePoints()
                                    .filter(c -> c == 0x2066 || c == 0x2067 || c == 0x2068)
                                    .count())
                            .isEqualTo(
                                    drawn.codePoints().filter(c -> c == 0x2069).count());
                    assertThat(TerminalText.columns(drawn)).isLessThanOrEqualTo(columns);
                }
            }
        }
    }

    @Test
    void an_arabic_line_is_read_from_the_right_as_a_whole() {
        assertThat(item(Tongue.AR).lines())
                .allSatisfy(line -> assertThat(line.text()).startsWith("\u2067").endsWith("\u2069"));
    }

    @Test
    void the_panel_leaves_on_the_screen_what_the_items_say_in_the_end() {
        DemoItem first = item(Tongue.EN);
        DemoItem second = new DemoHeads(SCRIPT, Tongue.EN).item(SCRIPT.step(10));
        DemoWay way = way();
        try (DemoPanel panel = panel()) {
            panel.say("before");
            panel.begin(first);
            first.add(way);
            panel.tick();
            panel.begin(second);
            second.complete();
            panel.say("a sentence meanwhile");
            finish(first, way);
            panel.tick();
        }

        List<String> expected = new ArrayList<>(List.of("before", "a sentence meanwhile"));
        first.lines().forEach(line -> expected.add(line.drawn(99, false)));
        second.lines().forEach(line -> expected.add(line.drawn(99, false)));
        expected.add("● zaytara");
        assertThat(screen(said.toString())).containsExactlyElementsOf(expected);
        assertThat(said.toString()).as("the cursor is there again").endsWith("\u001b[?25h");
    }

    @Test
    void a_panel_never_grows_beyond_its_terminal() {
        size.set(new TerminalSize(16, 60));
        try (DemoPanel panel = panel()) {
            for (int index = 0; index < 20; index++) {
                panel.begin(item(Tongue.EN));
            }
        }
        Matcher up = Pattern.compile("\u001b\\[(\\d+)A").matcher(said.toString());
        while (up.find()) {
            assertThat(Integer.parseInt(up.group(1))).isLessThan(16);
        }
        assertThat(screen(said.toString()))
                .allSatisfy(line -> assertThat(TerminalText.columns(line)).isLessThan(60));
    }

    @Test
    void lines_say_what_came_late_once_and_hold_no_control_sequence() {
        DemoItem item = item(Tongue.EN);
        DemoWay way = way();
        try (DemoLines lines = lines()) {
            lines.begin(item);
            item.add(way);
            lines.received(item);
            finish(item, way);
            lines.tick();
            lines.tick();
        }
        assertThat(said.toString()).doesNotContain("\u001b").containsOnlyOnce("   6: ✓ signed 60 ms");
    }

    @Test
    void the_size_of_a_terminal_is_what_it_says_or_what_the_surroundings_say() {
        assertThat(TerminalSize.parse("50 132\n", Map.of())).isEqualTo(new TerminalSize(50, 132));
        assertThat(TerminalSize.parse("0 0\n", Map.of("COLUMNS", "90"))).isEqualTo(new TerminalSize(24, 90));
        assertThat(TerminalSize.parse("", Map.of("COLUMNS", "x", "LINES", "-3")))
                .isEqualTo(new TerminalSize(24, 80));
        assertThat(TerminalSize.parse("1 1", Map.of())).isEqualTo(new TerminalSize(8, 20));
    }

    @Test
    void the_language_is_that_of_the_surroundings_or_english() {
        assertThat(Tongue.spoken(Map.of("LANG", "ar_EG.UTF-8"))).isEqualTo(Tongue.AR);
        assertThat(Tongue.spoken(Map.of("LANG", "ar_EG.UTF-8", "LC_ALL", "fr_FR")))
                .isEqualTo(Tongue.FR);
        assertThat(Tongue.spoken(Map.of("LANG", "C.UTF-8"))).isEqualTo(Tongue.EN);
        assertThat(Tongue.spoken(Map.of("LANG", "x"))).isEqualTo(Tongue.EN);
        assertThat(Tongue.spoken(Map.of())).isEqualTo(Tongue.EN);
    }

    @Test
    void indicators_are_found_in_patterns_and_made_harmless() {
        StixObject indicator = StixReader.read(
                        ("{\"type\":\"indicator\",\"spec_version\":\"2.1\","
                                        + "\"id\":\"indicator--3e4dc1a1-6d9a-4a1b-9d6f-0d0f4b8f1a01\","
                                        + "\"created\":\"2026-01-05T08:00:00.000Z\","
                                        + "\"modified\":\"2026-01-05T08:00:00.000Z\",\"pattern_type\":\"stix\","
                                        + "\"valid_from\":\"2026-01-05T08:00:00.000Z\",\"pattern\":\""
                                        + "[url:value = 'https://a.example/x' OR file:hashes.'SHA-256' = 'abc' OR "
                                        + "email-addr:value = 'b@c.example' OR ipv4-addr:value = '192.0.2.1']\"}")
                                .getBytes(StandardCharsets.UTF_8),
                        JsonLimits.standard())
                .object()
                .orElseThrow();

        assertThat(DemoIndicators.of(List.of(indicator, indicator)))
                .containsExactly(
                        "\u2066hxxps://a[.]example/x\u2069", "\u2066abc\u2069", "\u2066b[@]c[.]example\u2069", "+1");
    }

    private static String text(DemoItem item) {
        return String.join("\n", item.lines().stream().map(Painted::text).toList());
    }

    /// What a terminal that knows the panel's few control sequences would show, from the top.
    private static List<String> screen(String sent) {
        List<String> rows = new ArrayList<>();
        int row = 0;
        Matcher up = Pattern.compile("\u001b\\[(\\d+)A").matcher("");
        for (String part : sent.split("(?=\r)", -1)) {
            String rest = part;
            up.reset(rest);
            if (up.find()) {
                row -= Integer.parseInt(up.group(1));
            }
            while (rest.contains("\u001b[J") && rows.size() > row) {
                rows.removeLast();
            }
            rest = rest.replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "").replace("\r", "");
            // What is after the last line end is an empty rest.
            List<String> lines = List.of(rest.split("\n", -1));
            rows.addAll(lines.subList(0, lines.size() - 1));
            row += lines.size() - 1;
        }
        return rows;
    }
}
