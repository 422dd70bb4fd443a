// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.util.List;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;

/// What the server says about itself and its collections (TAXII 2.1 §4.1, §4.2, §5.1, §5.2).
final class Resources {

    private static final String API_ROOT = "/api/";

    private final TaxiiNode node;
    private final TaxiiSettings settings;
    private final Collections collections;

    Resources(TaxiiNode node, TaxiiSettings settings) {
        this.node = node;
        this.settings = settings;
        this.collections = new Collections(node);
    }

    Response discovery() {
        return Answers.of(
                200,
                JsonObject.builder()
                        .put("title", settings.title())
                        .put("description", description())
                        .put("default", API_ROOT)
                        .put("api_roots", List.of(API_ROOT))
                        .build());
    }

    Response apiRoot() {
        return Answers.of(
                200,
                JsonObject.builder()
                        .put("title", settings.title())
                        .put("description", description())
                        .put("versions", List.of(MediaTypes.TAXII))
                        .put("max_content_length", settings.contentBytesMax())
                        .build());
    }

    Response collections(Caller caller) {
        List<JsonObject> all = collections.all().stream()
                .map(collection -> collection.json(caller))
                .toList();
        return Answers.of(
                200, JsonObject.builder().put("collections", JsonArray.of(all)).build());
    }

    Response collection(Request request, Caller caller) {
        return Answers.of(200, named(request).json(caller));
    }

    /// The collection in the path.
    ///
    /// @throws org.mithaq.http.Refused with 404 if there is none
    Collection named(Request request) {
        return collections
                .find(request.pathValue("collection"))
                .orElseThrow(() -> Answers.notFound("no collection has this id or alias"));
    }

    private String description() {
        String member = node.charter()
                .now()
                .member(node.self().member())
                .map(card -> card.names().en())
                .orElse("A member");
        return member + ", in " + node.charter().now().names().en();
    }
}
