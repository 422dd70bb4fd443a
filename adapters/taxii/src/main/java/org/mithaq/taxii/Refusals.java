// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;
import org.mithaq.node.Core;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.stix.Defect;
import org.mithaq.stix.Reading;

/// The objects of one post that are refused: collected, kept in quarantine together, and reported. Belongs to one
/// thread.
final class Refusals {

    private final QuarantineDesk quarantine;
    private final String source;
    private final String came;
    private final List<Refusal> refusals = new ArrayList<>();

    private record Refusal(EnvelopeReader.Element element, String reason) {}

    Refusals(QuarantineDesk quarantine, String source, Instant at) {
        this.quarantine = quarantine;
        this.source = source;
        this.came = Timestamps.written(Core.micros(at));
    }

    void add(EnvelopeReader.Element element, String reason) {
        refusals.add(new Refusal(element, reason));
    }

    /// Clause, expectation and finding of the first defect, and how many more there are.
    static String sentence(Reading reading) {
        Defect first = reading.defects().getFirst();
        String sentence = first.quotation();
        int more = reading.defects().size() - 1;
        return more == 0 ? sentence : sentence + " (and " + more + " more)";
    }

    /// Keeps all of them and reports each. Returns the reason of the first.
    Optional<String> settle(StatusReport report) {
        List<Refusal> kept = refusals.stream()
                .filter(each -> each.element().bytes().isPresent())
                .toList();
        List<Optional<Long>> numbers = quarantine.keep(
                source,
                kept.stream()
                        .map(each -> new QuarantineDesk.Refused(
                                each.reason(), each.element().bytes().orElseThrow()))
                        .toList());
        for (Refusal each : refusals) {
            int index = kept.indexOf(each);
            String where = index < 0
                    ? "not kept, because of its length"
                    : numbers.get(index)
                            .map(number -> "kept in quarantine under " + number)
                            .orElse("not kept: the quarantine is full");
            report.failed(subject(each.element()), each.reason() + "; " + where);
        }
        return refusals.stream().map(Refusal::reason).findFirst();
    }

    private StatusReport.Subject subject(EnvelopeReader.Element element) {
        Optional<JsonObject> json = element.bytes().flatMap(Refusals::json);
        String id = json.flatMap(object -> object.string("id")).orElse("objects[" + element.index() + "]");
        String version = json.flatMap(object -> object.string("modified").or(() -> object.string("created")))
                .orElse(came);
        return new StatusReport.Subject(id, version);
    }

    private static Optional<JsonObject> json(byte[] bytes) {
        try {
            return Json.read(bytes, EnvelopeReader.OBJECT) instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (MalformedJson malformed) {
            return Optional.empty();
        }
    }
}
