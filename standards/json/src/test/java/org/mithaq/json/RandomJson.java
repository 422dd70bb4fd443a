// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.util.random.RandomGenerator;

/// Arbitrary values, and arbitrary ways to write one.
final class RandomJson {

    private RandomJson() {}

    static JsonValue value(RandomGenerator random, int depthMax) {
        return switch (random.nextInt(depthMax == 0 ? 6 : 9)) {
            case 0 -> JsonNull.NULL;
            case 1 -> JsonBoolean.of(random.nextBoolean());
            case 2 -> JsonNumber.of(random.nextLong(-(1L << 53), (1L << 53) + 1));
            case 3 -> new JsonNumber(literal(random));
            case 4, 5 -> JsonString.of(text(random));
            case 6 -> {
                JsonValue[] elements = new JsonValue[random.nextInt(5)];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = value(random, depthMax - 1);
                }
                yield JsonArray.of(elements);
            }
            default -> object(random, depthMax);
        };
    }

    static JsonObject object(RandomGenerator random, int depthMax) {
        JsonObject object = JsonObject.empty();
        int members = random.nextInt(random.nextInt(10) == 0 ? 40 : 5);
        for (int i = 0; i < members; i++) {
            object = object.with(text(random), value(random, Math.max(0, depthMax - 1)));
        }
        return object;
    }

    static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(8) == 0 ? 60 : 8);
        for (int i = 0; i < length; i++) {
            int point = switch (random.nextInt(8)) {
                case 0 -> random.nextInt(0x20);
                case 1 -> "\"\\/{}[],:".charAt(random.nextInt(9));
                case 2 -> 0x600 + random.nextInt(0x100);
                case 3 -> random.nextInt(0xd800);
                case 4 -> 0x10000 + random.nextInt(0x100000);
                default -> 'a' + random.nextInt(26);
            };
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static String literal(RandomGenerator random) {
        double value = random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
        return random.nextBoolean() ? Double.toString(value) : EcmaNumber.text(value);
    }

    /// Writes `value` with white space and escapes where the grammar allows them.
    static String loose(JsonValue value, RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        loose(value, random, text);
        return text.toString();
    }

    private static void loose(JsonValue value, RandomGenerator random, StringBuilder text) {
        space(random, text);
        switch (value) {
            case JsonObject object -> {
                text.append('{');
                for (int i = 0; i < object.size(); i++) {
                    text.append(i > 0 ? "," : "");
                    loose(JsonString.of(object.name(i)), random, text);
                    text.append(':');
                    loose(object.value(i), random, text);
                }
                space(random, text);
                text.append('}');
            }
            case JsonArray array -> {
                text.append('[');
                for (int i = 0; i < array.size(); i++) {
                    text.append(i > 0 ? "," : "");
                    loose(array.element(i), random, text);
                }
                space(random, text);
                text.append(']');
            }
            case JsonString string -> string(string.value(), random, text);
            case JsonNumber number -> text.append(number.literal());
            case JsonBoolean bool -> text.append(bool.value());
            case JsonNull none -> text.append("null");
        }
        space(random, text);
    }

    private static void string(String value, RandomGenerator random, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean pair = Character.isHighSurrogate(c);
            boolean escaped = c < 0x20 || c == '"' || c == '\\' || random.nextInt(6) == 0;
            if (escaped) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
            if (pair) {
                char low = value.charAt(++i);
                text.append(escaped ? "\\u%04X".formatted((int) low) : String.valueOf(low));
            }
        }
        text.append('"');
    }

    private static void space(RandomGenerator random, StringBuilder text) {
        while (random.nextInt(4) == 0) {
            text.append(" \t\r\n".charAt(random.nextInt(4)));
        }
    }
}
