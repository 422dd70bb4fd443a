// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonLimits;
import org.mithaq.node.Item;
import org.mithaq.node.Releasing;
import org.mithaq.stix.StixObject;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;

/// What members write, drawn at random.
final class Writing {

    private static final Instant WRITTEN = Instant.parse("2026-09-01T00:00:00Z");
    private static final List<Tlp> LABELS = List.of(Tlp.values());
    private static final List<Terms.Onward> ONWARD = List.of(Terms.Onward.values());

    private final Map<Reference.Piece, Terms> terms = new HashMap<>();
    private int written;

    /// A new version of an object that may go to anybody.
    Reference.Piece clear(int member, String id, RandomGenerator random) {
        return piece(member, id, Optional.of(Tlp.CLEAR), Optional.empty(), Terms.Onward.PERMITTED, random);
    }

    /// A new version of an object, marked and with terms at random.
    Reference.Piece piece(int member, String id, RandomGenerator random) {
        int labelled = random.nextInt(8);
        Optional<Tlp> marked = labelled < LABELS.size() ? Optional.of(LABELS.get(labelled)) : Optional.empty();
        Optional<Tlp> stated =
                random.nextInt(4) == 0 ? Optional.of(LABELS.get(random.nextInt(LABELS.size()))) : Optional.empty();
        return piece(member, id, marked, stated, ONWARD.get(random.nextInt(ONWARD.size())), random);
    }

    private Reference.Piece piece(
            int member,
            String id,
            Optional<Tlp> marked,
            Optional<Tlp> stated,
            Terms.Onward onward,
            RandomGenerator random) {
        Instant modified = WRITTEN.plusSeconds(++written);
        String marking = marked.map(tlp -> ",\"object_marking_refs\":[\"" + tlp.definition() + "\"]")
                .orElse("");
        byte[] bytes = """
                {"type":"indicator","spec_version":"2.1","id":"%s","created":"%s","modified":"%s",\
                "name":"%s","pattern":"[ipv4-addr:value = '198.51.100.%d']","pattern_type":"stix",\
                "valid_from":"%s"%s}""".formatted(
                        id,
                        WRITTEN,
                        modified,
                        "x".repeat(1 + random.nextInt(200)),
                        random.nextInt(256),
                        WRITTEN,
                        marking)
                .getBytes(StandardCharsets.UTF_8);
        Optional<Tlp> label = marked.isPresent() && stated.isPresent()
                ? Optional.of(Tlp.stricter(marked.get(), stated.get()))
                : marked.or(() -> stated);
        Reference.Piece piece =
                new Reference.Piece(member, id, object(bytes).version().key(), bytes, label, onward);
        terms.put(
                piece,
                Terms.standard()
                        .onward(onward)
                        .label(stated.map(Releasing::number).orElse(0)));
        return piece;
    }

    private static StixObject object(byte[] bytes) {
        return StixReader.read(bytes, JsonLimits.standard()).object().orElseThrow();
    }

    /// The piece as a node takes it.
    Item item(Reference.Piece piece) {
        Terms stated = Optional.ofNullable(terms.get(piece)).orElseThrow();
        return Item.of(object(piece.bytes()), stated, false);
    }
}
