// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mithaq.app.home.NodeHome;
import org.mithaq.http.Call;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.PlainClient;
import org.mithaq.http.Reply;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.node.AlarmKind;
import org.mithaq.watch.Bound;
import org.mithaq.watch.Metric;
import org.mithaq.watch.MetricsPage;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A node seen from outside: what it serves, and that the documents say the same.
class WatchedNodeTest {

    private static final Pattern SERVED = Pattern.compile("(?m)^(mithaq_[a-z_]+)(?:\\{| )");
    private static final Pattern BOUND =
            Pattern.compile("(?m)^mithaq_bound_ratio\\{bound=\"([a-z-]+)\",of=\"([^\"]*)\"}");
    private static final Path ROOT = Path.of(System.getProperty("mithaq.root", ".."));

    @TempDir
    private static Path folder = Path.of("");

    private static Federation federation;

    @BeforeAll
    static void begin() throws IOException {
        federation = Federation.found(folder);
    }

    @AfterAll
    static void end() throws IOException {
        federation.close();
    }

    private static Reply get(int port, String path) throws Exception {
        try (PlainClient client = new PlainClient(port)) {
            return client.send(
                    new Call(Method.GET, path, Headers.NONE, new Call.Body.None(), Duration.ofSeconds(20), 1 << 22));
        }
    }

    private static Reply get(String path) throws Exception {
        return get(localPort("alpha"), path);
    }

    private static int localPort(String name) throws IOException {
        return (int) json(Files.readAllBytes(new NodeHome(folder.resolve(name)).control()))
                .integer("port")
                .orElseThrow();
    }

    private static JsonObject json(byte[] bytes) {
        return Json.read(bytes, JsonLimits.standard()).asObject().orElseThrow();
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static String document(String name) throws IOException {
        return Files.readString(ROOT.resolve("docs").resolve(name));
    }

    @Test
    void each_metric_is_served_and_documented_and_no_other_is() throws Exception {
        Reply reply = get("/metrics");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type")).hasValue(MetricsPage.CONTENT_TYPE);
        Set<String> served = SERVED.matcher(text(reply))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::text).toList());
        assertThat(document("metrics.md")).contains(MetricsPage.table());
    }

    @Test
    void each_bound_is_served_and_documented_and_no_other_is() throws Exception {
        Set<String> served = BOUND.matcher(text(get("/metrics")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Bound.values()).map(Bound::word).toList());
        assertThat(document("metrics.md")).contains(MetricsPage.bounds());
    }

    @Test
    void each_alarm_is_a_metric_and_documented_with_what_to_do() throws Exception {
        String page = text(get("/metrics"));
        String alarms = document("alarms.md");

        for (AlarmKind kind : AlarmKind.values()) {
            assertThat(page).contains("mithaq_alarms{kind=\"" + kind.word() + "\"}");
            assertThat(alarms)
                    .containsPattern("(?m)^\\| `" + kind.word() + "` \\| [^|]{20,} \\| " + Pattern.quote(kind.action())
                            + " \\|$");
        }
        assertThat(alarms.lines().filter(line -> line.startsWith("| `"))).hasSize(AlarmKind.values().length);
    }

    @Test
    void every_name_in_the_operators_page_is_one_that_a_node_serves() throws Exception {
        String page = document("operating.md");
        Set<String> metrics = Arrays.stream(Metric.values()).map(Metric::text).collect(Collectors.toSet());
        Set<String> kinds =
                Arrays.stream(AlarmKind.values()).map(AlarmKind::word).collect(Collectors.toSet());
        Set<String> bounds = Arrays.stream(Bound.values()).map(Bound::word).collect(Collectors.toSet());

        assertThat(words(page, "\\b(mithaq_[a-z_]+)")).hasSizeGreaterThan(8).isSubsetOf(metrics);
        assertThat(words(page, "kind=~?\"([a-z|-]+)\"")).isNotEmpty().isSubsetOf(kinds);
        assertThat(words(page, "bound[=!]~?\"([a-z|-]+)\"")).isNotEmpty().isSubsetOf(bounds);
        assertThat(words(page.substring(page.indexOf("## What fills")), "`([a-z]+(?:-[a-z]+)+|heap|files)`"))
                .hasSizeGreaterThan(6)
                .isSubsetOf(
                        Stream.concat(bounds.stream(), Stream.of("unpinned")).collect(Collectors.toSet()));
    }

    private static Set<String> words(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split("\\|", -1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_example_rules_are_rules_as_prometheus_reads_them() throws Exception {
        String page = document("operating.md");
        int from = page.indexOf("```yaml\n") + "```yaml\n".length();
        JsonNode file = YAMLMapper.builder().build().readTree(page.substring(from, page.indexOf("```", from)));
        JsonNode rules = file.path("groups").path(0).path("rules");

        assertThat(rules.size()).isGreaterThan(10);
        for (JsonNode rule : rules) {
            assertThat(rule.propertyNames())
                    .contains("alert", "expr", "labels", "annotations")
                    .isSubsetOf("alert", "expr", "for", "labels", "annotations");
            assertThat(rule.path("alert").stringValue()).matches("Mithaq[A-Za-z]+");
            assertThat(rule.path("expr").stringValue()).contains("mithaq_");
            assertThat(rule.path("labels").path("severity").stringValue()).isIn("page", "ticket");
            assertThat(rule.path("annotations").path("summary").stringValue()).isNotBlank();
            if (rule.has("for")) {
                assertThat(rule.path("for").stringValue()).matches("[0-9]+[mh]");
            }
        }
    }

    @Test
    void a_node_says_whether_it_lives_and_whether_it_takes_work() throws Exception {
        JsonObject live = json(get("/health/live").body());
        Federation.await("it signs", () -> get("/health/ready").status() == 200);
        JsonObject ready = json(get("/health/ready").body());

        assertThat(live.bool("well")).hasValue(true);
        assertThat(ready.bool("well")).hasValue(true);
        assertThat(Answers.rows(ready, "checks"))
                .extracting(check -> check.string("check").orElseThrow())
                .containsExactly("deciding", "signing", "ledger", "writing", "queue", "disk");
        assertThat(Answers.rows(ready, "checks"))
                .allSatisfy(
                        check -> assertThat(check.string("reason").orElse("")).isNotBlank());
    }

    @Test
    void status_tells_lag_and_receipts_of_each_peer_first_and_what_fills_after_it() throws Exception {
        var human = federation.done("node", "status", "--home", "alpha").out();
        JsonObject status = federation.client("alpha").get("/status");

        assertThat(human.lines().skip(1).findFirst().orElse("")).contains("Member beta");
        assertThat(human).contains("no alarms", "this member's card", "free: ");
        JsonObject peer = Answers.rows(status, "peers").getFirst();
        assertThat(peer.integer("receiptsOwed")).isPresent();
        assertThat(peer.integer("missing")).hasValue(0);
        assertThat(peer.object("witness")).isPresent();
        assertThat(Answers.rows(status, "bounds")).hasSizeGreaterThan(Bound.values().length - 1);
        assertThat(status.integer("uptimeSeconds")).isPresent();
        assertThat(status.object("store").orElseThrow().object("volumes")).isPresent();
    }

    @Test
    void what_waits_for_a_peer_that_is_away_is_told_with_its_age_and_the_worst_comes_first() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Federation both = Federation.found(other)) {
            both.stop("beta");
            Files.write(other.resolve("bundle.json"), Bundles.of(Bundles.indicator("waits")));
            both.done("import", "bundle.json", "--home", "alpha", "--channel", "plenary", "--lane", "flash");

            Federation.await(
                    "it is seen to be away",
                    () -> both.done("node", "status", "--home", "alpha").out().contains("not connected"));
            var human = both.done("node", "status", "--home", "alpha").out();
            JsonObject peer =
                    Answers.rows(both.client("alpha").get("/status"), "peers").getFirst();

            assertThat(human).contains("flash: 1 receipt awaited, the oldest for ");
            assertThat(peer.integer("waiting")).hasValue(1);
            assertThat(Answers.rows(peer, "lanes").getFirst().string("lane")).hasValue("flash");
        }
    }

    @Test
    void health_and_metrics_have_a_door_of_their_own_where_an_operator_wants_one() throws Exception {
        Path other = Files.createDirectory(folder.resolve("door"));
        try (Federation both = Federation.found(other)) {
            both.stop("alpha");
            Files.writeString(
                    other.resolve("alpha/mithaq.yaml"),
                    Files.readString(other.resolve("alpha/mithaq.yaml")) + "watch:\n  listen: \"127.0.0.1:0\"\n");
            both.start("alpha");
            int port = both.node("alpha").watchPort().orElseThrow();

            assertThat(get(port, "/health/live").status()).isEqualTo(200);
            assertThat(text(get(port, "/metrics"))).contains("of=\"watch\"");
            assertThat(get(port, "/control/v1/status").status()).isEqualTo(404);
            int local = (int) json(Files.readAllBytes(new NodeHome(other.resolve("alpha")).control()))
                    .integer("port")
                    .orElseThrow();
            assertThat(get(local, "/metrics").status()).isEqualTo(404);
        }
    }
}
