// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Makes values of the tokens that Jackson finds, and refuses what Jackson lets through.
///
/// On the way to a value no place is asked for, as that costs more than the value. A refusal finds the place by
/// reading once more.
final class StrictReader {

    /// Jackson's own bounds lie just beyond ours, so that the refusal is ours and names the limit. The document's
    /// length is checked before, and no string or name is longer than its document.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonLimits.DEPTH_CEILING + 1)
                    .maxNumberLength(JsonNumber.LITERAL_CHARS_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final byte[] bytes;
    private final int from;
    private final int length;
    private final JsonLimits limits;
    private final JsonParser parser;

    private int valuesLeft;

    /// Values, and names, of the containers that are still open; the innermost last.
    private JsonValue[] openValues = new JsonValue[64];

    private String[] openNames = new String[64];
    private int valuesOpen;
    private int namesOpen;

    private StrictReader(byte[] bytes, int from, int length, JsonLimits limits, JsonParser parser) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
        this.limits = limits;
        this.parser = parser;
        this.valuesLeft = limits.valuesMax();
    }

    /// See [Json#read(byte[], int, int, JsonLimits)].
    static JsonValue read(byte[] bytes, int from, int length, JsonLimits limits) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length > limits.bytesMax()) {
            throw MalformedJson.in(
                    bytes,
                    from,
                    length,
                    limits.bytesMax(),
                    MalformedJson.Reason.TOO_LONG,
                    "limit bytesMax",
                    "at most " + limits.bytesMax() + " bytes");
        }
        EncodingCheck.check(bytes, from, length);
        try (JsonParser parser = parser(bytes, from, length)) {
            return new StrictReader(bytes, from, length, limits, parser).document();
        } catch (StreamConstraintsException e) {
            throw Grammar.refusal(bytes, from, length, MalformedJson.Reason.TOO_MANY_VALUES, e);
        } catch (JacksonException e) {
            throw Grammar.refusal(bytes, from, length, MalformedJson.Reason.SYNTAX, e);
        }
    }

    /// A parser of a part that [EncodingCheck] has passed.
    static JsonParser parser(byte[] bytes, int from, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, length);
    }

    private JsonValue document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refused(length, MalformedJson.Reason.TRUNCATED, "RFC 8259 §2", "a value");
        }
        JsonValue value = value(first, 0);
        if (parser.nextToken() != null) {
            throw refused(here(), MalformedJson.Reason.TRAILING_BYTES, "RFC 8259 §2", "nothing after the value");
        }
        return value;
    }

    /// @param outer how many containers are around the value that begins with `token`
    private JsonValue value(JsonToken token, int outer) {
        if (--valuesLeft < 0) {
            throw refused(
                    here(),
                    MalformedJson.Reason.TOO_MANY_VALUES,
                    "limit valuesMax",
                    "at most " + limits.valuesMax() + " values");
        }
        return switch (token) {
            case VALUE_STRING -> JsonString.wellFormed(bounded(parser.getString()));
            case START_OBJECT -> object(deeper(outer));
            case START_ARRAY -> array(deeper(outer));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case NOT_AVAILABLE, PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("where a value begins, Jackson found " + token);
        };
    }

    private JsonObject object(int depth) {
        int firstValue = valuesOpen;
        int firstName = namesOpen;
        int valuesBefore = limits.valuesMax() - valuesLeft - 1;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            pushName(bounded(name));
            push(value(parser.nextToken(), depth));
        }
        String[] names = Arrays.copyOfRange(openNames, firstName, namesOpen);
        JsonValue[] values = popFrom(firstValue);
        namesOpen = firstName;
        NameIndex index = new NameIndex(names);
        if (index.duplicate() >= 0) {
            throw refused(
                    placeOfName(valuesBefore, index.duplicate()),
                    MalformedJson.Reason.DUPLICATE_NAME,
                    "RFC 7493 §2.3",
                    "a name that no other member of the object has");
        }
        return JsonObject.owning(names, values, index);
    }

    private JsonArray array(int depth) {
        int first = valuesOpen;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            push(value(token, depth));
        }
        return JsonArray.owning(popFrom(first));
    }

    private JsonNumber number(String literal) {
        // Jackson counts digits only, where its own bound is not reached sooner.
        if (literal.length() > JsonNumber.LITERAL_CHARS_MAX) {
            throw refused(
                    here(),
                    MalformedJson.Reason.TOO_LONG,
                    "limit LITERAL_CHARS_MAX",
                    "a number of at most " + JsonNumber.LITERAL_CHARS_MAX + " characters");
        }
        if (!JsonNumber.isExact(literal)) {
            throw refused(
                    here(), MalformedJson.Reason.NUMBER_NOT_EXACT, "RFC 7493 §2.2", "a number that a double holds");
        }
        return new JsonNumber(literal);
    }

    private int deeper(int outer) {
        if (outer == limits.depthMax()) {
            throw refused(
                    here(),
                    MalformedJson.Reason.TOO_DEEP,
                    "limit depthMax",
                    "at most " + limits.depthMax() + " arrays and objects in each other");
        }
        return outer + 1;
    }

    private String bounded(String text) {
        int max = limits.stringBytesMax();
        // A UTF-16 code unit takes at most three bytes.
        if (text.length() > max / 3 && text.getBytes(StandardCharsets.UTF_8).length > max) {
            throw refused(
                    here(),
                    MalformedJson.Reason.TOO_LONG,
                    "limit stringBytesMax",
                    "a string of at most " + max + " bytes");
        }
        return text;
    }

    private void push(JsonValue value) {
        if (valuesOpen == openValues.length) {
            openValues = Arrays.copyOf(openValues, valuesOpen * 2);
        }
        openValues[valuesOpen++] = value;
    }

    private void pushName(String name) {
        if (namesOpen == openNames.length) {
            openNames = Arrays.copyOf(openNames, namesOpen * 2);
        }
        openNames[namesOpen++] = name;
    }

    private JsonValue[] popFrom(int first) {
        JsonValue[] popped = Arrays.copyOfRange(openValues, first, valuesOpen);
        valuesOpen = first;
        return popped;
    }

    /// Bytes before the current token.
    private int here() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /// Bytes before the name of the member at `index` of the object that comes after `valuesBefore` other values.
    private int placeOfName(int valuesBefore, int index) {
        try (JsonParser again = parser(bytes, from, length)) {
            int values = -1;
            while (values < valuesBefore) {
                JsonToken token = again.nextToken();
                if (token.isScalarValue() || token.isStructStart()) {
                    values++;
                }
            }
            again.nextToken();
            for (int i = 0; i < index; i++) {
                again.nextToken();
                again.skipChildren();
                again.nextToken();
            }
            return (int) again.currentTokenLocation().getByteOffset();
        }
    }

    private MalformedJson refused(int offset, MalformedJson.Reason reason, String clause, String expected) {
        return MalformedJson.in(bytes, from, length, offset, reason, clause, expected);
    }
}
