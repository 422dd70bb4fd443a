// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.nio.charset.StandardCharsets;
import org.mithaq.http.Headers;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Response;
import org.mithaq.json.Json;
import org.mithaq.json.JsonObject;

/// Answers in TAXII's own forms.
final class Answers {

    private Answers() {}

    static Response of(int status, JsonObject resource) {
        return Response.of(status, MediaTypes.TAXII, Json.write(resource));
    }

    /// The error message of TAXII 2.1 §3.6.1 that says what a problem document would.
    static Response error(Problem problem) {
        JsonObject.Builder details = JsonObject.builder();
        problem.clause().ifPresent(clause -> details.put("clause", wellFormed(clause)));
        problem.extensions().forEach((name, value) -> details.put(name, wellFormed(value)));
        JsonObject.Builder error = JsonObject.builder()
                .put("title", wellFormed(problem.title()))
                .put("description", wellFormed(problem.detail()))
                .put("error_code", problem.type().substring(problem.type().lastIndexOf(':') + 1))
                .put("http_status", Integer.toString(problem.status()));
        JsonObject collected = details.build();
        return of(problem.status(), (collected.isEmpty() ? error : error.put("details", collected)).build());
    }

    static Response error(Refused refused) {
        Response answer = error(refused.problem());
        for (Headers.Field field : refused.headers().fields()) {
            answer = answer.with(field.name(), field.value());
        }
        return answer;
    }

    /// Nothing is there, or nothing that this caller may know of.
    static Refused notFound(String what) {
        return new Refused(Problem.of("not-found", 404, "There is nothing here", what));
    }

    /// A lone surrogate has no UTF-8 (RFC 8259 §8.2), and an excerpt of hostile input may hold one.
    static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
