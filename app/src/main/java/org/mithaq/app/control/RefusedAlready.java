// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mithaq.node.QuarantineDesk;
import org.mithaq.node.port.Quarantine;

/// What lies in quarantine from one source already, so that the same import twice keeps nothing twice. The rows are
/// looked through at the first question, for a bundle without a fault needs none. Not safe for threads.
final class RefusedAlready {

    private static final int PAGE = 500;
    private static final int COMPARED_MAX = 16;

    private final QuarantineDesk desk;
    private final String source;
    private final Map<String, List<Long>> numbers = new HashMap<>();
    private boolean looked;

    RefusedAlready(QuarantineDesk desk, String source) {
        this.desk = desk;
        this.source = source;
    }

    /// Whether these bytes, refused for this reason, are there. At worst, where very many share a reason, it says that
    /// they are not, and they are kept twice.
    ///
    /// @param reason as it is kept, which may be shorter than it was given
    boolean holds(String reason, byte[] bytes) {
        look();
        List<Long> candidates = numbers.getOrDefault(key(reason), List.of());
        return candidates.stream()
                .limit(COMPARED_MAX)
                .anyMatch(number -> desk.bytes(number)
                        .map(kept -> Arrays.equals(kept, bytes))
                        .orElse(false));
    }

    private void look() {
        if (looked) {
            return;
        }
        looked = true;
        long after = 0;
        for (List<Quarantine.Row> page = desk.page(after, PAGE); !page.isEmpty(); page = desk.page(after, PAGE)) {
            for (Quarantine.Row row : page) {
                after = row.number();
                if (row.source().equals(source)) {
                    numbers.computeIfAbsent(key(row.reason()), reason -> new ArrayList<>())
                            .add(row.number());
                }
            }
        }
    }

    /// Long reasons are clipped when they are kept: their beginnings tell them apart well enough.
    private static String key(String reason) {
        return reason.substring(0, Math.min(120, reason.length()));
    }
}
