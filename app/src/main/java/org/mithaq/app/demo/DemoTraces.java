// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mithaq.stix.StixObject;

/// Looks for the plain bytes of objects in files of any kind: for every piece of [#WINDOW] bytes, so that also a part
/// of an object is found that a store has cut into pages.
public final class DemoTraces {

    /// How long a piece is: longer than an id, for ids of living objects stand in the store, and others refer to them.
    /// What is found is any part of an object of nearly twice as many bytes.
    static final int WINDOW = 64;

    private static final long BASE = 0x100_0000_01b3L;
    private static final long LEAVING = power(WINDOW - 1);
    private static final int SIEVE_BITS = 20;

    private final Map<Long, List<byte[]>> pieces = new HashMap<>();
    private final BitSet sieve = new BitSet(1 << SIEVE_BITS);

    private DemoTraces() {}

    /// Traces of `objects`.
    public static DemoTraces of(Collection<StixObject> objects) {
        DemoTraces traces = new DemoTraces();
        for (StixObject object : objects) {
            byte[] bytes = object.bytes();
            for (int from = 0; from + WINDOW <= bytes.length; from += WINDOW) {
                byte[] piece = Arrays.copyOfRange(bytes, from, from + WINDOW);
                long hash = hash(piece);
                traces.pieces.computeIfAbsent(hash, _ -> new ArrayList<>()).add(piece);
                traces.sieve.set(sieved(hash));
            }
        }
        return traces;
    }

    /// How many pieces are looked for.
    public long count() {
        return pieces.values().stream().mapToLong(List::size).sum();
    }

    /// The files below `folder` in which one of the pieces stands.
    public List<Path> in(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = new ArrayList<>();
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (isIn(Files.readAllBytes(file))) {
                    found.add(file);
                }
            }
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// One pass with a hash that rolls over the bytes (Karp and Rabin); what it finds is compared.
    boolean isIn(byte[] bytes) {
        if (bytes.length < WINDOW) {
            return false;
        }
        long hash = hash(Arrays.copyOf(bytes, WINDOW));
        for (int end = WINDOW; ; end++) {
            if (sieve.get(sieved(hash)) && stands(hash, bytes, end - WINDOW)) {
                return true;
            }
            if (end == bytes.length) {
                return false;
            }
            hash = (hash - bytes[end - WINDOW] * LEAVING) * BASE + bytes[end];
        }
    }

    private boolean stands(long hash, byte[] bytes, int at) {
        return pieces.getOrDefault(hash, List.of()).stream()
                .anyMatch(piece -> Arrays.equals(bytes, at, at + WINDOW, piece, 0, WINDOW));
    }

    private static int sieved(long hash) {
        return (int) (hash >>> (Long.SIZE - SIEVE_BITS));
    }

    private static long hash(byte[] piece) {
        long hash = 0;
        for (byte each : piece) {
            hash = hash * BASE + each;
        }
        return hash;
    }

    private static long power(int exponent) {
        long power = 1;
        for (int times = 0; times < exponent; times++) {
            power *= BASE;
        }
        return power;
    }
}
