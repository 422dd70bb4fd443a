// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonPosition;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.stix.BundleLimits;
import org.mithaq.stix.BundleObject;
import org.mithaq.stix.BundleReader;
import org.mithaq.stix.BundleReport;
import org.mithaq.stix.Defect;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixObject;

/// Reads one bundle: keeps or shares what it can, keeps what breaks the standard with its defects, and puts what is
/// refused into quarantine. What a broken-off run has kept is found as repeated by the next. Belongs to one thread,
/// except [#progress].
final class ImportRun {

    private static final int BATCH = 1_000;
    private static final int REFUSED_BYTES_MAX = 16 << 20;
    private static final int LISTED_MAX = 200;
    private static final int DEFECTS_LISTED_MAX = 5;
    private static final String CONFLICT =
            "STIX 2.1 §3.6: the same id and modified are here already with another content, which counts";
    private static final String RECALLED =
            "Recall 3: this member has recalled this version, which is held in quarantine for a person to decide";
    private static final int DEFERRED_MAX = 20_000;

    private final NodeRuntime node;
    private final Optional<PostingRequest> posting;
    private final String source;
    private final RefusedAlready refusedAlready;
    private final MarkingDefinitions definitions;
    private final List<Item> batch = new ArrayList<>();
    private final List<Item> deferred = new ArrayList<>();
    private final List<QuarantineDesk.Refused> refusals = new ArrayList<>();
    private final List<JsonValue> listed = new ArrayList<>();
    private final List<JsonValue> dispatches = new ArrayList<>();
    private long turnedDownAccepted;
    private long turnedDownDefective;
    private long refusalBytes;
    private long refusedRepeated;
    private long notKept;
    private long repeated;
    private final List<JsonValue> withheldListed = new ArrayList<>();
    private final Set<String> withheldIds = new TreeSet<>();
    private final List<String> recalled = new ArrayList<>();
    private long withheld;
    private long kept;
    private Optional<Recording> recording = Optional.empty();
    private volatile Progress progress = new Progress(0, 0);

    private record Progress(long objects, long bytes) {}

    ImportRun(NodeRuntime node, Optional<PostingRequest> posting, String source) {
        this.node = node;
        this.posting = posting;
        this.source = source;
        this.refusedAlready = new RefusedAlready(node.quarantine(), source);
        this.definitions = new MarkingDefinitions(node.holdings());
    }

    /// How far it has come; from any thread.
    JsonObject progress() {
        Progress now = progress;
        return JsonObject.builder()
                .put("objects", now.objects())
                .put("bytes", now.bytes())
                .build();
    }

    /// Reads the bundle to its end, and says what became of it.
    JsonObject read(InputStream in, BundleLimits limits) throws IOException {
        BundleReader reader = BundleReader.of(in, limits);
        try {
            readAll(reader);
        } finally {
            // Whatever broke off the reading: nothing of this run goes on behind its answer.
            recording.ifPresent(Recording::end);
        }
        quarantine();
        return report(reader.report(), reader.bytesRead());
    }

    private void readAll(BundleReader reader) throws IOException {
        for (Optional<BundleObject> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (batch.size() >= BATCH) {
                recordBehind();
                progress = new Progress(reader.report().objects(), reader.bytesRead());
            }
            take(next.get());
        }
        flush();
        // What is marked by a definition that came later in the bundle, if it came at all.
        for (int from = 0; from < deferred.size(); from += BATCH) {
            batch.addAll(deferred.subList(from, Math.min(deferred.size(), from + BATCH)));
            flush();
        }
    }

    private JsonObject report(BundleReport report, long bytes) {
        List<JsonValue> envelope = new ArrayList<>();
        report.defects().stream().limit(LISTED_MAX).forEach(defect -> envelope.add(defect(defect)));
        return JsonObject.builder()
                .put("accepted", report.accepted() - turnedDownAccepted)
                .put("keptWithDefects", report.kept() - turnedDownDefective)
                .put("refused", report.refused() + turnedDownAccepted + turnedDownDefective)
                .put("refusedRepeated", refusedRepeated)
                .put("refusedNotKept", notKept)
                .put("repeated", repeated)
                .put("withheldCount", withheld)
                .put("withheld", JsonArray.of(withheldListed))
                .put("allWithheld", PostingRequest.isAllWithheld(node, dispatches.size(), withheldIds))
                .put("recalled", recalled)
                .put("keptHome", kept)
                .put("complete", report.complete())
                .put("bytes", bytes)
                .put("bundleDefects", JsonArray.of(envelope))
                .put("listed", JsonArray.of(listed))
                .put("dispatches", JsonArray.of(dispatches))
                .build();
    }

    private void take(BundleObject object) {
        Terms terms = posting.map(PostingRequest::terms).orElseGet(Terms::standard);
        switch (object.reading()) {
            case Reading.Accepted reading -> add(Item.of(reading.accepted(), terms, false), reading.accepted());
            case Reading.KeptWithDefects reading -> {
                add(Item.of(reading.kept(), terms, true), reading.kept());
                list("kept with defects", reading.kept().id().toString(), object.start(), reading.defects());
            }
            case Reading.Refused reading -> {
                list("refused", "object " + object.index(), object.start(), reading.defects());
                refuse(object, reading.defects().getFirst());
            }
        }
    }

    private void add(Item item, StixObject object) {
        definitions.see(object);
        boolean wait = posting.isPresent() && deferred.size() < DEFERRED_MAX && !definitions.knowAll(object);
        (wait ? deferred : batch).add(item);
    }

    private void refuse(BundleObject object, Defect first) {
        if (object.bytes().isEmpty()) {
            notKept++;
            return;
        }
        refuse(first.quotation(), object.bytes().get());
    }

    /// Another content under an id and version that are taken: refused, and kept for a person to decide.
    private void conflict(Item item) {
        refuse(CONFLICT, turnedDown(item, "STIX 2.1 §3.6", CONFLICT).bytes());
    }

    /// What was taken back by this member in that version lies in quarantine already.
    private void recalled(Item item) {
        StixObject object = turnedDown(item, "Recall 3", RECALLED);
        if (recalled.size() < LISTED_MAX) {
            recalled.add(object.id().toString());
        }
    }

    /// Notes that what could be read was not taken.
    private StixObject turnedDown(Item item, String clause, String sentence) {
        if (item.defects()) {
            turnedDownDefective++;
        } else {
            turnedDownAccepted++;
        }
        StixObject object = item.object().orElseThrow();
        if (listed.size() < LISTED_MAX) {
            listed.add(JsonObject.builder()
                    .put("verdict", "refused")
                    .put("what", object.id().toString())
                    .put(
                            "defects",
                            JsonArray.of(List.of(JsonObject.builder()
                                    .put("clause", clause)
                                    .put("sentence", sentence)
                                    .build())))
                    .build());
        }
        return object;
    }

    private void refuse(String reason, byte[] bytes) {
        if (refusedAlready.holds(reason, bytes)) {
            refusedRepeated++;
            return;
        }
        refusals.add(new QuarantineDesk.Refused(reason, bytes));
        refusalBytes += bytes.length;
        if (refusals.size() == BATCH || refusalBytes > REFUSED_BYTES_MAX) {
            quarantine();
        }
    }

    private void quarantine() {
        notKept += node.quarantine().keep(source, List.copyOf(refusals)).stream()
                .filter(Optional::isEmpty)
                .count();
        refusals.clear();
        refusalBytes = 0;
    }

    /// Lets a full batch be sealed and recorded while the next one is read: never two, so that they stay in their
    /// order.
    private void recordBehind() {
        noteRecorded();
        List<Item> items = taken();
        recording = Optional.of(Recording.of(() -> record(items)));
    }

    /// Records what there is, behind what is being recorded.
    private void flush() {
        noteRecorded();
        if (!batch.isEmpty()) {
            note(record(taken()));
        }
    }

    private List<Item> taken() {
        List<Item> items = List.copyOf(batch);
        batch.clear();
        return items;
    }

    private Posting.Outcome record(List<Item> items) {
        return posting.isPresent()
                ? posting.get().share(node, items, definitions)
                : node.posting().keep(items, false);
    }

    /// Waits for the batch that is being recorded, if there is one, and notes what became of it.
    private void noteRecorded() {
        Optional<Recording> ended = recording;
        recording = Optional.empty();
        ended.map(Recording::outcome).ifPresent(this::note);
    }

    private void note(Posting.Outcome outcome) {
        repeated += outcome.repeated();
        outcome.conflicting().forEach(this::conflict);
        outcome.recalled().forEach(this::recalled);
        withheld += outcome.withheld().size();
        outcome.withheld().stream().limit(LISTED_MAX - withheldListed.size()).forEach(each -> {
            withheldListed.add(PostingRequest.withheld(each));
            withheldIds.add(each.stixId());
        });
        kept += outcome.kept().size();
        dispatches.addAll(PostingRequest.posted(outcome.posted()));
    }

    private void list(String verdict, String what, JsonPosition start, List<Defect> defects) {
        if (listed.size() < LISTED_MAX) {
            List<JsonValue> why = new ArrayList<>();
            defects.stream().limit(DEFECTS_LISTED_MAX).forEach(defect -> why.add(defect(defect)));
            listed.add(JsonObject.builder()
                    .put("verdict", verdict)
                    .put("what", what)
                    .put("line", start.line())
                    .put("column", start.column())
                    .put("byte", start.offset())
                    .put("defects", JsonArray.of(why))
                    .build());
        }
    }

    private static JsonObject defect(Defect defect) {
        return JsonObject.builder()
                .put("clause", defect.clause())
                .put("sentence", defect.quotation())
                .build();
    }
}
