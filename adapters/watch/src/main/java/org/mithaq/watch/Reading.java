// SPDX-License-Identifier: Apache-2.0
package org.mithaq.watch;

import java.util.List;

/// One number of one metric at one moment.
///
/// @param metric which
/// @param labels the values of its labels, as many as it has
/// @param value the number, in the unit of the metric's name
public record Reading(Metric metric, List<String> labels, double value) {

    public Reading {
        labels = List.copyOf(labels);
        if (labels.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric.text() + " has the labels " + metric.labels());
        }
    }

    /// A number of a metric with those labels.
    public static Reading of(Metric metric, double value, String... labels) {
        return new Reading(metric, List.of(labels), value);
    }

    /// A whole number of a metric with those labels. Above 2^53 the page rounds it.
    public static Reading of(Metric metric, long value, String... labels) {
        return new Reading(metric, List.of(labels), (double) value);
    }

    /// What there is to say of a bound.
    ///
    /// @param of whose, or empty where there is one for the node
    public static List<Reading> bound(Bound bound, String of, long used, long limit) {
        return List.of(
                of(Metric.BOUND_USED, used, bound.word(), of),
                of(Metric.BOUND_LIMIT, limit, bound.word(), of),
                of(Metric.BOUND_RATIO, (double) used / (double) limit, bound.word(), of));
    }
}
