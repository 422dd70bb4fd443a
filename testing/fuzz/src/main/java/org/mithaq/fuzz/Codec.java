// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Parsers made of a reader, and of a writer where there is one.
public final class Codec {

    /// Longest message of a refusal: it ends up in logs, and what was found is quoted clipped.
    private static final int REFUSAL_CHARS_MAX = 2_000;

    private Codec() {}

    /// What reads bytes.
    @FunctionalInterface
    public interface Reading<T> {
        /// Reads `input`, or throws.
        T read(byte[] input) throws Exception;
    }

    /// A format in which one value has one encoding, and one encoding is one value.
    public static <T> Parser canonical(
            Class<? extends Exception> refusal, Reading<T> reading, Function<T, byte[]> writing) {
        return canonical(Set.of(refusal), reading, writing);
    }

    /// The same where more than one exception is documented.
    public static <T> Parser canonical(
            Set<Class<? extends Exception>> refusals, Reading<T> reading, Function<T, byte[]> writing) {
        return input -> {
            Optional<T> read = read(refusals, reading, input);
            if (read.isPresent() && !Arrays.equals(writing.apply(read.get()), input)) {
                throw new Finding("accepted in a spelling that it is not written in");
            }
            return read.isPresent();
        };
    }

    /// The same for text; what is no UTF-8 is replaced before.
    public static <T> Parser canonicalText(
            Class<? extends Exception> refusal, Function<String, T> reading, Function<T, String> writing) {
        return input -> {
            String text = new String(input, UTF_8);
            Optional<T> read = read(Set.of(refusal), bytes -> reading.apply(text), input);
            if (read.isPresent() && !writing.apply(read.get()).equals(text)) {
                throw new Finding("accepted in a spelling that it is not written in");
            }
            return read.isPresent();
        };
    }

    /// A format with more than one spelling: what is written is read as the same value, and written the same again.
    public static <T> Parser stable(
            Class<? extends Exception> refusal, Reading<T> reading, Function<T, byte[]> writing) {
        return input -> {
            Optional<T> read = read(Set.of(refusal), reading, input);
            if (read.isPresent()) {
                byte[] written = writing.apply(read.get());
                T again = reading.read(written.clone());
                if (!again.equals(read.get()) || !Arrays.equals(writing.apply(again), written)) {
                    throw new Finding("what it writes is read as something else");
                }
            }
            return read.isPresent();
        };
    }

    /// A format of a node's own files, which are sealed and so come from nobody else: other spellings are let in, and
    /// what is written of them is read and written the same again.
    public static <T> Parser settled(
            Set<Class<? extends Exception>> refusals, Reading<T> reading, Function<T, byte[]> writing) {
        return input -> {
            Optional<T> read = read(refusals, reading, input);
            if (read.isPresent()) {
                byte[] written = writing.apply(read.get());
                if (!Arrays.equals(writing.apply(reading.read(written.clone())), written)) {
                    throw new Finding("what it writes is written otherwise the second time");
                }
            }
            return read.isPresent();
        };
    }

    /// A format that is only read.
    public static <T> Parser readOnly(Class<? extends Exception> refusal, Reading<T> reading) {
        return input -> read(Set.of(refusal), reading, input).isPresent();
    }

    /// The same where more than one exception is documented.
    public static <T> Parser readOnly(Set<Class<? extends Exception>> refusals, Reading<T> reading) {
        return input -> read(refusals, reading, input).isPresent();
    }

    /// What `reading` makes of `input`; nothing, if it refuses it as documented, and as a refusal has to be.
    ///
    /// @throws Exception whatever else it throws
    public static <T> Optional<T> read(Set<Class<? extends Exception>> refusals, Reading<T> reading, byte[] input)
            throws Exception {
        byte[] given = input.clone();
        try {
            T read = reading.read(given);
            if (!Arrays.equals(given, input)) {
                throw new Finding("it changes what it was given");
            }
            return Optional.of(read);
        } catch (Exception thrown) {
            if (refusals.stream().noneMatch(each -> each.isInstance(thrown))) {
                throw thrown;
            }
            checkRefusal(thrown);
            return Optional.empty();
        }
    }

    /// A refusal says something, is short, and holds nothing that forges a line in a log.
    public static void checkRefusal(Exception refusal) {
        String message = refusal.getMessage();
        if (message == null || message.isBlank()) {
            throw new Finding("a refusal without a word", refusal);
        }
        if (message.length() > REFUSAL_CHARS_MAX) {
            throw new Finding("a refusal of " + message.length() + " characters", refusal);
        }
        if (message.chars().anyMatch(Character::isISOControl)) {
            throw new Finding("a refusal with a control character", refusal);
        }
    }
}
