// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the value of a setting may be. Text from a file, the environment and a flag is read alike.
///
/// @param <T> what the text becomes
sealed interface Kind<T> {

    /// What a person is told to write, after "expected".
    String expected();

    /// The value that `text` means, or empty if it means none.
    ///
    /// @param base what relative paths are relative to
    Optional<T> parse(String text, Path base);

    /// Whether a value made by code, not read from text, is one that text could have given.
    boolean allows(T value);

    /// A whole number in decimal digits.
    record Whole(long min, long max) implements Kind<Long> {

        private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,18}");

        @Override
        public String expected() {
            return "a whole number from %,d to %,d".formatted(min, max);
        }

        @Override
        public Optional<Long> parse(String text, Path base) {
            if (!DIGITS.matcher(text).matches()) {
                return Optional.empty();
            }
            try {
                return Optional.of(Long.parseLong(text)).filter(this::allows);
            } catch (NumberFormatException beyondLong) {
                return Optional.empty();
            }
        }

        @Override
        public boolean allows(Long value) {
            return min <= value && value <= max;
        }
    }

    /// `true` or `false`. YAML's old "yes" and "on" are refused rather than guessed at.
    record Flag() implements Kind<Boolean> {

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public Optional<Boolean> parse(String text, Path base) {
            return switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public boolean allows(Boolean value) {
            return true;
        }
    }

    /// Text for people, on one line.
    record Words(int charactersMax) implements Kind<String> {

        @Override
        public String expected() {
            return "1 to %,d characters on one line".formatted(charactersMax);
        }

        @Override
        public Optional<String> parse(String text, Path base) {
            return Optional.of(text).filter(this::allows);
        }

        @Override
        public boolean allows(String value) {
            int characters = value.codePointCount(0, value.length());
            return !value.isBlank()
                    && characters <= charactersMax
                    && value.codePoints().noneMatch(Character::isISOControl);
        }
    }

    /// One of a few words.
    record Choice(List<String> words) implements Kind<String> {

        @Override
        public String expected() {
            return "one of " + String.join(", ", words);
        }

        @Override
        public Optional<String> parse(String text, Path base) {
            return Optional.of(text).filter(this::allows);
        }

        @Override
        public boolean allows(String value) {
            return words.contains(value);
        }
    }

    /// A place in the web, without user, query or fragment: nothing in it is a secret.
    record Web() implements Kind<URI> {

        private static final int CHARACTERS_MAX = 2_000;

        @Override
        public String expected() {
            return "a URL of http or https, such as http://127.0.0.1:4318/v1/traces, without user, query or fragment";
        }

        @Override
        public Optional<URI> parse(String text, Path base) {
            try {
                return Optional.of(new URI(text)).filter(this::allows);
            } catch (URISyntaxException malformed) {
                return Optional.empty();
            }
        }

        @Override
        public boolean allows(URI value) {
            return value.toString().length() <= CHARACTERS_MAX
                    && ("http".equals(value.getScheme()) || "https".equals(value.getScheme()))
                    && value.getHost() != null
                    && value.getRawUserInfo() == null
                    && value.getRawQuery() == null
                    && value.getRawFragment() == null;
        }
    }

    /// A file or folder; a relative one is relative to the configuration file, or to where a flag was typed.
    record Place() implements Kind<Path> {

        @Override
        public String expected() {
            return "a path";
        }

        @Override
        public Optional<Path> parse(String text, Path base) {
            if (text.isBlank()) {
                return Optional.empty();
            }
            try {
                return Optional.of(base.resolve(text).normalize());
            } catch (InvalidPathException impossible) {
                return Optional.empty();
            }
        }

        @Override
        public boolean allows(Path value) {
            return value.isAbsolute();
        }
    }

    /// Where to listen, or where others dial.
    ///
    /// @param anyPort whether port 0, "the system chooses", makes sense
    record Door(boolean anyPort) implements Kind<Address> {

        @Override
        public String expected() {
            return "HOST:PORT, such as 127.0.0.1:7443 or [::1]:7443 in quotes"
                    + (anyPort ? "; port 0 means any free one" : "");
        }

        @Override
        public Optional<Address> parse(String text, Path base) {
            return Address.parse(text).filter(this::allows);
        }

        @Override
        public boolean allows(Address value) {
            return anyPort || value.port() > 0;
        }
    }
}
