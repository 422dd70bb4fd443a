// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class RequestPathTest {

    @Test
    void segments_are_decoded_once() {
        assertThat(RequestPath.parse("/a/b%20c/%D9%85%D9%8A%D8%AB%D8%A7%D9%82").segments())
                .containsExactly("a", "b c", "ميثاق");
        assertThat(RequestPath.parse("/%2541").segments()).containsExactly("%41");
        assertThat(RequestPath.parse("/taxii2/").segments()).containsExactly("taxii2", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/..",
                "/a/../b",
                "/a/%2e%2e/b",
                "/.",
                "/%2E",
                "/a%2fb",
                "/a%5Cb",
                "/a\\b",
                "//a",
                "/a//b",
                "/a;v=1",
                "/%",
                "/%4",
                "/%zz",
                "/%c0%ae",
                "/%00",
                "/a%0d%0aSet-Cookie",
                "/%ff",
                "/é",
                "/%\u0664\u0661"
            })
    void what_two_programs_could_read_in_two_ways_is_refused(String raw) {
        assertThatThrownBy(() -> RequestPath.parse(raw)).isInstanceOf(MalformedUri.class);
    }

    @Test
    void a_path_over_its_limits_is_refused() {
        assertThatThrownBy(() -> RequestPath.parse("/" + "a".repeat(RequestPath.RAW_CHARACTERS_MAX)))
                .isInstanceOf(MalformedUri.class)
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> RequestPath.parse("/a".repeat(RequestPath.SEGMENTS_MAX + 1)))
                .isInstanceOf(MalformedUri.class);
        assertThatThrownBy(() -> Query.parse("a=1&".repeat(Query.PARAMETERS_MAX + 1)))
                .isInstanceOf(MalformedUri.class);
    }

    @Test
    void a_query_keeps_order_and_repetition() {
        Query query = Query.parse("match%5Btype%5D=a+b&x&match%5Btype%5D=c%2Cd&=");
        assertThat(query.all("match[type]")).containsExactly("a b", "c,d");
        assertThat(query.first("x")).contains("");
        assertThat(query.first("y")).isEmpty();
    }

    @Test
    void mutated_targets_are_read_or_refused_and_nothing_else_happens() {
        byte[] path = "/taxii2/api/%D9%85/objects/a%2Bb/".getBytes(StandardCharsets.ISO_8859_1);
        byte[] query = "limit=5&match%5Btype%5D=indicator&added_after=2026-01-01T00%3A00%3A00Z"
                .getBytes(StandardCharsets.ISO_8859_1);
        Seeds.forAll(3_000, random -> {
            String raw = new String(Mutations.mutate(path, random), StandardCharsets.ISO_8859_1);
            try {
                for (String segment : RequestPath.parse(raw).segments()) {
                    assertThat(segment).doesNotContain("/", "\\", "\r", "\n").isNotIn(".", "..");
                }
            } catch (MalformedUri e) {
                assertThat(e.getMessage()).hasSizeLessThan(200);
            }
            try {
                Query.parse(new String(Mutations.mutate(query, random), StandardCharsets.ISO_8859_1));
            } catch (MalformedUri e) {
                assertThat(e.clause()).startsWith("RFC ");
            }
        });
    }

    @Test
    void the_most_exact_route_wins_whatever_the_order() {
        RouteTable table = new RouteTable(List.of(
                route(Method.GET, "/tile/{path...}"),
                route(Method.GET, "/tile/{level}/x"),
                route(Method.GET, "/tile/entries/x"),
                route(Method.POST, "/tile/{level}/x")));
        assertThat(found(table, "/tile/entries/x").entry().route().path()).isEqualTo("/tile/entries/x");
        assertThat(found(table, "/tile/3/x").pathValues()).containsEntry("level", "3");
        assertThat(found(table, "/tile/3/x001/067").pathValues()).containsEntry("path", "3/x001/067");
        assertThat(table.match(Optional.of(Method.GET), RequestPath.parse("/tile/")))
                .isInstanceOf(RouteTable.Match.Nothing.class);
        assertThat(table.match(Optional.of(Method.DELETE), RequestPath.parse("/tile/3/x")))
                .isInstanceOf(RouteTable.Match.OtherMethods.class);
    }

    @Test
    void patterns_that_make_no_sense_are_refused() {
        for (String written : List.of("a", "/{a...}/b", "/{a}/{a}", "/{A}", "/a b", "//a", "/{a")) {
            assertThatIllegalArgumentException().as(written).isThrownBy(() -> route(Method.GET, written));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteTable(List.of(route(Method.GET, "/{a}"), route(Method.GET, "/{b}"))));
    }

    private static Route route(Method method, String path) {
        return new Route(method, path, RouteLimits.READ, _ -> Response.empty(204));
    }

    private static RouteTable.Match.Found found(RouteTable table, String path) {
        return (RouteTable.Match.Found) table.match(Optional.of(Method.GET), RequestPath.parse(path));
    }
}
