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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The page that Prometheus reads. What a node measures is looked at when somebody asks, and the library that writes
/// the page is loaded by the first who does: a node that nobody watches pays nothing. Safe for threads.
public final class MetricsPage {

    /// The form of the page (Prometheus text format).
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<List<Reading>> readings;

    /// Guarded by this.
    private final Map<Key, Shown> shown = new HashMap<>();

    /// Guarded by this; made by the first request.
    private @Nullable PrometheusMeterRegistry registry;

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

    /// @param readings what a node measures now
    public MetricsPage(Supplier<List<Reading>> readings) {
        this.readings = readings;
    }

    /// The page as of now.
    public synchronized byte[] page() {
        PrometheusMeterRegistry pages = registry;
        if (pages == null) {
            pages = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            registry = pages;
        }
        Set<Key> seen = new HashSet<>();
        for (Reading reading : readings.get()) {
            Key key = new Key(reading.metric(), reading.labels());
            Shown there = shown.get(key);
            if (there == null) {
                there = register(pages, key);
                shown.put(key, there);
            }
            there.cell.value = reading.value();
            seen.add(key);
        }
        for (Key gone :
                shown.keySet().stream().filter(key -> !seen.contains(key)).toList()) {
            Shown old = shown.remove(gone);
            if (old != null) {
                pages.remove(old.meter);
            }
        }
        return pages.scrape().getBytes(StandardCharsets.UTF_8);
    }

    private static Shown register(PrometheusMeterRegistry pages, Key key) {
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
                            .register(pages),
                    cell);
        }
        return new Shown(
                Gauge.builder(name, cell, each -> each.value)
                        .description(metric.help())
                        .tags(tags)
                        .strongReference(true)
                        .register(pages),
                cell);
    }

    /// The table of `docs/metrics.md`.
    public static String table() {
        var text = new StringBuilder("| metric | kind | labels | what it says |\n| --- | --- | --- | --- |\n");
        for (Metric metric : Metric.values()) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            metric.text(),
                            metric.isCounter() ? "counter" : "gauge",
                            String.join(", ", metric.labels()),
                            metric.help()));
        }
        return text.toString();
    }

    /// The table of bounds of `docs/metrics.md`.
    public static String bounds() {
        var text = new StringBuilder("| `bound` | `of` | what fills it |\n| --- | --- | --- |\n");
        for (Bound bound : Bound.values()) {
            text.append("| `%s` | %s | %s |\n"
                    .formatted(bound.word(), bound.of().name().toLowerCase(Locale.ROOT), bound.meaning()));
        }
        return text.toString();
    }
}
