// SPDX-License-Identifier: Apache-2.0
package org.mithaq.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes values as UTF-8 text. Escapes are those of RFC 8785 §3.2.2.2: as few as RFC 8259 §7 allows.
///
/// It recurses, as no value is deeper than [JsonLimits#DEPTH_CEILING].
final class JsonText {

    /// How the text is laid out, and which liberties of JSON it uses.
    enum Form {
        /// No white space, members and numbers as they were written.
        COMPACT,
        /// A member or element a line, two spaces an inner level.
        PRETTY,
        /// RFC 8785.
        CANONICAL
    }

    /// An excerpt shows no more than this; what follows need not be written.
    private static final int EXCERPT_BYTES = 4 * (Excerpt.CHARS_MAX + 1);

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    /// For each ASCII byte 0 if it stands for itself, `u` for six characters, or the letter of its short escape.
    private static final byte[] ESCAPES = escapes();

    private final ByteSink sink;
    private final Form form;
    private final int enough;

    private JsonText(Form form, int enough) {
        this.sink = new ByteSink(256);
        this.form = form;
        this.enough = enough;
    }

    /// All of `value`.
    static byte[] of(JsonValue value, Form form) {
        JsonText text = new JsonText(form, Integer.MAX_VALUE);
        text.value(value, 0);
        if (form == Form.PRETTY) {
            text.sink.add('\n');
        }
        return text.sink.copy();
    }

    /// The beginning of `value`; see [Excerpt].
    static String excerpt(JsonValue value) {
        JsonText text = new JsonText(Form.COMPACT, EXCERPT_BYTES);
        text.value(value, 0);
        return Excerpt.of(new String(text.sink.copy(), StandardCharsets.UTF_8));
    }

    private void value(JsonValue value, int level) {
        switch (value) {
            case JsonObject object -> object(object, level);
            case JsonArray array -> array(array, level);
            case JsonString string -> string(string.value());
            case JsonNumber number ->
                sink.addAscii(form == Form.CANONICAL ? EcmaNumber.text(number.doubleValue()) : number.literal());
            case JsonBoolean bool -> sink.addAscii(bool.value() ? "true" : "false");
            case JsonNull none -> sink.addAscii("null");
        }
    }

    private void object(JsonObject object, int level) {
        int[] order = form == Form.CANONICAL ? canonicalOrder(object) : new int[0];
        sink.add('{');
        for (int i = 0; i < object.size() && sink.length() < enough; i++) {
            int member = form == Form.CANONICAL ? order[i] : i;
            separate(i, level + 1);
            string(object.name(member));
            sink.add(':');
            if (form == Form.PRETTY) {
                sink.add(' ');
            }
            value(object.value(member), level + 1);
        }
        close(object.isEmpty(), level);
        sink.add('}');
    }

    private void array(JsonArray array, int level) {
        sink.add('[');
        for (int i = 0; i < array.size() && sink.length() < enough; i++) {
            separate(i, level + 1);
            value(array.element(i), level + 1);
        }
        close(array.isEmpty(), level);
        sink.add(']');
    }

    /// RFC 8785 §3.2.3: by the UTF-16 code units of the names, which is how Java compares strings.
    private static int[] canonicalOrder(JsonObject object) {
        Integer[] order = new Integer[object.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> object.name(a).compareTo(object.name(b)));
        int[] unboxed = new int[order.length];
        Arrays.setAll(unboxed, i -> order[i]);
        return unboxed;
    }

    private void separate(int before, int level) {
        if (before > 0) {
            sink.add(',');
        }
        if (form == Form.PRETTY) {
            newLine(level);
        }
    }

    private void close(boolean empty, int level) {
        if (form == Form.PRETTY && !empty) {
            newLine(level);
        }
    }

    private void newLine(int level) {
        sink.add('\n');
        for (int i = 0; i < level; i++) {
            sink.add(' ');
            sink.add(' ');
        }
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        sink.add('"');
        int begin = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b >= 0 && ESCAPES[b] != 0) {
                sink.add(utf8, begin, i - begin);
                escape(b);
                begin = i + 1;
            }
        }
        sink.add(utf8, begin, utf8.length - begin);
        sink.add('"');
    }

    private void escape(byte b) {
        sink.add('\\');
        sink.add(ESCAPES[b]);
        if (ESCAPES[b] == 'u') {
            sink.add('0');
            sink.add('0');
            sink.add(HEX[b >> 4]);
            sink.add(HEX[b & 0xf]);
        }
    }

    private static byte[] escapes() {
        byte[] table = new byte[128];
        Arrays.fill(table, 0, 0x20, (byte) 'u');
        table['\b'] = 'b';
        table['\t'] = 't';
        table['\n'] = 'n';
        table['\f'] = 'f';
        table['\r'] = 'r';
        table['"'] = '"';
        table['\\'] = '\\';
        return table;
    }
}
