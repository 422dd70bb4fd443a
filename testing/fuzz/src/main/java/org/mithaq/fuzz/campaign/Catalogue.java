// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.mithaq.fuzz.Target;

/// Where a process of its own finds its target. Has a constructor without arguments.
public interface Catalogue {

    /// What makes each target, by its name. A process of its own makes the one that it fuzzes: each that it makes
    /// besides is code that it loads and instruments for nothing.
    Map<String, Supplier<Target>> makers();

    /// Every target, in the order of their names.
    default List<Target> targets() {
        return new TreeMap<>(makers()).values().stream().map(Supplier::get).toList();
    }

    /// The target of this name.
    default Target target(String name) {
        Supplier<Target> maker = makers().get(name);
        if (maker == null) {
            throw new NoSuchElementException("no target " + name);
        }
        return maker.get();
    }
}
