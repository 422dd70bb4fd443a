// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The page that Prometheus reads. What a node measures is looked at when somebody asks, and the library that writes
/// the page is loaded by the first who does: a node that nobody watches pays nothing. Safe for threads.
public final class MetricsPage {

    /// The form of the page (Prometheus text format).
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<List<Reading>> readings;

    /// Guarded by this; made by the first request.
    private @Nullable PrometheusPage page;

    /// @param readings what a node measures now
    public MetricsPage(Supplier<List<Reading>> readings) {
        this.readings = readings;
    }

    /// The page as of now.
    public synchronized byte[] page() {
        PrometheusPage written = page;
        if (written == null) {
            written = new PrometheusPage();
            page = written;
        }
        return written.write(readings.get());
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
