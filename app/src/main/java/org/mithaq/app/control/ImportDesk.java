// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.http.Method;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.stix.BundleLimits;

/// Takes bundles of any size from the command line, as streams, and says how far each has come while it is read.
public final class ImportDesk {

    private static final Duration TIME_MAX = Duration.ofHours(6);
    private static final int AT_ONCE_MAX = 16;
    private static final int SOURCE_CHARS_MAX = 200;
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{1,32}");

    private final NodeRuntime node;
    private final BundleLimits limits;
    private final Map<String, ImportRun> running = new ConcurrentHashMap<>();

    /// @param node the running node
    /// @param objectBytesMax largest single object
    /// @param bytesMax largest bundle, after gzip was undone
    public ImportDesk(NodeRuntime node, int objectBytesMax, long bytesMax) {
        this.node = node;
        this.limits = BundleLimits.standard()
                .withObject(JsonLimits.standard().withBytesMax(objectBytesMax))
                .withInflatedBytesMax(bytesMax);
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.route(
                        Method.POST,
                        "/import",
                        new RouteLimits(limits.inflatedBytesMax(), TIME_MAX, AT_ONCE_MAX),
                        this::take),
                routes.get("/imports/{run}", this::progress));
    }

    private Response take(Request request) throws IOException {
        JsonObject.Builder how = JsonObject.builder();
        for (String name : List.of("channel", "lane", "tlp", "onward")) {
            request.query().first(name).ifPresent(value -> how.put(name, value));
        }
        request.query()
                .first("deadlineMinutes")
                .ifPresent(value -> how.put("deadlineMinutes", ControlRoutes.whole("--deadline-minutes", value)));
        how.put("exercise", request.query().first("exercise").isPresent());
        how.put("named", request.query().all("named"));
        JsonObject asked = how.build();
        Optional<PostingRequest> posting =
                asked.has("channel") ? Optional.of(PostingRequest.of(asked, node)) : Optional.empty();
        String source = request.query().first("source").orElse("import");
        String clipped = source.length() > SOURCE_CHARS_MAX ? source.substring(0, SOURCE_CHARS_MAX) : source;
        ImportRun run = new ImportRun(node, posting, "import:" + clipped);
        String name = request.query().first("run").orElse("");
        if (!RUN.matcher(name).matches() || running.putIfAbsent(name, run) != null) {
            return ControlRoutes.json(run.read(request.body(), limits));
        }
        try {
            return ControlRoutes.json(run.read(request.body(), limits));
        } finally {
            running.remove(name, run);
        }
    }

    /// How far the import that was begun under this name has come; nothing once it has ended.
    private Response progress(Request request) {
        return ControlRoutes.json(Optional.ofNullable(running.get(request.pathValue("run")))
                .map(ImportRun::progress)
                .orElseGet(JsonObject::empty));
    }
}
