// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Response;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;
import org.mithaq.node.Core;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.Releasing;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submissions;
import org.mithaq.stix.Markings;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixObject;

/// Takes what clients post (TAXII 2.1 §5.5): keeps it at home, or releases it to a channel as policy allows, and says
/// of each object what became of it. What is refused goes to quarantine.
final class Intake {

    /// Bytes of an unreadable envelope that is kept whole.
    static final int ENVELOPE_KEPT_BYTES_MAX = 1 << 20;

    private final TaxiiNode node;
    private final Submissions submissions;
    private final InstantSource clock;
    private final SecureRandom random;

    Intake(TaxiiNode node, Submissions submissions, InstantSource clock, SecureRandom random) {
        this.node = node;
        this.submissions = submissions;
        this.clock = clock;
        this.random = random;
    }

    /// Under which name the outcome of a post is remembered: only the token that made it may ask.
    static String submission(Caller caller, String statusId) {
        return "taxii:" + caller.name() + ":" + statusId;
    }

    /// An object that can be read, and whether it breaks the standard.
    private record Candidate(EnvelopeReader.Element element, StixObject object, Optional<String> defects) {}

    /// Takes the envelope in `body`.
    ///
    /// @throws Refused if it is no envelope, or nothing of it can be read
    Response post(Caller caller, Collection collection, byte[] body) {
        Instant at = clock.instant();
        String source = "taxii:" + caller.name();
        List<EnvelopeReader.Element> elements = envelope(source, body);
        StatusReport report = new StatusReport(Identifiers.random(random), Core.micros(at));
        Refusals refusals = new Refusals(node.quarantine(), source, at);
        List<Candidate> candidates = candidates(elements, refusals);
        boolean unreadable = candidates.isEmpty();
        if (!unreadable) {
            Outcomes outcomes = new Outcomes(node, collection, share(collection, candidates, at));
            for (Candidate candidate : candidates) {
                outcomes.conflict(candidate.object())
                        .ifPresentOrElse(
                                conflict -> refusals.add(candidate.element(), conflict),
                                () -> outcomes.report(candidate.object(), candidate.defects(), report));
            }
        }
        Optional<String> first = refusals.settle(report);
        JsonObject status = report.json();
        submissions.record(submission(caller, report.id().toString()), Json.write(status));
        if (unreadable) {
            throw new Refused(Problem.of(
                            "unprocessable-objects",
                            422,
                            "No object of the envelope can be processed",
                            first.orElse("see the status"),
                            "TAXII 2.1 §5.5")
                    .with("status", report.id().toString()));
        }
        return Answers.of(202, status);
    }

    private List<EnvelopeReader.Element> envelope(String source, byte[] body) {
        try {
            return EnvelopeReader.read(body);
        } catch (Refused refused) {
            Problem problem = refused.problem();
            String kept = "not kept: more than " + ENVELOPE_KEPT_BYTES_MAX + " bytes";
            if (body.length <= ENVELOPE_KEPT_BYTES_MAX) {
                String reason = problem.clause().orElse("TAXII 2.1") + ": " + problem.detail();
                kept = node.quarantine()
                        .keep(source, List.of(new QuarantineDesk.Refused(reason, body)))
                        .getFirst()
                        .map(number -> Long.toString(number))
                        .orElse("not kept: the quarantine is full");
            }
            throw new Refused(problem.with("quarantine", kept));
        }
    }

    /// The objects that can be read; the others are refused.
    private static List<Candidate> candidates(List<EnvelopeReader.Element> elements, Refusals refusals) {
        List<Candidate> candidates = new ArrayList<>();
        for (EnvelopeReader.Element element : elements) {
            switch (element.reading()) {
                case Reading.Accepted accepted ->
                    candidates.add(new Candidate(element, accepted.accepted(), Optional.empty()));
                case Reading.KeptWithDefects kept ->
                    candidates.add(new Candidate(element, kept.kept(), Optional.of(Refusals.sentence(kept))));
                case Reading.Refused refused -> refusals.add(element, Refusals.sentence(refused));
            }
        }
        return candidates;
    }

    private Posting.Outcome share(Collection collection, List<Candidate> candidates, Instant at) {
        if (collection.channel().isEmpty()) {
            return node.posting().keep(items(candidates, _ -> Terms.standard()), false);
        }
        Definitions definitions = new Definitions(node, objects(candidates));
        int label = Releasing.number(collection.unmarked());
        List<Item> items = items(
                candidates,
                object -> Markings.of(object, definitions).tlp().isPresent()
                        ? Terms.standard()
                        : Terms.standard().label(label));
        Sealing.Posting posting = new Sealing.Posting(collection.channel().get(), Lane.ROUTINE, 0, false);
        try {
            return node.posting().share(posting, items, Set.of(), definitions, at);
        } catch (Posting.PostingRefused refused) {
            throw Caller.forbidden(String.valueOf(refused.getMessage()));
        }
    }

    private static Map<String, StixObject> objects(List<Candidate> candidates) {
        Map<String, StixObject> objects = new LinkedHashMap<>();
        candidates.forEach(each -> objects.put(each.object().id().toString(), each.object()));
        return objects;
    }

    private static List<Item> items(List<Candidate> candidates, java.util.function.Function<StixObject, Terms> terms) {
        return candidates.stream()
                .map(each -> Item.of(
                        each.object(),
                        terms.apply(each.object()),
                        each.defects().isPresent()))
                .toList();
    }
}
