// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Finding;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Target;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.Json;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonArrayElements;
import org.mithaq.json.JsonBoolean;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonNull;
import org.mithaq.json.JsonNumber;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;
import org.mithaq.json.MalformedJson;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON, against two second opinions: [ReferenceJson] about the grammar, and Jackson's trees about the values.
public final class JsonTarget {

    private static final JsonLimits LIMITS = new JsonLimits(1 << 16, 64, 10_000, 1 << 14);
    private static final int ELEMENT_BYTES_MAX = 1 << 12;

    private static final Set<MalformedJson.Reason> BEYOND_GRAMMAR = EnumSet.of(
            MalformedJson.Reason.NUMBER_NOT_EXACT,
            MalformedJson.Reason.TOO_LONG,
            MalformedJson.Reason.TOO_DEEP,
            MalformedJson.Reason.TOO_MANY_VALUES);

    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private static final Pattern LONG_ZERO = Pattern.compile("-?0(\\.0+)?[eE][-+]?[0-9]+");

    private JsonTarget() {}

    /// The target.
    public static Target target() {
        return new Target(
                "json",
                4_096,
                List.of(
                        "true", "false", "null", "\\u", "\\ud83d", "\\ude00", "{\"", "\":", "[]", "e+", "1e308",
                        "\\\""),
                List.of(
                        Kind.of(
                                "text",
                                JsonTarget::text,
                                Seed.of(
                                        "{\"a\":[1,-2.5e+3,\"x\\u00e9\\ud83d\\ude00\",null,true,false],\"é\":{}}",
                                        " [ 9007199254740993 , 0.1, 1E400 ] ",
                                        "\"\\b\\f\\n\\r\\t\\/\\\\\"",
                                        "{\"a\":1,\"\\u0061\":2}",
                                        "[0E43333333333300,-0.0e-99999999999]")),
                        Kind.of(
                                "elements",
                                JsonTarget::elements,
                                Seed.of(
                                        "{\"type\":\"x\",\"objects\":[{\"a\":\"]}\"},[1],\"\\\"\",-1e3],\"b\":1}",
                                        "[1,{},\"\"]",
                                        "{\"\\u006fbjects\":[1]}"))));
    }

    private static boolean text(byte[] input) throws Exception {
        Optional<JsonValue> read = read(input);
        if (read.isEmpty()) {
            return false;
        }
        JsonValue value = read.get();
        if (isWithinDecimals(value) && !isSame(value, JACKSON.readTree(input))) {
            throw new Finding("read as another value than Jackson reads");
        }
        byte[] canonical = CanonicalJson.write(value);
        if (!Arrays.equals(canonical, CanonicalJson.write(Json.read(canonical, LIMITS.withBytesMax(1 << 24))))
                || !Arrays.equals(canonical, CanonicalJson.write(again(Json.write(value))))
                || !Arrays.equals(canonical, CanonicalJson.write(again(Json.writePretty(value))))) {
            throw new Finding("what it writes is read as another value");
        }
        return true;
    }

    /// Whether Jackson can say the value: its decimals have exponents of 32 bits, and JSON's have no bound. Ours are
    /// exact doubles, so that only a zero can have a longer one.
    private static boolean isWithinDecimals(JsonValue value) {
        return switch (value) {
            case JsonNull _, JsonBoolean _, JsonString _ -> true;
            case JsonNumber number -> isWithinDecimals(number.literal());
            case JsonArray array ->
                IntStream.range(0, array.size()).allMatch(index -> isWithinDecimals(array.element(index)));
            case JsonObject object -> {
                boolean within = true;
                for (JsonObject.Member member : object) {
                    within &= isWithinDecimals(member.value());
                }
                yield within;
            }
        };
    }

    private static boolean isWithinDecimals(String literal) {
        try {
            return new BigDecimal(literal).scale() != Integer.MIN_VALUE;
        } catch (NumberFormatException beyond) {
            if (!LONG_ZERO.matcher(literal).matches()) {
                throw new Finding("accepted, and no exact double", beyond);
            }
            return false;
        }
    }

    private static JsonValue again(byte[] written) {
        return Json.read(written, LIMITS.withBytesMax(1 << 24));
    }

    /// Reads, and asks about the grammar elsewhere too.
    private static Optional<JsonValue> read(byte[] input) {
        boolean expected = ReferenceJson.accepts(input);
        try {
            JsonValue value = Json.read(input.clone(), LIMITS);
            if (!expected) {
                throw new Finding("accepted, and no I-JSON");
            }
            return Optional.of(value);
        } catch (MalformedJson refused) {
            Codec.checkRefusal(refused);
            if (expected && !BEYOND_GRAMMAR.contains(refused.reason())) {
                throw new Finding("refused, and I-JSON all the same", refused);
            }
            return Optional.empty();
        }
    }

    /// A document that is read in parts is accepted exactly when it is as a whole, however the parts are cut.
    private static boolean elements(byte[] input) throws IOException {
        boolean parts = isWhole(JsonArrayElements.of(
                new ByteArrayInputStream(input), "objects", ELEMENT_BYTES_MAX, LIMITS.withBytesMax(ELEMENT_BYTES_MAX)));
        boolean single = isWhole(JsonArrayElements.of(
                new Dripping(input), "objects", ELEMENT_BYTES_MAX, LIMITS.withBytesMax(ELEMENT_BYTES_MAX)));
        if (parts != single) {
            throw new Finding("read otherwise when it comes byte by byte");
        }
        boolean whole = read(input).isPresent();
        if (parts != whole && input.length <= ELEMENT_BYTES_MAX) {
            boolean deeper = new ParserOf(LIMITS.withDepthMax(LIMITS.depthMax() + 2)).reads(input);
            // Within its array an element is one or two levels deeper than it is alone.
            if (!(parts && deeper)) {
                throw new Finding("in parts %s, as a whole %s".formatted(parts, whole));
            }
        }
        return parts;
    }

    /// Whether a document is read under other limits.
    private record ParserOf(JsonLimits limits) {

        boolean reads(byte[] input) {
            try {
                Json.read(input, limits);
                return true;
            } catch (MalformedJson refused) {
                return false;
            }
        }
    }

    private static boolean isWhole(JsonArrayElements elements) throws IOException {
        try {
            boolean good = true;
            for (var next = elements.next(); next.isPresent(); next = elements.next()) {
                good &= switch (next.get()) {
                    case JsonArrayElements.Slice slice -> new ParserOf(LIMITS).reads(slice.bytes());
                    case JsonArrayElements.TooLong tooLong -> {
                        Codec.checkRefusal(tooLong.refusal());
                        yield false;
                    }
                };
            }
            return good;
        } catch (MalformedJson refused) {
            Codec.checkRefusal(refused);
            return false;
        }
    }

    private static boolean isSame(JsonValue ours, JsonNode theirs) {
        return switch (ours) {
            case JsonNull _ -> theirs.isNull();
            case JsonBoolean bool -> theirs.isBoolean() && theirs.booleanValue() == bool.value();
            case JsonString string -> theirs.isString() && theirs.stringValue().equals(string.value());
            case JsonNumber number ->
                theirs.isNumber() && new BigDecimal(number.literal()).compareTo(theirs.decimalValue()) == 0;
            case JsonArray array -> {
                boolean same = theirs.isArray() && theirs.size() == array.size();
                for (int index = 0; same && index < array.size(); index++) {
                    same = isSame(array.element(index), theirs.get(index));
                }
                yield same;
            }
            case JsonObject object -> {
                boolean same = theirs.isObject() && theirs.size() == object.size();
                for (JsonObject.Member member : object) {
                    same = same && theirs.has(member.name()) && isSame(member.value(), theirs.get(member.name()));
                }
                yield same;
            }
        };
    }
}
