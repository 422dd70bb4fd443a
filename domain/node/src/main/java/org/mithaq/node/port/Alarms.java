// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node.port;

import java.util.List;
import java.util.Map;

/// What an operator should look at, once for each thing however often it happens.
public interface Alarms {

    /// One alarm.
    ///
    /// @param key what it is about, such as `gap:<node>:<lane>`: raised again, it only counts up
    /// @param kind one of a short list of words
    /// @param sentence what happened
    /// @param action what to do
    /// @param proof bytes that prove it to a third; empty where there are none
    /// @param count how often it happened
    /// @param firstMicros when it happened first
    /// @param lastMicros when it happened last
    record Row(
            String key,
            String kind,
            String sentence,
            String action,
            byte[] proof,
            long count,
            long firstMicros,
            long lastMicros) {}

    /// Raises an alarm, or counts it up and keeps the first proof.
    void raise(String key, String kind, String sentence, String action, byte[] proof, long timeMicros);

    /// All alarms, newest first.
    List<Row> all();

    /// Whether there is one of that key.
    boolean holds(String key);

    /// Number of alarms of each kind that has any.
    Map<String, Long> counts();

    /// Removes one that was dealt with; whether it was there.
    boolean clear(String key);
}
