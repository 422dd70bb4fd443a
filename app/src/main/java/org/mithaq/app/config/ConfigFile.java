// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads the YAML of a configuration file into the plain pairs that it holds.
///
/// Only what a configuration needs is understood: sections, names, and values of one line. Anchors, aliases, tags,
/// lists
/// and second documents are refused, so that nothing in the file can grow when read ("billion laughs") or mean
/// something else than it says.
final class ConfigFile {

    static final int BYTES_MAX = 65_536;
    static final int DEPTH_MAX = 4;
    static final int ENTRIES_MAX = 1_000;
    static final int KEY_CHARACTERS_MAX = 200;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .loadSettings(LoadSettings.builder()
                    .setCodePointLimit(BYTES_MAX)
                    .setMaxAliasesForCollections(0)
                    // Ours says which key, and where.
                    .setAllowDuplicateKeys(true)
                    .build())
            .build();

    private final String name;
    private final YAMLParser parser;
    private final List<Pair> pairs = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    /// One line of the file that says something.
    ///
    /// @param key sections and name, joined by dots; not yet known to be a setting
    /// @param value the text as written, quotes and folding resolved
    /// @param where `file:line:column` of the value
    record Pair(String key, String value, String where) {}

    private ConfigFile(String name, YAMLParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /// The pairs of `bytes`, in their order. An empty file has none.
    ///
    /// @param bytes UTF-8, at most [#BYTES_MAX]
    /// @param name what the file is called in messages
    /// @throws ConfigRefused naming line and column, for anything that is not such a file
    static List<Pair> read(byte[] bytes, String name) {
        if (bytes.length > BYTES_MAX) {
            throw new ConfigRefused(
                    "%s: expected at most %,d bytes, found %,d".formatted(name, BYTES_MAX, bytes.length));
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ConfigRefused(name + ": expected UTF-8 text, found bytes that are not");
        }
        try (var parser = YAML.createParser(ObjectReadContext.empty(), text)) {
            var file = new ConfigFile(name, (YAMLParser) parser);
            file.document();
            return file.pairs;
        } catch (JacksonException malformed) {
            throw new ConfigRefused(at(name, malformed.getLocation()) + ": not YAML: " + firstLine(malformed));
        }
    }

    private void document() {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return;
        }
        if (first == JsonToken.VALUE_NULL && parser.getString().isEmpty()) {
            end();
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            throw refused("expected settings of the form \"name: value\"");
        }
        plain();
        section("", 1);
        end();
    }

    private void end() {
        if (parser.nextToken() != null) {
            throw refused("expected one document, found a second one");
        }
    }

    private void section(String path, int depth) {
        if (depth > DEPTH_MAX) {
            throw refused("expected at most " + DEPTH_MAX + " levels");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            plain();
            String part = parser.currentName();
            String key = path + part;
            if (key.length() > KEY_CHARACTERS_MAX || key.chars().anyMatch(Character::isISOControl)) {
                throw refused("expected the name of a setting, found " + ConfigRefused.quoted(key));
            }
            if (!seen.add(key)) {
                throw refused(ConfigRefused.quoted(key) + " stands here a second time");
            }
            if (seen.size() > ENTRIES_MAX) {
                throw refused("expected at most %,d entries".formatted(ENTRIES_MAX));
            }
            value(key, where(), parser.nextToken(), depth);
        }
    }

    private void value(String key, String keyWhere, JsonToken token, int depth) {
        plain();
        switch (token) {
            case START_OBJECT -> {
                if (Settings.find(key).isPresent()) {
                    throw refused(key + ": expected one value, found a section");
                }
                if (Settings.isSection(key)) {
                    section(key + ".", depth + 1);
                } else {
                    pairs.add(new Pair(key, "", keyWhere));
                    parser.skipChildren();
                }
            }
            case START_ARRAY ->
                throw refused(key + ": expected one value, found a list (an address in brackets needs quotes)");
            case VALUE_NULL -> throw refused(key + ": expected a value; a setting that is not wanted is left out");
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                pairs.add(new Pair(key, parser.getString(), where()));
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw refused(key + ": expected a value");
        }
    }

    /// Nothing that refers, expands or converts.
    private void plain() {
        if (parser.isCurrentAlias()) {
            throw refused("aliases (*name) are not used in a configuration");
        }
        if (parser.getObjectId() != null) {
            throw refused("anchors (&name) are not used in a configuration");
        }
        if (parser.getRawTag() != null) {
            throw refused("tags (!name) are not used in a configuration");
        }
    }

    private ConfigRefused refused(String problem) {
        return new ConfigRefused(where() + ": " + problem);
    }

    private String where() {
        return at(name, parser.currentTokenLocation());
    }

    private static String at(String name, TokenStreamLocation location) {
        return location == null ? name : "%s:%d:%d".formatted(name, location.getLineNr(), location.getColumnNr());
    }

    /// The parser's own words without the excerpt that it draws below them.
    private static String firstLine(JacksonException malformed) {
        String message = malformed.getOriginalMessage();
        return message == null
                ? ""
                : ConfigRefused.quoted(message.lines().findFirst().orElse("").toLowerCase(Locale.ROOT));
    }
}
