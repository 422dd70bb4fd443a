// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mithaq.node.port.Alarms;

record MemoryAlarms(MemoryTransaction in) implements Alarms {

    @Override
    public void raise(String key, String kind, String sentence, String action, byte[] proof, long timeMicros) {
        Optional<Row> before = in.<Row>table("alarm").find(key);
        in.put(
                "alarm",
                key,
                before.map(row -> new Row(
                                key,
                                row.kind(),
                                row.sentence(),
                                row.action(),
                                row.proof().length == 0 ? proof : row.proof(),
                                row.count() + 1,
                                row.firstMicros(),
                                Math.max(row.lastMicros(), timeMicros)))
                        .orElse(new Row(key, kind, sentence, action, proof, 1, timeMicros, timeMicros)));
    }

    @Override
    public List<Row> all() {
        return in.<Row>table("alarm").values().stream()
                .sorted(Comparator.comparingLong(Row::lastMicros).reversed().thenComparing(Row::key))
                .toList();
    }

    @Override
    public boolean holds(String key) {
        return in.table("alarm").find(key).isPresent();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        in.<Row>table("alarm").values().forEach(row -> counts.merge(row.kind(), 1L, Long::sum));
        return counts;
    }

    @Override
    public boolean clear(String key) {
        return in.remove("alarm", key);
    }
}
