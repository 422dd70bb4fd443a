// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.io.IOException;
import java.util.List;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.node.port.Shelf;

/// The endpoints of a collection's objects (TAXII 2.1 §5.3 to §5.8).
final class Objects {

    private final TaxiiNode node;
    private final TaxiiSettings settings;
    private final Resources resources;
    private final Pages pages;
    private final Intake intake;

    Objects(TaxiiNode node, TaxiiSettings settings, Intake intake) {
        this.node = node;
        this.settings = settings;
        this.resources = new Resources(node, settings);
        this.pages = new Pages(node.ledger());
        this.intake = intake;
    }

    /// §5.4
    Response page(Request request, Caller caller) {
        Collection collection = readable(request, caller);
        return envelope(pages.find(collection, query(request, ObjectQuery.Fields.COLLECTION)));
    }

    /// §5.6
    Response object(Request request, Caller caller) {
        Collection collection = readable(request, caller);
        return envelope(pages.find(collection, ofObject(request, collection, ObjectQuery.Fields.OBJECT)));
    }

    /// §5.3
    Response manifest(Request request, Caller caller) {
        Collection collection = readable(request, caller);
        Page page = pages.find(collection, query(request, ObjectQuery.Fields.COLLECTION));
        JsonObject.Builder manifest = page.resource();
        if (!page.rows().isEmpty()) {
            manifest.put(
                    "objects",
                    JsonArray.of(page.rows().stream().map(Objects::entry).toList()));
        }
        return page.withDates(Answers.of(200, manifest.build()));
    }

    /// §5.8
    Response versions(Request request, Caller caller) {
        Collection collection = readable(request, caller);
        Page page = pages.find(collection, ofObject(request, collection, ObjectQuery.Fields.VERSIONS));
        JsonObject.Builder versions = page.resource();
        List<String> written =
                page.rows().stream().map(Versions::written).distinct().toList();
        if (!written.isEmpty()) {
            versions.put("versions", written);
        }
        return page.withDates(Answers.of(200, versions.build()));
    }

    /// §5.5
    Response post(Request request, Caller caller) throws IOException {
        Collection collection = resources.named(request);
        if (!caller.mayWrite()) {
            throw Caller.forbidden("the token " + caller.name() + " has no scope taxii:write");
        }
        if (!collection.mayPost()) {
            throw Caller.forbidden("the charter does not let this member post in this channel");
        }
        MediaTypes.demandTaxii(request.headers());
        return intake.post(caller, collection, body(request));
    }

    /// §5.7: what was shared cannot be unsaid by one server; the node recalls it from every holder instead.
    Response delete(Request request, Caller caller) {
        Collection collection = resources.named(request);
        boolean write = collection.writableBy(caller);
        if (!caller.mayRead() && !write) {
            throw Answers.notFound("no collection has this id or alias");
        }
        if (caller.mayRead() && write && !pages.has(collection, request.pathValue("object"))) {
            throw Answers.notFound("the collection holds no such object");
        }
        throw Caller.forbidden("objects are not deleted over TAXII: `mithaq recall` takes an object back from everybody"
                + " who holds it, and each of them declares it");
    }

    private Collection readable(Request request, Caller caller) {
        Collection collection = resources.named(request);
        caller.demandRead();
        return collection;
    }

    private ObjectQuery query(Request request, ObjectQuery.Fields fields) {
        return ObjectQuery.parse(request.query(), fields, settings.pageObjectsMax());
    }

    private ObjectQuery ofObject(Request request, Collection collection, ObjectQuery.Fields fields) {
        String id = request.pathValue("object");
        ObjectQuery query = query(request, fields).of(id);
        if (!pages.has(collection, id)) {
            throw Answers.notFound("the collection holds no such object");
        }
        return query;
    }

    private Response envelope(Page page) {
        return page.withDates(Response.streamed(200, MediaTypes.TAXII, new ObjectStream(node.holdings(), page)));
    }

    private static JsonObject entry(Shelf.ObjectRow row) {
        return JsonObject.builder()
                .put("id", row.stixId())
                .put("date_added", Timestamps.written(row.addedMicros()))
                .put("version", Versions.written(row))
                .put("media_type", MediaTypes.STIX)
                .build();
    }

    private byte[] body(Request request) throws IOException {
        int max = settings.contentBytesMax();
        boolean announced = request.headers()
                .first("Content-Length")
                .filter(length -> length.matches("[0-9]{1,18}") && Long.parseLong(length) > max)
                .isPresent();
        byte[] bytes = announced ? new byte[0] : request.body().readNBytes(max + 1);
        if (announced || bytes.length > max) {
            throw new Refused(Problem.of(
                    "content-too-large",
                    413,
                    "The envelope is too large",
                    "max_content_length is " + max + " bytes",
                    "TAXII 2.1 §5.5"));
        }
        return bytes;
    }
}
