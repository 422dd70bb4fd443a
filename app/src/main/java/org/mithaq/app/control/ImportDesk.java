// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.exchange.Terms;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.Defect;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixObject;

/// Takes a bundle of any size from the command line, as a stream: keeps or shares what it can, keeps what breaks the
/// standard with its defects, and puts what is refused into quarantine, where it loses nothing.
public final class ImportDesk {

    private static final int BATCH = 1_000;
    private static final int LISTED_MAX = 200;
    private static final int DEFERRED_MAX = 20_000;
    private static final int SOURCE_CHARS_MAX = 200;

    private final NodeRuntime node;
    private final int objectBytesMax;
    private final long bytesMax;

    /// @param node the running node
    /// @param objectBytesMax largest single object
    /// @param bytesMax largest bundle
    public ImportDesk(NodeRuntime node, int objectBytesMax, long bytesMax) {
        this.node = node;
        this.objectBytesMax = objectBytesMax;
        this.bytesMax = bytesMax;
    }

    long bytesMax() {
        return bytesMax;
    }

    Response take(Request request) throws IOException {
        JsonObject.Builder how = JsonObject.builder();
        for (String name : List.of("channel", "lane", "tlp", "onward")) {
            request.query().first(name).ifPresent(value -> how.put(name, value));
        }
        request.query().first("deadlineMinutes").ifPresent(value -> how.put("deadlineMinutes", Long.parseLong(value)));
        how.put("exercise", request.query().first("exercise").isPresent());
        how.put("named", request.query().all("named"));
        JsonObject asked = how.build();
        Optional<PostingRequest> posting =
                asked.has("channel") ? Optional.of(PostingRequest.of(asked, node)) : Optional.empty();
        String source = request.query().first("source").orElse("import");
        String clipped = source.length() > SOURCE_CHARS_MAX ? source.substring(0, SOURCE_CHARS_MAX) : source;
        return new Run(posting, "import:" + clipped).read(request);
    }

    /// One bundle.
    private final class Run {

        private final Optional<PostingRequest> posting;
        private final String source;
        private final List<Item> batch = new ArrayList<>();
        private final List<Item> deferred = new ArrayList<>();
        private final MarkingDefinitions definitions = new MarkingDefinitions(node.holdings());
        private final List<JsonValue> listed = new ArrayList<>();
        private final List<JsonValue> dispatches = new ArrayList<>();
        private long accepted;
        private long defective;
        private long refused;
        private long repeated;
        private long withheld;
        private long kept;

        Run(Optional<PostingRequest> posting, String source) {
            this.posting = posting;
            this.source = source;
        }

        Response read(Request request) throws IOException {
            BundleLimits standard = BundleLimits.standard();
            BundleLimits limits = new BundleLimits(
                    JsonLimits.standard().withBytesMax(objectBytesMax), bytesMax, standard.objectsMax());
            BundleReader reader = BundleReader.of(request.body(), limits);
            for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
                take(next.get());
                if (batch.size() == BATCH) {
                    flush();
                }
            }
            flush();
            // What is marked by a definition that came later in the bundle, if it came at all.
            for (int from = 0; from < deferred.size(); from += BATCH) {
                batch.addAll(deferred.subList(from, Math.min(deferred.size(), from + BATCH)));
                flush();
            }
            var report = reader.report();
            List<JsonValue> envelope = new ArrayList<>();
            report.defects().stream().limit(LISTED_MAX).forEach(defect -> envelope.add(defect(defect)));
            return Control.json(JsonObject.builder()
                    .put("accepted", accepted)
                    .put("keptWithDefects", defective)
                    .put("refused", refused)
                    .put("repeated", repeated)
                    .put("withheld", withheld)
                    .put("keptHome", kept)
                    .put("complete", report.complete())
                    .put("bytes", reader.bytesRead())
                    .put("bundleDefects", JsonArray.of(envelope))
                    .put("listed", JsonArray.of(listed))
                    .put("dispatches", JsonArray.of(dispatches))
                    .build());
        }

        private void take(BundleObject object) {
            Terms terms = posting.map(PostingRequest::terms).orElseGet(Terms::standard);
            switch (object.reading()) {
                case Reading.Accepted reading -> {
                    accepted++;
                    add(Item.of(reading.accepted(), terms, false), reading.accepted());
                }
                case Reading.KeptWithDefects reading -> {
                    defective++;
                    add(Item.of(reading.kept(), terms, true), reading.kept());
                    list("kept with defects", reading.kept().id().toString(), reading.defects());
                }
                case Reading.Refused reading -> {
                    refused++;
                    list("refused", "object " + object.index(), reading.defects());
                    quarantine(object, reading.defects().getFirst());
                }
            }
        }

        private void add(Item item, StixObject object) {
            definitions.see(object);
            boolean wait = posting.isPresent() && deferred.size() < DEFERRED_MAX && !definitions.knowAll(object);
            (wait ? deferred : batch).add(item);
        }

        private void quarantine(BundleObject object, Defect first) {
            if (object.bytes().isEmpty()) {
                return;
            }
            String reason = "STIX 2.1 " + first.sentence();
            node.quarantine()
                    .keep(
                            source,
                            List.of(new QuarantineDesk.Refused(
                                    reason, object.bytes().get())));
        }

        private void flush() {
            if (batch.isEmpty()) {
                return;
            }
            List<Item> items = List.copyOf(batch);
            batch.clear();
            Posting.Outcome outcome = posting.isPresent()
                    ? posting.get().share(node, items, definitions)
                    : node.posting().keep(items, false);
            repeated += outcome.repeated();
            withheld += outcome.withheld().size();
            kept += outcome.kept().size();
            dispatches.addAll(PostingRequest.posted(outcome.posted()));
        }

        private void list(String verdict, String what, List<Defect> defects) {
            if (listed.size() < LISTED_MAX) {
                List<JsonValue> why = new ArrayList<>();
                defects.stream().limit(5).forEach(defect -> why.add(defect(defect)));
                listed.add(JsonObject.builder()
                        .put("verdict", verdict)
                        .put("what", what)
                        .put("defects", JsonArray.of(why))
                        .build());
            }
        }

        private static JsonObject defect(Defect defect) {
            return JsonObject.builder()
                    .put("clause", defect.clause())
                    .put("sentence", defect.sentence())
                    .build();
        }
    }
}
