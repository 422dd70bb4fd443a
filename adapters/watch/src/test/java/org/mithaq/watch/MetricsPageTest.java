// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page that Prometheus reads.
class MetricsPageTest {

    private List<Reading> readings = new ArrayList<>();
    private final MetricsPage metrics = new MetricsPage(() -> readings);

    private String page() {
        return new String(metrics.page(), StandardCharsets.UTF_8);
    }

    @Test
    void every_metric_is_served_under_its_name_with_its_kind_and_its_help() {
        for (Metric metric : Metric.values()) {
            readings.add(new Reading(
                    metric, metric.labels().stream().map(label -> "x").toList(), 7));
        }

        String page = page();

        for (Metric metric : Metric.values()) {
            assertThat(page)
                    .contains("# HELP " + metric.text() + " " + metric.help() + "\n")
                    .contains("# TYPE " + metric.text() + (metric.isCounter() ? " counter\n" : " gauge\n"))
                    .containsPattern("(?m)^" + metric.text() + "(\\{[^}]*})? 7\\.0$");
        }
        assertThat(page.lines().filter(line -> line.startsWith("# TYPE"))).hasSize(Metric.values().length);
    }

    @Test
    void what_is_no_longer_measured_leaves_the_page_and_what_changes_changes() {
        readings = List.of(
                Reading.of(Metric.PEER_CONNECTED, 1, "aaaa"),
                Reading.of(Metric.PEER_CONNECTED, 0, "bbbb"),
                Reading.of(Metric.TURNS, 5));
        assertThat(page()).contains("mithaq_peer_connected{peer=\"aaaa\"} 1.0", "bbbb", "mithaq_turns_total 5.0");

        readings = List.of(Reading.of(Metric.PEER_CONNECTED, 0, "aaaa"), Reading.of(Metric.TURNS, 6));

        assertThat(page())
                .contains("mithaq_peer_connected{peer=\"aaaa\"} 0.0", "mithaq_turns_total 6.0")
                .doesNotContain("bbbb");
    }

    @Test
    void a_bound_says_how_near_it_is() {
        readings = Reading.bound(Bound.QUARANTINE, "", 25, 100);

        assertThat(page())
                .contains("mithaq_bound_used{bound=\"quarantine\",of=\"\"} 25.0")
                .contains("mithaq_bound_limit{bound=\"quarantine\",of=\"\"} 100.0")
                .contains("mithaq_bound_ratio{bound=\"quarantine\",of=\"\"} 0.25");
    }

    @Test
    void a_reading_without_its_labels_is_a_bug() {
        assertThatThrownBy(() -> Reading.of(Metric.PEER_CONNECTED, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
