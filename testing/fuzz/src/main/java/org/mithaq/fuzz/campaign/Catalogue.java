// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.campaign;

import java.util.List;
import java.util.NoSuchElementException;
import org.mithaq.fuzz.Target;

/// Where a process of its own finds its target. Has a constructor without arguments.
public interface Catalogue {

    /// Every target, each of another name.
    List<Target> targets();

    /// The target of this name.
    default Target target(String name) {
        return targets().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no target " + name));
    }
}
