// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;

/// What became of the objects of one post (TAXII 2.1 §4.3.1). It is complete when it is first shown, because
/// everything it says is durable by then. Belongs to one thread.
final class StatusReport {

    private static final int MESSAGE_CHARS_MAX = 500;
    private static final int ID_CHARS_MAX = 300;

    private final UUID id;
    private final long requestMicros;
    private final List<JsonObject> successes = new ArrayList<>();
    private final List<JsonObject> failures = new ArrayList<>();

    StatusReport(UUID id, long requestMicros) {
        this.id = id;
        this.requestMicros = requestMicros;
    }

    UUID id() {
        return id;
    }

    /// Which object and version a line is about.
    ///
    /// @param stixId as written; for what has none that can be read, its place in the envelope
    /// @param version its time; for what has none, when it was added or came
    record Subject(String stixId, String version) {}

    void succeeded(Subject subject, Optional<String> message) {
        successes.add(line(subject, message));
    }

    void failed(Subject subject, String message) {
        failures.add(line(subject, Optional.of(message)));
    }

    boolean isAllFailed() {
        return successes.isEmpty();
    }

    private static JsonObject line(Subject subject, Optional<String> message) {
        JsonObject.Builder line = JsonObject.builder()
                .put("id", clipped(subject.stixId(), ID_CHARS_MAX))
                .put("version", clipped(subject.version(), ID_CHARS_MAX));
        message.ifPresent(text -> line.put("message", clipped(text, MESSAGE_CHARS_MAX)));
        return line.build();
    }

    private static String clipped(String text, int max) {
        String whole = Answers.wellFormed(text);
        return whole.codePointCount(0, whole.length()) <= max
                ? whole
                : whole.substring(0, whole.offsetByCodePoints(0, max)) + "…";
    }

    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("id", id.toString())
                .put("status", "complete")
                .put("request_timestamp", Timestamps.written(requestMicros))
                .put("total_count", successes.size() + failures.size())
                .put("success_count", successes.size());
        // §2: a list is never empty, but left out.
        if (!successes.isEmpty()) {
            json.put("successes", JsonArray.of(successes));
        }
        json.put("failure_count", failures.size());
        if (!failures.isEmpty()) {
            json.put("failures", JsonArray.of(failures));
        }
        return json.put("pending_count", 0).build();
    }
}
