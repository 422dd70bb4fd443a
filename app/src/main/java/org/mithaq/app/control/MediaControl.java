// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.http.Method;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.MediaDesk;

/// What the command line asks about media; see [Control].
final class MediaControl {

    /// Longest medium that is read: a million objects come to a few gigabytes.
    private static final long BYTES_MAX = 1L << 40;

    private static final RouteLimits LONG = new RouteLimits(BYTES_MAX, Duration.ofHours(6), 4);

    private final MediaDesk media;
    private final Directory directory;

    MediaControl(NodeRuntime node) {
        this.media = node.media();
        this.directory = new Directory(node);
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.get("/media", request -> standings()),
                routes.route(Method.GET, "/media/{member}", LONG, this::write),
                routes.route(Method.POST, "/media", LONG, this::read));
    }

    private Response standings() {
        List<JsonValue> list = new ArrayList<>();
        for (MediaDesk.Standing each : media.standings()) {
            list.add(JsonObject.builder()
                    .put("member", each.member().hex())
                    .put("name", directory.domain(each.member()))
                    .put("writtenMicros", each.writtenMicros())
                    .put("readMicros", each.readMicros())
                    .put("sentBlind", each.blind())
                    .put("waiting", each.waiting())
                    .build());
        }
        return ControlRoutes.json(
                JsonObject.builder().put("media", JsonArray.of(list)).build());
    }

    private Response write(Request request) {
        MemberId to = directory.member(request.pathValue("member"));
        try {
            media.demandWritable(to);
        } catch (DoorRejected rejected) {
            throw refused(rejected);
        }
        long bytesMax = ControlRoutes.cursor(request, "bytesMax", Long.MAX_VALUE);
        return Response.streamed(
                200, "application/vnd.mithaq.medium.v1", out -> media.write(to, out, Math.max(1, bytesMax)));
    }

    private Response read(Request request) throws IOException {
        try {
            return ControlRoutes.json(report(media.read(request.body())));
        } catch (DoorRejected rejected) {
            throw refused(rejected);
        }
    }

    private static Refused refused(DoorRejected rejected) {
        return ControlRoutes.refused(
                rejected.getMessage() + " (protocol " + rejected.clause().id() + ")");
    }

    private JsonObject report(MediaDesk.Taken taken) {
        return JsonObject.builder()
                .put("from", taken.medium().from().hex())
                .put("name", directory.domain(taken.medium().from()))
                .put("medium", taken.medium().id().hex())
                .put("writtenMicros", taken.medium().timeMicros())
                .put("readBefore", taken.before())
                .put("deliveries", taken.deliveries())
                .put("answers", taken.answers())
                .put("refused", taken.refused())
                .put("refusals", taken.named())
                .put("whole", taken.whole())
                .build();
    }
}
