// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mithaq.http.Call;
import org.mithaq.http.Method;
import org.mithaq.http.Reply;
import org.mithaq.json.JsonObject;

/// Every endpoint, and every status that TAXII 2.1 names for it.
class EndpointsTest {

    private static final String HOME = "/api/collections/home/";
    private static TestNode node;

    @BeforeAll
    static void open() {
        node = new TestNode(new TaxiiSettings("Oasis TAXII", 100_000, 1_000));
        node.post("home", Samples.indicator(1));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void discovery_names_the_api_root_and_its_default() {
        JsonObject discovery = ok(node.get("/taxii2/"));

        assertThat(discovery.string("title")).contains("Oasis TAXII");
        assertThat(discovery.strings("api_roots")).contains(List.of("/api/"));
        assertThat(discovery.string("default")).contains("/api/");
    }

    @Test
    void the_api_root_says_which_version_and_how_much_it_takes() {
        JsonObject root = ok(node.get("/api/"));

        assertThat(root.strings("versions")).contains(List.of(TestNode.TAXII));
        assertThat(root.integer("max_content_length")).hasValue(100_000);
    }

    @Test
    void collections_are_home_the_channels_of_this_member_and_its_bilateral_ones() {
        List<JsonObject> all = collections(node.analyst);

        assertThat(all.stream().map(each -> each.string("title").orElseThrow()))
                .containsExactly("Home", "Plenary", "Critical infrastructure", "Organised crime", "قناة Canal");
        assertThat(all.stream().map(each -> each.string("alias").orElseThrow()))
                .startsWith("home", "plenary", "critical-infrastructure", "organised-crime")
                .last()
                .asString()
                .startsWith("bilateral-littoral-authority-");
        assertThat(all.stream().map(each -> each.bool("can_write").orElseThrow()))
                .containsExactly(true, true, false, true, true);
    }

    @Test
    void ids_of_collections_are_version_4_and_the_same_after_a_new_start() {
        List<String> ids = collections(node.analyst).stream()
                .map(each -> each.string("id").orElseThrow())
                .toList();

        assertThat(ids).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(UUID.fromString(id).version()).isEqualTo(4);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        });
        try (TestNode other = new TestNode()) {
            assertThat(
                            TestNode.json(other.get("/api/collections/"))
                                    .array("collections")
                                    .orElseThrow()
                                    .elements()
                                    .stream()
                                    .map(each ->
                                            ((JsonObject) each).string("id").orElseThrow()))
                    .containsExactlyElementsOf(ids);
        }
    }

    @Test
    void a_collection_is_found_by_its_id_and_by_its_alias() {
        JsonObject home = ok(node.get(HOME));

        assertThat(ok(node.get("/api/collections/" + home.string("id").orElseThrow() + "/")))
                .isEqualTo(home);
    }

    @Test
    void what_a_token_may_do_shows_in_every_collection() {
        assertThat(collections(node.reader)).allSatisfy(each -> {
            assertThat(each.bool("can_read")).contains(true);
            assertThat(each.bool("can_write")).contains(false);
        });
        assertThat(collections(node.writer))
                .allSatisfy(each -> assertThat(each.bool("can_read")).contains(false));
    }

    @Test
    void who_has_no_living_token_gets_401_and_two_challenges() {
        String right = TestNode.basic("analyst", node.analyst);
        for (String field : List.of(
                "Bearer mithaq_wrong",
                "Bearer",
                "Digest x",
                "Basic !!!",
                "Basic " + node.analyst,
                TestNode.basic("reader", node.analyst),
                TestNode.basic("analyst", node.analyst + "x"),
                "Bearer " + "x".repeat(2_000))) {
            Reply reply = node.send(call("/taxii2/").with("Authorization", field));
            assertThat(reply.status()).as(field).isEqualTo(401);
            assertThat(reply.headers().all("WWW-Authenticate"))
                    .anyMatch(challenge -> challenge.startsWith("Bearer"))
                    .anyMatch(challenge -> challenge.startsWith("Basic"));
            assertThat(error(reply)).contains("TAXII 2.1 §1.6.9");
        }
        assertThat(node.send(call("/taxii2/")).status()).isEqualTo(401);
        assertThat(node.send(call("/taxii2/").with("Authorization", right).with("Authorization", right))
                        .status())
                .isEqualTo(401);
        assertThat(node.send(call("/taxii2/").with("Authorization", right)).status())
                .isEqualTo(200);
        assertThat(node.send(call("/taxii2/").with("Authorization", "Token " + node.analyst))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_is_revoked_is_refused_from_the_next_request_on() {
        String secret = new String(
                node.tokens.issue("leaver", List.of("taxii:read")).secret().revealSecret(), StandardCharsets.US_ASCII);
        assertThat(node.get("/api/", secret).status()).isEqualTo(200);

        assertThat(node.tokens.revoke("leaver")).isTrue();

        assertThat(node.get("/api/", secret).status()).isEqualTo(401);
    }

    @Test
    void scopes_are_kept_apart_with_403() {
        assertThat(node.get(HOME + "objects/", node.writer).status()).isEqualTo(403);
        assertThat(node.get(HOME + "manifest/", node.writer).status()).isEqualTo(403);
        assertThat(node.get(HOME + "objects/" + Samples.id(1) + "/", node.writer)
                        .status())
                .isEqualTo(403);
        assertThat(node.get(HOME + "objects/" + Samples.id(1) + "/versions/", node.writer)
                        .status())
                .isEqualTo(403);
        assertThat(node.post("home", Samples.envelope(Samples.indicator(2)), node.reader)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void where_the_charter_lets_others_post_alone_posting_gets_403() {
        Reply reply = node.post("critical-infrastructure", Samples.indicator(3));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(error(reply)).contains("charter");
    }

    @Test
    void what_is_not_there_gets_404() {
        for (String path : List.of(
                "/api/collections/nowhere/",
                "/api/collections/nowhere/objects/",
                "/api/collections/nowhere/manifest/",
                "/api/collections/terrorism/",
                HOME + "objects/" + Samples.id(404) + "/",
                HOME + "objects/" + Samples.id(404) + "/versions/",
                HOME + "objects/x/",
                "/api/status/2d086da7-4bdc-4f91-900e-d77486753710/")) {
            Reply reply = node.get(path);
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(TestNode.json(reply).string("http_status")).contains("404");
        }
        assertThat(node.get("/api/collections").status()).isEqualTo(404);
    }

    @Test
    void what_the_client_takes_and_sends_is_negotiated_with_406_and_415() {
        for (String accept : List.of(
                "application/taxii+json;version=2.0",
                "application/vnd.oasis.taxii+json",
                "text/html",
                "application/taxii+json;version=2.1;q=0",
                "")) {
            Reply reply = node.send(TestNode.call(Method.GET, "/taxii2/")
                    .with("Accept", accept)
                    .with("Authorization", "Bearer " + node.analyst));
            assertThat(reply.status()).as(accept).isEqualTo(406);
        }
        for (String accept : List.of(
                "application/taxii+json",
                "application/taxii+json; version=2.1",
                "APPLICATION/TAXII+JSON;Version=\"2.1\"",
                "text/html;q=0.5, application/taxii+json;version=2.1,application/stix+json;version=2.1",
                "*/*",
                "application/*;q=0.1")) {
            Reply reply = node.send(TestNode.call(Method.GET, "/taxii2/")
                    .with("Accept", accept)
                    .with("Authorization", "Bearer " + node.analyst));
            assertThat(reply.status()).as(accept).isEqualTo(200);
            assertThat(reply.headers().first("Content-Type")).contains(TestNode.TAXII);
        }
        for (String type : List.of("application/json", "application/taxii+json;version=2.0", "*/*")) {
            Reply reply = node.send(Call.post(
                            HOME + "objects/",
                            type,
                            Samples.envelope(Samples.indicator(4)),
                            Duration.ofSeconds(9),
                            9_999)
                    .with("Accept", TestNode.TAXII)
                    .with("Authorization", "Bearer " + node.analyst));
            assertThat(reply.status()).as(type).isEqualTo(415);
        }
    }

    @Test
    void an_envelope_above_max_content_length_gets_413_announced_or_not() {
        byte[] long_ = Samples.envelope("\"" + "x".repeat(100_000) + "\"");

        Reply announced = node.post("home", long_, node.analyst);
        Reply chunked = node.send(new Call(
                        Method.POST,
                        HOME + "objects/",
                        call("/").headers(),
                        new Call.Body.Streamed(new ByteArrayInputStream(long_)),
                        Duration.ofSeconds(9),
                        9_999)
                .with("Content-Type", TestNode.TAXII)
                .with("Authorization", "Bearer " + node.analyst));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(error(announced)).contains("max_content_length is 100000");
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void deleting_is_answered_as_the_table_says_and_points_to_recall() {
        String object = HOME + "objects/" + Samples.id(1) + "/";

        assertThat(node.send(TestNode.call(Method.DELETE, object)).status()).isEqualTo(401);
        assertThat(node.delete(object, node.reader).status()).isEqualTo(403);
        assertThat(node.delete(object, node.writer).status()).isEqualTo(403);
        assertThat(node.delete(object, node.analyst).status()).isEqualTo(403);
        assertThat(error(node.delete(object, node.analyst))).contains("recall");
        assertThat(node.delete(HOME + "objects/" + Samples.id(404) + "/", node.analyst)
                        .status())
                .isEqualTo(404);
        assertThat(node.delete("/api/collections/critical-infrastructure/objects/" + Samples.id(1) + "/", node.writer)
                        .status())
                .isEqualTo(404);
        assertThat(node.get(object).status()).isEqualTo(200);
    }

    @Test
    void another_method_gets_405() {
        Reply reply =
                node.send(TestNode.call(Method.PUT, HOME + "objects/").with("Authorization", "Bearer " + node.analyst));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers().first("Allow").orElseThrow()).contains("GET").contains("POST");
    }

    @Test
    void malformed_parameters_get_400_that_names_them() {
        for (String query : List.of(
                "limit=0",
                "limit=-1",
                "limit=x",
                "limit=1&limit=2",
                "limit=99999999999999999999",
                "next=a",
                "next=-1",
                "next=1&next=1",
                "added_after=yesterday",
                "added_after=2026-01-01",
                "added_after=2026-01-01T00:00:00%2B01:00",
                "added_after=2026-01-01T00:00:00Z&added_after=2026-01-01T00:00:00Z",
                "match%5Bversion%5D=all,last",
                "match%5Bversion%5D=last,last",
                "match%5Bversion%5D=newest",
                "match%5Bversion%5D=",
                "match%5Btype%5D=a&match%5Btype%5D=b",
                "match%5Btype%5D=a,,b",
                "match%5Bid%5D=",
                "match%5Bspec_version%5D=two")) {
            Reply reply = node.get(HOME + "objects/?" + query);
            assertThat(reply.status()).as(query).isEqualTo(400);
            assertThat(error(reply)).contains("TAXII 2.1 §3.4");
            assertThat(node.get(HOME + "manifest/?" + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void an_unknown_parameter_and_an_unknown_type_are_no_errors() {
        assertThat(node.get(HOME + "objects/?match%5Bcolour%5D=red&x=y").status())
                .isEqualTo(200);
        assertThat(ok(node.get(HOME + "objects/?match%5Btype%5D=playbook")).isEmpty())
                .isTrue();
    }

    @Test
    void a_limit_far_above_the_servers_own_is_cut_down() {
        assertThat(ok(node.get(HOME + "objects/?limit=9007199254740991"))
                        .array("objects")
                        .orElseThrow()
                        .size())
                .isPositive();
    }

    @Test
    void a_full_disk_gets_507_and_nothing_is_acknowledged() {
        try (TestNode full = new TestNode()) {
            full.ledger.failNextWrite(false);

            Reply reply = full.post("home", Samples.indicator(5));

            assertThat(reply.status()).isEqualTo(507);
            assertThat(full.get(HOME + "objects/" + Samples.id(5) + "/").status())
                    .isEqualTo(404);
            assertThat(full.post("home", Samples.indicator(5)).status()).isEqualTo(202);
        }
    }

    @Test
    void a_post_whose_answer_was_lost_can_be_repeated_when_it_was_kept() {
        try (TestNode flaky = new TestNode()) {
            flaky.ledger.failNextWrite(true);

            assertThat(flaky.post("plenary", Samples.indicator(6)).status()).isEqualTo(507);
            Reply again = flaky.post("plenary", Samples.indicator(6));

            assertThat(again.status()).isEqualTo(202);
            assertThat(TestNode.json(again).integer("success_count")).hasValue(1);
            assertThat(new String(flaky.get("/api/collections/plenary/objects/").body(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"objects\":[" + Samples.indicator(6) + "]}");
        }
    }

    private static Call call(String path) {
        return TestNode.call(Method.GET, path).with("Accept", TestNode.TAXII);
    }

    private static List<JsonObject> collections(String secret) {
        return ok(node.get("/api/collections/", secret)).array("collections").orElseThrow().elements().stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject ok(Reply reply) {
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().first("Content-Type")).contains(TestNode.TAXII);
        return TestNode.json(reply);
    }

    private static String error(Reply reply) {
        assertThat(reply.headers().first("Content-Type")).contains(TestNode.TAXII);
        assertThat(TestNode.json(reply).string("title")).isPresent();
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
