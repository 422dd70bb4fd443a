// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.exchange.Limits;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.json.JsonArrayElements;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.MalformedJson;
import org.mithaq.stix.Defect;
import org.mithaq.stix.Reading;
import org.mithaq.stix.Severity;
import org.mithaq.stix.StixReader;

/// Reads a posted envelope (TAXII 2.1 §3.7). What is no envelope is refused whole; a bad object costs no other.
final class EnvelopeReader {

    /// Objects in one envelope.
    static final int OBJECTS_MAX = 10_000;

    /// One object: as much as a leaf carries, 64 deep.
    static final JsonLimits OBJECT = JsonLimits.standard().withBytesMax(Limits.LEAF_BYTES_MAX);

    /// The envelope around the objects.
    static final JsonLimits AROUND = new JsonLimits(1 << 16, 64, 10_000, 1 << 14);

    private static final String CLAUSE = "TAXII 2.1 §3.7";

    private EnvelopeReader() {}

    /// One object as it was read.
    ///
    /// @param index in the envelope, from 0
    /// @param bytes exactly as sent; empty where it was longer than the limit
    record Element(long index, Optional<byte[]> bytes, Reading reading) {}

    /// Reads all objects of `body`. Properties that TAXII does not define are passed over (§7.1.1).
    ///
    /// @throws Refused with 400 if it is no JSON to its end, with 422 if it is no envelope of 1 to 10,000 objects
    static List<Element> read(byte[] body) {
        JsonArrayElements objects =
                JsonArrayElements.of(new ByteArrayInputStream(body), "objects", OBJECT.bytesMax(), AROUND);
        List<Element> read = new ArrayList<>();
        try {
            for (var next = objects.next(); next.isPresent(); next = objects.next()) {
                if (read.size() == OBJECTS_MAX) {
                    throw unprocessable("limit objectsMax", "at most " + OBJECTS_MAX + " objects in an envelope");
                }
                read.add(element(next.get()));
            }
        } catch (MalformedJson malformed) {
            throw new Refused(Problem.of(
                    "malformed-json",
                    400,
                    "The envelope is not JSON",
                    String.valueOf(malformed.getMessage()),
                    malformed.clause()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("bytes in memory", impossible);
        }
        if (!(objects.skeletonValue() instanceof JsonObject envelope)) {
            throw unprocessable(CLAUSE, "an envelope is a JSON object with a list `objects`");
        }
        if (envelope.array("objects").isEmpty()) {
            throw unprocessable(CLAUSE, "an envelope that is posted has a list `objects`");
        }
        if (read.isEmpty()) {
            throw unprocessable("TAXII 2.1 §2", "a list has at least one value");
        }
        return read;
    }

    private static Element element(JsonArrayElements.Element element) {
        return switch (element) {
            case JsonArrayElements.Slice slice ->
                new Element(slice.index(), Optional.of(slice.bytes()), StixReader.read(slice.bytes(), OBJECT));
            case JsonArrayElements.TooLong tooLong ->
                new Element(tooLong.index(), Optional.empty(), new Reading.Refused(List.of(defect(tooLong))));
        };
    }

    private static Defect defect(JsonArrayElements.TooLong tooLong) {
        return new Defect(
                "object-too-long",
                tooLong.refusal().clause(),
                Severity.MUST,
                "$",
                "an object of at most " + OBJECT.bytesMax() + " bytes",
                tooLong.lengthBytes() + " bytes");
    }

    private static Refused unprocessable(String clause, String expected) {
        return new Refused(
                Problem.of("unprocessable-envelope", 422, "The envelope cannot be processed", expected, clause));
    }
}
