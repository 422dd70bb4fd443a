// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a document of any size apart: the elements of one array, each as the bytes that were sent, and the rest.
///
/// The array is the member of a given name of the top-level object (`objects` of a STIX bundle), or the top-level
/// array itself. An element is only cut out here; whether it is JSON is for [Json#read] to say, so that one bad
/// element does not cost the others. The rest, the *skeleton*, is the document with `[]` for the array, and is
/// checked strictly when the end is reached. A document is accepted by [Json#read] exactly when nothing is refused
/// here and every element is accepted by it, limits apart.
///
/// Memory is bounded by one element, the skeleton and a buffer. Belongs to one thread; does not close the stream.
public final class JsonArrayElements {

    /// One element of the array.
    public sealed interface Element {

        /// Its index in the array, from 0.
        long index();

        /// Where in the document it begins; what [Json#read] finds in it lies [MalformedJson#within] this.
        JsonPosition start();
    }

    /// An element within the limit.
    public static final class Slice implements Element {
        private final long index;
        private final JsonPosition start;
        private final byte[] bytes;

        private Slice(long index, JsonPosition start, byte[] bytes) {
            this.index = index;
            this.start = start;
            this.bytes = bytes;
        }

        @Override
        public long index() {
            return index;
        }

        @Override
        public JsonPosition start() {
            return start;
        }

        /// Its bytes as they were sent, without white space around it. Handed over, not copied.
        public byte[] bytes() {
            return bytes;
        }
    }

    /// An element that was passed over, as it has more bytes than the limit.
    ///
    /// @param lengthBytes how many it has
    /// @param refusal the same, for whoever must be told; `TOO_LONG`, with the beginning of the element
    public record TooLong(long index, JsonPosition start, long lengthBytes, MalformedJson refusal) implements Element {}

    private enum Phase {
        BEGINNING,
        ELEMENTS,
        AFTER_ARRAY,
        ENDED,
        /// The stream threw within [#next].
        BROKEN
    }

    private final StructureScanner scanner;
    private final byte[] member;
    private final int elementBytesMax;
    private final JsonLimits skeletonLimits;
    private final ByteSink skeleton = new ByteSink(1 << 10);
    private final ByteSink element = new ByteSink(1 << 13);

    private Phase phase = Phase.BEGINNING;
    private @Nullable MalformedJson refusal;
    private @Nullable JsonValue document;
    private boolean memberSeen;
    private boolean topLevelArray;
    private long elements;
    private @Nullable JsonPosition arrayOpened;
    private JsonPosition arrayClosed = JsonPosition.START;

    private JsonArrayElements(InputStream in, String member, int elementBytesMax, JsonLimits skeletonLimits) {
        this.scanner = new StructureScanner(in);
        this.member = ('"' + JsonString.checked(member) + '"').getBytes(UTF_8);
        this.elementBytesMax = elementBytesMax;
        this.skeletonLimits = skeletonLimits;
    }

    /// Takes the document in `in` apart, from where that stands to its end.
    ///
    /// @param in read in parts of up to 64 KiB; its end is the end of the document
    /// @param member name of the array in the top-level object, compared with escapes resolved
    /// @param elementBytesMax the longest element that is kept, at least 1
    /// @param skeletonLimits for the document without the elements, white space between members included
    public static JsonArrayElements of(InputStream in, String member, int elementBytesMax, JsonLimits skeletonLimits) {
        if (elementBytesMax < 1) {
            throw new IllegalArgumentException("a limit that admits no element: " + elementBytesMax);
        }
        return new JsonArrayElements(in, member, elementBytesMax, skeletonLimits);
    }

    /// The next element, or nothing when the document has ended and its skeleton is in order.
    ///
    /// @throws MalformedJson if no element can follow: the document is truncated, or malformed outside of elements.
    ///     What came before stays good. Thrown again by every later call.
    /// @throws IOException from the stream; the document cannot be continued then
    public Optional<Element> next() throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        Phase current = phase;
        phase = Phase.BROKEN;
        try {
            return switch (current) {
                case BEGINNING -> beginning();
                case ELEMENTS -> nextElement();
                case AFTER_ARRAY -> afterArray();
                case ENDED -> ended();
                case BROKEN -> throw new IllegalStateException("the stream failed before");
            };
        } catch (MalformedJson malformed) {
            refusal = malformed;
            throw malformed;
        }
    }

    /// The document with `[]` for the array: a copy of its bytes.
    ///
    /// @throws IllegalStateException before [#next] has returned nothing
    public byte[] skeleton() {
        skeletonValue();
        return skeleton.copy();
    }

    /// The document with `[]` for the array.
    ///
    /// @throws IllegalStateException before [#next] has returned nothing
    public JsonValue skeletonValue() {
        if (document == null) {
            throw new IllegalStateException("the end of the document has not been reached");
        }
        return document;
    }

    /// How many bytes of the stream have been read, for progress.
    public long bytesRead() {
        return scanner.bytesRead();
    }

    private Optional<Element> beginning() throws IOException {
        scanner.captureOrRefuse(skeleton, skeletonLimits.bytesMax());
        scanner.passWhiteSpace();
        return switch (scanner.peek()) {
            case '{' -> {
                scanner.pass();
                yield members(true);
            }
            case '[' -> {
                topLevelArray = true;
                scanner.pass();
                yield openArray();
            }
            default -> scalar();
        };
    }

    /// A top-level scalar is all skeleton. What begins none, such as another encoding, is refused before it is read.
    private Optional<Element> scalar() throws IOException {
        int b = scanner.peek();
        require(b >= 0, MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "a value");
        boolean begins = "\"-0123456789tfn".indexOf(b) >= 0;
        require(begins, MalformedJson.Reason.SYNTAX, "RFC 8259 §3", "a value in UTF-8, without a byte order mark");
        scanner.passAll();
        return end();
    }

    private Optional<Element> afterArray() throws IOException {
        return topLevelArray ? end() : members(false);
    }

    /// Passes members until the array begins, or the object and with it the document ends.
    private Optional<Element> members(boolean first) throws IOException {
        boolean separate = !first;
        while (true) {
            scanner.passWhiteSpace();
            if (scanner.peek() == '}') {
                scanner.pass();
                return end();
            }
            if (separate) {
                expect(',', "RFC 8259 §4", "a comma or }");
                scanner.passWhiteSpace();
            }
            boolean wanted = name();
            scanner.passWhiteSpace();
            expect(':', "RFC 8259 §4", "a colon after the name");
            scanner.passWhiteSpace();
            if (wanted && scanner.peek() == '[') {
                scanner.pass();
                return openArray();
            }
            value();
            separate = true;
        }
    }

    /// Passes a name. Whether it is the array's.
    private boolean name() throws IOException {
        requireByte('"', "RFC 8259 §4", "a name in quotation marks");
        JsonPosition start = scanner.place();
        scanner.flush();
        int from = skeleton.length();
        require(scanner.passString(), MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "the rest of the name");
        scanner.flush();
        if (!isMember(skeleton.copyFrom(from), start)) {
            return false;
        }
        if (memberSeen) {
            throw MalformedJson.at(
                    start,
                    MalformedJson.Reason.DUPLICATE_NAME,
                    "RFC 7493 §2.3",
                    "a name that no other member of the object has",
                    new String(member, UTF_8));
        }
        memberSeen = true;
        return true;
    }

    private boolean isMember(byte[] name, JsonPosition start) {
        if (Arrays.equals(name, member)) {
            return true;
        }
        for (byte b : name) {
            if (b == '\\') {
                try {
                    return Arrays.equals(Json.write(Json.read(name, skeletonLimits)), member);
                } catch (MalformedJson malformed) {
                    throw malformed.within(start);
                }
            }
        }
        return false;
    }

    private Optional<Element> openArray() throws IOException {
        scanner.endCapture();
        arrayOpened = scanner.place();
        return nextElement();
    }

    private Optional<Element> nextElement() throws IOException {
        scanner.passWhiteSpace();
        if (scanner.peek() == ']') {
            arrayClosed = scanner.place();
            scanner.captureOrRefuse(skeleton, skeletonLimits.bytesMax());
            scanner.pass();
            return afterArray();
        }
        if (elements > 0) {
            expect(',', "RFC 8259 §5", "a comma or ]");
            scanner.passWhiteSpace();
        }
        JsonPosition start = scanner.place();
        element.clear();
        scanner.capture(element, elementBytesMax);
        value();
        long length = scanner.endCapture();
        phase = Phase.ELEMENTS;
        long index = elements++;
        if (length <= elementBytesMax) {
            return Optional.of(new Slice(index, start, element.copy()));
        }
        return Optional.of(new TooLong(index, start, length, tooLong(start)));
    }

    private MalformedJson tooLong(JsonPosition start) {
        byte[] beginning = element.copy();
        return MalformedJson.at(
                start,
                MalformedJson.Reason.TOO_LONG,
                "limit elementBytesMax",
                "an element of at most " + elementBytesMax + " bytes",
                Excerpt.around(beginning, 0, beginning.length, 0));
    }

    /// Passes the value that begins here.
    private void value() throws IOException {
        int b = scanner.peek();
        boolean complete = switch (b) {
            case '{', '[' -> scanner.passContainer();
            case '"' -> scanner.passString();
            case ',', ':', ']', '}' -> throw scanner.refused(MalformedJson.Reason.SYNTAX, "RFC 8259 §3", "a value");
            default -> b >= 0 && scanner.passScalar();
        };
        require(complete, MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "the rest of the document");
    }

    /// The document's value has ended: nothing may follow, and the skeleton must be in order.
    private Optional<Element> end() throws IOException {
        scanner.endCapture();
        scanner.passWhiteSpace();
        require(scanner.peek() < 0, MalformedJson.Reason.TRAILING_BYTES, "RFC 8259 §2", "nothing after the value");
        try {
            document = Json.read(skeleton.copy(), skeletonLimits);
        } catch (MalformedJson malformed) {
            throw malformed.movedTo(inDocument(malformed.position()));
        }
        return ended();
    }

    private Optional<Element> ended() {
        phase = Phase.ENDED;
        return Optional.empty();
    }

    /// A place in the skeleton as one in the document. Up to the array the two are the same.
    private JsonPosition inDocument(JsonPosition place) {
        if (arrayOpened == null || place.offset() < arrayOpened.offset()) {
            return place;
        }
        return place.since(arrayOpened).from(arrayClosed);
    }

    private void expect(char wanted, String clause, String expected) throws IOException {
        requireByte(wanted, clause, expected);
        scanner.pass();
    }

    private void requireByte(char wanted, String clause, String expected) throws IOException {
        int b = scanner.peek();
        require(b >= 0, MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "the rest of the document");
        require(b == wanted, MalformedJson.Reason.SYNTAX, clause, expected);
    }

    private void require(boolean holds, MalformedJson.Reason reason, String clause, String expected) {
        if (!holds) {
            throw scanner.refused(reason, clause, expected);
        }
    }
}
