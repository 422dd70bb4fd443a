// SPDX-License-Identifier: Apache-2.0
package org.mithaq.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;

/// A refusal in the form of RFC 9457, with a member `clause` of our own for the clause that was broken.
///
/// @param type a name that does not change from one version to the next: `urn:mithaq:problem:` and a word
/// @param status 400 to 599, the status of the answer too
/// @param title what kind of problem, the same each time (§3.1.4)
/// @param detail what happened this time, for a person (§3.1.5); the caller has clipped what came from outside
/// @param extensions further members (§3.2)
public record Problem(
        String type, int status, String title, String detail, Optional<String> clause, Map<String, String> extensions) {

    /// Content type of a problem document (RFC 9457 §6.1).
    public static final String CONTENT_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:mithaq:problem:";
    private static final Pattern TYPE = Pattern.compile("urn:mithaq:problem:[a-z0-9-]{1,60}");
    private static final Pattern MEMBER = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{2,40}");

    public Problem {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("not a problem type of ours: " + type);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of a problem: " + status);
        }
        extensions = Map.copyOf(extensions);
        if (!extensions.keySet().stream().allMatch(name -> MEMBER.matcher(name).matches())) {
            throw new IllegalArgumentException("not the name of a member (RFC 9457 §3.2)");
        }
    }

    /// A problem that breaks no clause.
    public static Problem of(String word, int status, String title, String detail) {
        return new Problem(TYPE_PREFIX + word, status, title, detail, Optional.empty(), Map.of());
    }

    /// A problem with the clause that was broken, such as `STIX 2.1 §2.9`.
    public static Problem of(String word, int status, String title, String detail, String clause) {
        return new Problem(TYPE_PREFIX + word, status, title, detail, Optional.of(clause), Map.of());
    }

    /// The same problem with one more member.
    public Problem with(String name, String value) {
        Map<String, String> more = new TreeMap<>(extensions);
        more.put(name, value);
        return new Problem(type, status, title, detail, clause, more);
    }

    /// The document as UTF-8 JSON.
    public byte[] json() {
        JsonObject.Builder json = JsonObject.builder()
                .put("type", type)
                .put("title", wellFormed(title))
                .put("status", status)
                .put("detail", wellFormed(detail));
        clause.ifPresent(text -> json.put("clause", wellFormed(text)));
        new TreeMap<>(extensions).forEach((name, value) -> json.put(name, wellFormed(value)));
        return Json.write(json.build());
    }

    /// A lone surrogate has no UTF-8 (RFC 8259 §8.2), and an excerpt of hostile input may hold one.
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
