// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mithaq.fuzz.Target;

/// What Jazzer calls: the names of these two methods are its own.
public final class Entry {

    static final String CATALOGUE = "mithaq.fuzz.catalogue";
    static final String TARGET = "mithaq.fuzz.target";

    private static @Nullable Target target;

    private Entry() {}

    /// Finds the target, and reads its seeds once: what is made only once is made now, and costs no input anything.
    public static void fuzzerInitialize() throws Exception {
        Catalogue catalogue = Class.forName(System.getProperty(CATALOGUE, All.class.getName()))
                .asSubclass(Catalogue.class)
                .getConstructor()
                .newInstance();
        target = catalogue.target(Objects.requireNonNull(System.getProperty(TARGET)));
        for (byte[] seed : target.seeds()) {
            target.feed(seed);
        }
    }

    /// Tries one input.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Objects.requireNonNull(target).feed(input);
    }
}
