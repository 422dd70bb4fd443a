// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes the page with Micrometer: the one class that touches it. Not safe for threads: [MetricsPage] guards it.
final class PrometheusPage {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Key, Shown> shown = new HashMap<>();

    private record Key(Metric metric, List<String> labels) {}

    /// A number on the page.
    private static final class Shown {
        private final Meter meter;
        private final Cell cell;

        Shown(Meter meter, Cell cell) {
            this.meter = meter;
            this.cell = cell;
        }
    }

    private static final class Cell {
        private volatile double value;
    }

    /// The page with these numbers and no others.
    byte[] write(List<Reading> readings) {
        Set<Key> seen = new HashSet<>();
        for (Reading reading : readings) {
            Key key = new Key(reading.metric(), reading.labels());
            Shown there = shown.get(key);
            if (there == null) {
                there = register(key);
                shown.put(key, there);
            }
            there.cell.value = reading.value();
            seen.add(key);
        }
        for (Key gone :
                shown.keySet().stream().filter(key -> !seen.contains(key)).toList()) {
            Shown old = shown.remove(gone);
            if (old != null) {
                registry.remove(old.meter);
            }
        }
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }

    private Shown register(Key key) {
        Metric metric = key.metric();
        List<Tag> tags = new ArrayList<>();
        for (int index = 0; index < key.labels().size(); index++) {
            tags.add(Tag.of(metric.labels().get(index), key.labels().get(index)));
        }
        Cell cell = new Cell();
        String name = metric.text().replace('_', '.');
        if (metric.isCounter()) {
            return new Shown(
                    FunctionCounter.builder(name.substring(0, name.lastIndexOf('.')), cell, each -> each.value)
                            .description(metric.help())
                            .tags(tags)
                            .register(registry),
                    cell);
        }
        return new Shown(
                Gauge.builder(name, cell, each -> each.value)
                        .description(metric.help())
                        .tags(tags)
                        .strongReference(true)
                        .register(registry),
                cell);
    }
}
