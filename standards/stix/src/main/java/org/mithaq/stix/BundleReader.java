// SPDX-License-Identifier: Apache-2.0
package org.mithaq.stix;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mithaq.json.JsonArrayElements;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonPosition;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;

/// Reads a bundle of any size, object by object (STIX 2.1 §8); also a list of objects, or one object alone, plain
/// or in gzip.
///
/// One bad object costs no other: each gets a verdict of its own. A document that breaks off gives all that came
/// before, and a defect. Memory is bounded by one object. Belongs to one thread; does not close the stream.
public final class BundleReader {

    private static final String BUNDLE = "bundle";

    private final BundleLimits limits;
    private final List<Defect> defects = new ArrayList<>();
    private final @Nullable JsonArrayElements elements;
    private @Nullable StixId id;
    private long accepted;
    private long kept;
    private long refused;
    private boolean ended;
    private boolean complete;

    private BundleReader(BundleLimits limits, @Nullable JsonArrayElements elements) {
        this.limits = limits;
        this.elements = elements;
    }

    /// Begins to read the document in `in`, from where that stands to its end.
    ///
    /// @throws IOException from the stream
    public static BundleReader of(InputStream in, BundleLimits limits) throws IOException {
        try {
            BundleStream stream = BundleStream.of(in, limits.inflatedBytesMax());
            return new BundleReader(
                    limits,
                    JsonArrayElements.of(stream, "objects", limits.object().bytesMax(), limits.object()));
        } catch (BundleStream.Unreadable e) {
            BundleReader reader = new BundleReader(limits, null);
            reader.breakOff(e);
            return reader;
        }
    }

    /// The next object, or nothing when the document has ended or cannot be continued; [#report] tells these apart.
    ///
    /// @throws IOException from the stream; never for what the document contains
    public Optional<BundleObject> next() throws IOException {
        if (ended || elements == null) {
            return Optional.empty();
        }
        try {
            Optional<JsonArrayElements.Element> element = elements.next();
            if (element.isEmpty()) {
                return end(elements);
            }
            if (element.get().index() >= limits.objectsMax()) {
                breakOff("limit objectsMax", "at most " + limits.objectsMax() + " objects", "more");
                return Optional.empty();
            }
            return Optional.of(read(element.get()));
        } catch (MalformedJson e) {
            breakOff(e.clause(), "JSON to the end, broken at " + e.position(), e.excerpt());
            return Optional.empty();
        } catch (BundleStream.Unreadable e) {
            breakOff(e);
            return Optional.empty();
        }
    }

    /// What was found so far of the bundle beside its objects; final when [#next] has returned nothing.
    public BundleReport report() {
        return new BundleReport(Optional.ofNullable(id), accepted, kept, refused, complete, defects);
    }

    /// Bytes of the document read so far, after gzip was undone; for progress.
    public long bytesRead() {
        return elements == null ? 0 : elements.bytesRead();
    }

    private BundleObject read(JsonArrayElements.Element element) {
        return switch (element) {
            case JsonArrayElements.Slice slice ->
                counted(new BundleObject(
                        slice.index(),
                        slice.start(),
                        Optional.of(slice.bytes()),
                        StixReader.read(slice.bytes(), limits.object())));
            case JsonArrayElements.TooLong tooLong ->
                counted(new BundleObject(
                        tooLong.index(), tooLong.start(), Optional.empty(), StixReader.refused(tooLong.refusal())));
        };
    }

    private BundleObject counted(BundleObject object) {
        switch (object.reading()) {
            case Reading.Accepted _ -> accepted++;
            case Reading.KeptWithDefects _ -> kept++;
            case Reading.Refused _ -> refused++;
        }
        return object;
    }

    /// The end of the document: what stands around the objects, or the one object that it is.
    private Optional<BundleObject> end(JsonArrayElements document) {
        ended = true;
        complete = true;
        JsonValue skeleton = document.skeletonValue();
        if (skeleton instanceof JsonObject envelope) {
            boolean isBundle = envelope.string("type").filter(BUNDLE::equals).isPresent();
            if (!isBundle && objects() == 0) {
                byte[] bytes = document.skeleton();
                return Optional.of(counted(new BundleObject(
                        0, JsonPosition.START, Optional.of(bytes), StixReader.read(bytes, limits.object()))));
            }
            envelope(envelope);
        } else if (skeleton.asArray().isEmpty()) {
            defects.add(Rule.BUNDLE_TYPE.at("$", Findings.shown(skeleton)));
        }
        return Optional.empty();
    }

    /// §8.1
    private void envelope(JsonObject envelope) {
        Optional<String> type = envelope.string("type");
        if (!type.equals(Optional.of(BUNDLE))) {
            defects.add(Rule.BUNDLE_TYPE.at("$.type", type.orElse("")));
        }
        Optional<JsonValue> written = envelope.member("id");
        Optional<StixId> read = written.flatMap(JsonValue::asString).flatMap(StixId::tryParse);
        if (read.isEmpty() || !read.get().type().equals(BUNDLE)) {
            defects.add(Rule.BUNDLE_ID.at("$.id", written.map(Findings::shown).orElse("")));
        } else {
            id = read.get();
        }
        Optional<JsonValue> objects = envelope.member("objects");
        if (objects.isPresent() && objects() == 0) {
            defects.add(Rule.BUNDLE_EMPTY.at("$.objects", Findings.shown(objects.get())));
        }
        Optional<JsonValue> version = envelope.member("spec_version");
        if (version.isPresent()) {
            defects.add(Rule.BUNDLE_OF_STIX_2_0.at("$.spec_version", Findings.shown(version.get())));
        }
    }

    private long objects() {
        return accepted + kept + refused;
    }

    private void breakOff(BundleStream.Unreadable e) {
        breakOff(e.clause(), e.getMessage() == null ? "" : e.getMessage(), "");
    }

    private void breakOff(String clause, String expected, String found) {
        ended = true;
        defects.add(Rule.BUNDLE_MALFORMED.at(clause, "$", expected, found));
    }
}
