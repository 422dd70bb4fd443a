// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.HashSet;
import java.util.Set;
import org.mithaq.node.port.Shelf;

/// Objects at rest in which a bit has turned: nobody can read them, and nobody may be served them.
final class Rot {

    private final Set<String> places = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<Integer> senders = new HashSet<>();

    private static String place(int node, Shelf.ObjectRow row) {
        return node + "/" + row.batch() + "/" + row.slot();
    }

    void add(int node, Shelf.ObjectRow row) {
        places.add(place(node, row));
        ids.add(row.stixId());
    }

    boolean isRotten(int node, Shelf.ObjectRow row) {
        return places.contains(place(node, row));
    }

    /// A dispatch has rotted that waited to be sent.
    void addSealed(int node) {
        senders.add(node);
    }

    /// Whether an object has rotted anywhere: whom it was still to be sent to may miss it then.
    boolean touches(String id) {
        return ids.contains(id);
    }

    boolean isAt(int node) {
        return senders.contains(node) || places.stream().anyMatch(place -> place.startsWith(node + "/"));
    }

    boolean isEmpty() {
        return places.isEmpty();
    }
}
