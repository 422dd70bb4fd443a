// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Reply;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.node.Holdings;
import org.mithaq.node.Item;
import org.mithaq.node.Sealing;
import org.mithaq.node.port.Quarantine;
import org.mithaq.stix.StixReader;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

/// What becomes of what is posted: released, kept, withheld or refused, and always told.
class PostingTest {

    private static final String PLENARY = "/api/collections/plenary/objects/";
    private static final String HOME = "/api/collections/home/objects/";

    private final TestNode node = new TestNode();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void what_was_posted_comes_back_byte_for_byte() {
        String odd = Samples.indicator(1).replace("\"name\":", "\n \"x_n\":1.50e2 ,\t\"name\" :  ");

        JsonObject status = accepted(node.post("plenary", odd, Samples.indicator(2)));

        assertThat(status.string("status")).contains("complete");
        assertThat(status.integer("success_count")).hasValue(2);
        assertThat(text(node.get(PLENARY))).isEqualTo("{\"objects\":[" + odd + "," + Samples.indicator(2) + "]}");
        assertThat(text(node.get(HOME))).isEqualTo("{}");
    }

    @Test
    void a_status_can_be_asked_for_again_by_the_token_that_posted_alone() {
        JsonObject status = accepted(node.post("home", Samples.indicator(1)));
        String path = "/api/status/" + status.string("id").orElseThrow() + "/";

        assertThat(TestNode.json(node.get(path))).isEqualTo(status);
        assertThat(node.get(path, node.reader).status()).isEqualTo(404);
        assertThat(status.string("request_timestamp")).contains("2026-06-01T12:00:00.000000Z");
    }

    @Test
    void what_nobody_marked_leaves_under_the_default_marking_of_the_channel() {
        accepted(node.post("plenary", Samples.indicator(1), Samples.marked(2, Samples.GREEN)));

        assertThat(held(1).terms().label()).isEqualTo(3);
        assertThat(held(2).terms().label()).isZero();
        assertThat(held(1).row().channel()).isPresent();
    }

    @Test
    void what_policy_withholds_from_everybody_stays_home_and_fails_with_its_rule() {
        JsonObject status = accepted(node.post("plenary", Samples.marked(1, Samples.RED), Samples.indicator(2)));

        assertThat(status.integer("failure_count")).hasValue(1);
        JsonObject failure = line(status, "failures", 0);
        assertThat(failure.string("id")).contains(Samples.id(1));
        assertThat(failure.string("version")).contains("2026-05-01T00:00:00.000Z");
        assertThat(failure.string("message").orElseThrow()).contains("red-not-named");
        assertThat(text(node.get(PLENARY))).contains(Samples.id(2)).doesNotContain(Samples.id(1));
        assertThat(text(node.get(HOME))).contains(Samples.id(1));

        JsonObject again = accepted(node.post("plenary", Samples.marked(1, Samples.RED)));
        assertThat(line(again, "failures", 0).string("message").orElseThrow()).contains("released to nobody");
    }

    @Test
    void a_channel_whose_default_is_red_releases_nothing_unmarked() {
        JsonObject status = accepted(node.post("organised-crime", Samples.indicator(1)));

        assertThat(status.integer("failure_count")).hasValue(1);
    }

    @Test
    void a_marking_that_nobody_can_look_up_withholds_until_this_member_has_its_definition() {
        String marking = "marking-definition--11111111-1111-4111-8111-111111111111";
        String definition = """
                {"type":"marking-definition","spec_version":"2.1","id":"%s","created":"2026-01-01T00:00:00.000Z",\
                "definition_type":"statement","definition":{"statement":"Oasis"}}""".formatted(marking);

        JsonObject before = accepted(node.post("plenary", Samples.marked(1, marking)));
        JsonObject after = accepted(node.post("plenary", Samples.marked(2, marking), definition));
        JsonObject later = accepted(node.post("plenary", Samples.marked(3, marking)));

        assertThat(line(before, "failures", 0).string("message").orElseThrow()).contains("marking-unknown");
        assertThat(after.integer("success_count")).hasValue(2);
        assertThat(later.integer("success_count")).hasValue(1);
    }

    @Test
    void between_two_what_is_red_is_released_because_the_other_is_named() {
        String alias = TestNode.json(node.get("/api/collections/"))
                .array("collections")
                .orElseThrow()
                .elements()
                .getLast()
                .asObject()
                .flatMap(last -> last.string("alias"))
                .orElseThrow();

        JsonObject status = accepted(node.post(alias, Samples.marked(1, Samples.RED)));

        assertThat(status.integer("success_count")).hasValue(1);
    }

    @Test
    void two_versions_in_one_envelope_are_two_versions() {
        String first = Samples.indicator(1, "2026-05-01T00:00:00.000Z", "");
        String second = Samples.indicator(1, "2026-05-02T00:00:00.000Z", "");

        JsonObject status = accepted(node.post("plenary", first, second));

        assertThat(status.integer("success_count")).hasValue(2);
        assertThat(text(node.get(PLENARY + "?match%5Bversion%5D=all")))
                .isEqualTo("{\"objects\":[" + first + "," + second + "]}");
        assertThat(text(node.get(PLENARY))).isEqualTo("{\"objects\":[" + second + "]}");
        assertThat(TestNode.json(node.get(PLENARY + Samples.id(1) + "/versions/"))
                        .strings("versions"))
                .contains(List.of("2026-05-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z"));
    }

    @Test
    void an_exact_duplicate_is_no_error_and_changes_nothing() {
        accepted(node.post("plenary", Samples.indicator(1)));
        String before = text(node.get(PLENARY));

        JsonObject status = accepted(node.post("plenary", Samples.indicator(1), Samples.indicator(1)));

        assertThat(status.integer("success_count")).hasValue(2);
        assertThat(line(status, "successes", 0).string("message")).contains("held already");
        assertThat(text(node.get(PLENARY))).isEqualTo(before);
    }

    @Test
    void other_content_under_a_version_that_is_held_is_refused_and_kept() {
        String other = Samples.indicator(1).replace("مؤشر", "autre");
        accepted(node.post("plenary", Samples.indicator(1)));

        JsonObject held = accepted(node.post("plenary", other, Samples.indicator(2)));
        JsonObject beside = accepted(
                node.post("home", Samples.indicator(3), Samples.indicator(3).replace("مؤشر", "x")));

        assertThat(line(held, "failures", 0).string("message").orElseThrow()).contains("STIX 2.1 §3.6");
        assertThat(line(beside, "failures", 0).string("message").orElseThrow()).contains("STIX 2.1 §3.6");
        assertThat(quarantined()).contains(other);
        assertThat(text(node.get(PLENARY))).contains("مؤشر 1");
    }

    @Test
    void a_refused_object_costs_no_other_and_is_kept_as_it_came() {
        String bad = "{\"type\":\"indicator\",\"id\":\"indicator--1\",\"created\":\"2026-01-01T00:00:00Z\"}";

        JsonObject status = accepted(node.post("plenary", bad, Samples.indicator(1)));

        JsonObject failure = line(status, "failures", 0);
        assertThat(failure.string("id")).contains("indicator--1");
        assertThat(failure.string("message").orElseThrow())
                .contains("STIX 2.1 §")
                .contains("quarantine under 1");
        assertThat(quarantined()).containsExactly(bad);
        Quarantine.Row row = node.quarantine.page(0, 10).getFirst();
        assertThat(row.source()).isEqualTo("taxii:analyst");
        assertThat(row.reason()).contains("STIX 2.1 §");
        assertThat(status.integer("success_count")).hasValue(1);
    }

    @Test
    void where_no_object_can_be_processed_the_answer_is_422_with_clause_and_status() {
        Reply reply = node.post("plenary", "{\"type\":\"bundle\"}");

        assertThat(reply.status()).isEqualTo(422);
        JsonObject error = TestNode.json(reply);
        assertThat(error.string("description").orElseThrow()).contains("§");
        String status = error.object("details").orElseThrow().string("status").orElseThrow();
        assertThat(TestNode.json(node.get("/api/status/" + status + "/")).integer("failure_count"))
                .hasValue(1);
    }

    @Test
    void garbage_gets_400_and_what_is_no_envelope_422_and_both_are_kept() {
        String deep = "[".repeat(100) + "]".repeat(100);
        List<String> garbage =
                List.of("", "x", "{", "{\"objects\":[{}", "{\"objects\":[]}}", "{\"a\":1,\"a\":2}", "nul");
        List<String> others = List.of("{}", "[]", "1", "{\"objects\":{}}", "{\"objects\":[]}", "{\"objects\":null}");
        for (String each : garbage) {
            assertThat(node.post("home", bytes(each), node.analyst).status())
                    .as(each)
                    .isEqualTo(400);
        }
        for (String each : others) {
            Reply reply = node.post("home", bytes(each), node.analyst);
            assertThat(reply.status()).as(each).isEqualTo(422);
            assertThat(text(reply)).contains("\"clause\":\"TAXII 2.1 §");
        }
        assertThat(node.post("home", bytes("{\"x\":" + deep + ",\"objects\":[1]}"), node.analyst)
                        .status())
                .isEqualTo(400);
        assertThat(quarantined()).containsAll(garbage).containsAll(others);
    }

    @Test
    void what_is_not_utf_8_too_deep_or_doubled_within_an_object_is_refused_alone() {
        String deep =
                Samples.indicator(1, "2026-05-01T00:00:00.000Z", "\"x_d\":" + "[".repeat(80) + "]".repeat(80) + ",");
        String doubled = Samples.indicator(2, "2026-05-01T00:00:00.000Z", "\"name\":\"a\",");
        byte[] envelope = Samples.envelope(deep, doubled, Samples.indicator(3), Samples.indicator(4));
        int at = new String(envelope, StandardCharsets.ISO_8859_1).lastIndexOf("192.0.2");
        envelope[at] = (byte) 0xff;

        JsonObject status = accepted(node.post("plenary", envelope, node.analyst));

        assertThat(status.integer("success_count")).hasValue(1);
        assertThat(status.integer("failure_count")).hasValue(3);
        assertThat(IntStream.range(0, 3)
                        .mapToObj(index -> line(status, "failures", index)
                                .string("message")
                                .orElseThrow()))
                .satisfiesExactly(
                        message -> assertThat(message).contains("depthMax"),
                        message -> assertThat(message).contains("RFC 7493 §2.3"),
                        message -> assertThat(message).contains("RFC 8259 §8.1"));
        assertThat(node.quarantine.page(0, 10)).hasSize(3);
    }

    @Test
    void an_over_long_object_is_refused_and_said_not_to_be_kept() {
        String long_ = Samples.indicator(1, "2026-05-01T00:00:00.000Z", "\"x_l\":\"" + "x".repeat(8 << 20) + "\",");

        JsonObject status = accepted(node.post("home", long_, Samples.indicator(2)));

        assertThat(line(status, "failures", 0).string("message").orElseThrow())
                .contains("limit elementBytesMax")
                .contains("not kept");
        assertThat(line(status, "failures", 0).string("id")).contains("objects[0]");
    }

    @Test
    void more_than_ten_thousand_objects_are_refused_whole() {
        Reply reply = node.post("home", bytes("{\"objects\":[" + "1,".repeat(10_000) + "1]}"), node.analyst);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(text(reply)).contains("limit objectsMax");
    }

    @Test
    void a_large_envelope_is_posted_paged_and_read_back_whole() {
        String[] objects =
                IntStream.range(0, 1_500).mapToObj(Samples::indicator).toArray(String[]::new);

        JsonObject status = accepted(node.post("plenary", objects));
        Reply first = node.get(PLENARY + "?limit=1000");
        Reply second = node.get(PLENARY + "?limit=1000&next="
                + TestNode.json(first).string("next").orElseThrow());

        assertThat(status.integer("success_count")).hasValue(1_500);
        assertThat(TestNode.json(first).bool("more")).contains(true);
        assertThat(TestNode.json(second).has("more")).isFalse();
        String read = text(first).replaceFirst("^.*?\\[", "").replaceFirst("]}$", "") + ","
                + text(second).replaceFirst("^.*?\\[", "").replaceFirst("]}$", "");
        assertThat(read).isEqualTo(String.join(",", objects));
    }

    @Test
    void play_is_not_shown() {
        Item item = Item.of(
                StixReader.read(bytes(Samples.marked(1, Samples.GREEN)), JsonLimits.standard())
                        .object()
                        .orElseThrow(),
                Terms.standard(),
                false);
        Sealing.Posting play = new Sealing.Posting(Federation.CHARTER.plenary().id(), Lane.ROUTINE, 0, true);

        node.posting.share(play, List.of(item), Set.of(), _ -> java.util.Optional.empty(), TestNode.NOW);

        assertThat(text(node.get(PLENARY))).isEqualTo("{}");
    }

    @Test
    void an_observable_without_times_is_called_by_when_it_was_added() {
        String address = "{\"type\":\"ipv4-addr\",\"spec_version\":\"2.1\",\"id\":"
                + "\"ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd\",\"value\":\"198.51.100.3\"}";
        JsonObject status = accepted(node.post("plenary", address));
        String version = line(status, "successes", 0).string("version").orElseThrow();

        JsonObject entry = TestNode.json(node.get("/api/collections/plenary/manifest/"))
                .array("objects")
                .orElseThrow()
                .element(0)
                .asObject()
                .orElseThrow();

        assertThat(entry.string("version")).contains(version).isEqualTo(entry.string("date_added"));
        assertThat(text(node.get(PLENARY + "?match%5Bversion%5D=" + version))).contains(address);
    }

    @Test
    void damaged_envelopes_get_an_answer_and_never_a_failure_of_ours() {
        byte[] good = Samples.envelope(Samples.indicator(1), Samples.marked(2, Samples.RED));
        Seeds.forAll(150, random -> {
            int status = node.post("home", Mutations.mutate(good, random), node.analyst)
                    .status();
            assertThat(status).isIn(202, 400, 422);
        });
    }

    private Holdings.Held held(int number) {
        return node.holdings.of(Samples.id(number)).getFirst();
    }

    private List<String> quarantined() {
        return node.quarantine.page(0, 1_000).stream()
                .map(row -> new String(node.quarantine.bytes(row.number()).orElseThrow(), StandardCharsets.UTF_8))
                .toList();
    }

    private static JsonObject accepted(Reply reply) {
        assertThat(reply.status()).as(text(reply)).isEqualTo(202);
        return TestNode.json(reply);
    }

    private static JsonObject line(JsonObject status, String list, int index) {
        return status.array(list).orElseThrow().element(index).asObject().orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
