// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;
import org.mithaq.http.Headers;
import org.mithaq.http.MalformedUri;
import org.mithaq.http.Refused;
import org.mithaq.http.UriTarget;

/// TAXII 2.1: queries with their filters, media types, and posted envelopes.
public final class TaxiiTargets {

    private static final int PAGE_OBJECTS_MAX = 1_000;

    private static final String OBJECT = """
        {"type":"identity","spec_version":"2.1","id":"identity--e2e1a340-4415-4ba8-9671-f7343fbf0836",\
        "created":"2026-01-02T03:04:05.678Z","modified":"2026-01-02T03:04:05.678Z","name":"a"}\
        """;

    private TaxiiTargets() {}

    /// What clients ask for.
    public static Target queries() {
        return new Target(
                "taxii-query",
                512,
                List.of(
                        "match[version]=",
                        "match[type]=",
                        "match[id]=",
                        "match[spec_version]=",
                        "added_after=",
                        "limit=",
                        "next=",
                        "all",
                        "first",
                        "last",
                        "2026-01-02T03:04:05.678Z",
                        "9999999999999999",
                        "&",
                        ",",
                        "%2C"),
                List.of(
                        query("collection", ObjectQuery.Fields.COLLECTION),
                        query("object", ObjectQuery.Fields.OBJECT),
                        query("versions", ObjectQuery.Fields.VERSIONS),
                        Kind.of(
                                "media type",
                                TaxiiTargets::mediaType,
                                "application/taxii+json;version=2.1, */*;q=0".getBytes(UTF_8))));
    }

    /// What clients post.
    public static Target envelopes() {
        return new Target(
                "taxii-envelope",
                4_096,
                List.of(
                        "\"objects\":[",
                        "\"more\":true",
                        "\"next\":\"",
                        "\"type\":\"",
                        "\"id\":\"",
                        "\"spec_version\":\"2.1\""),
                List.of(Kind.of(
                        "envelope",
                        Codec.readOnly(Set.of(Refused.class), EnvelopeReader::read),
                        "{\"objects\":[%s,%s]}".formatted(OBJECT, OBJECT).getBytes(UTF_8),
                        "{\"more\":false,\"objects\":[{}]}".getBytes(UTF_8))));
    }

    private static Kind query(String name, ObjectQuery.Fields fields) {
        return Kind.of(
                name,
                Codec.readOnly(
                        Set.of(Refused.class, MalformedUri.class),
                        input -> checked(ObjectQuery.parse(
                                UriTarget.query(new String(input, UTF_8)), fields, PAGE_OBJECTS_MAX))),
                ("match%5Bversion%5D=first,2026-01-02T03:04:05.678Z&match%5Btype%5D=indicator,malware&limit=10"
                                + "&added_after=2026-01-02T03:04:05.678Z&next=12&match%5Bspec_version%5D=2.1")
                        .getBytes(UTF_8));
    }

    private static ObjectQuery checked(ObjectQuery query) {
        if (query.limit() < 1 || query.limit() > PAGE_OBJECTS_MAX || query.afterNumber() < 0) {
            throw new Finding("a page out of bounds: " + query);
        }
        return query;
    }

    /// Both directions: what is taken, and what is wanted.
    private static boolean mediaType(byte[] input) throws Exception {
        String text = new String(input, UTF_8)
                .chars()
                .filter(c -> c >= 0x20 && c < 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        boolean taken = Codec.read(
                        Set.of(Refused.class),
                        ignored -> {
                            MediaTypes.demandTaxii(Headers.of("Content-Type", text));
                            return text;
                        },
                        input)
                .isPresent();
        boolean wanted = Codec.read(
                        Set.of(Refused.class),
                        ignored -> {
                            MediaTypes.demandAcceptable(Headers.of("Accept", text));
                            return text;
                        },
                        input)
                .isPresent();
        if (taken && !text.toLowerCase(Locale.ROOT).contains("application/taxii+json")) {
            throw new Finding("taken for TAXII: " + text);
        }
        return taken || wanted;
    }
}
