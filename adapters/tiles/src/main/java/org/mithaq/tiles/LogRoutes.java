// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.util.List;
import java.util.Optional;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.OwnCheckpoints;
import org.mithaq.node.OwnLog;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.EntryTile;
import org.mithaq.tlog.HashTile;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.TilePath;

/// Serves this node's log as checkpoint, tiles and entry bundles (C2SP tlog-tiles, APIs).
///
/// Tiles are a function of the records, and made anew for each request: a full one is copied out of the tree in memory,
/// a bundle is one short read of the ledger. Nothing is served that a signed tree does not cover.
public final class LogRoutes {

    /// The checkpoint changes about once a second (tlog-tiles, Checkpoints).
    private static final String BRIEFLY = "public, max-age=1";

    /// What a tile's path names never changes (tlog-tiles, Merkle Tree).
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final String prefix;
    private final Ledger ledger;
    private final OwnLog log;
    private final OwnCheckpoints checkpoints;

    /// @param prefix path of the log, from the slash on and without one at its end, such as `/mithaq/v1/log`
    /// @param ledger whose records
    /// @param log the tree over them
    /// @param checkpoints what is signed of it
    public LogRoutes(String prefix, Ledger ledger, OwnLog log, OwnCheckpoints checkpoints) {
        this.prefix = prefix;
        this.ledger = ledger;
        this.log = log;
        this.checkpoints = checkpoints;
    }

    /// The two routes of a log.
    public List<Route> routes() {
        return List.of(
                new Route(Method.GET, prefix + "/checkpoint", RouteLimits.READ, this::checkpoint),
                new Route(Method.GET, prefix + "/tile/{tile...}", RouteLimits.READ, this::tile));
    }

    /// The newest witnessed checkpoint, or before the first of those the newest signed one.
    private Response checkpoint(Request request) {
        return Response.of(200, "text/plain; charset=utf-8", shown().encode()).with("Cache-Control", BRIEFLY);
    }

    private SignedCheckpoint shown() {
        return checkpoints.witnessed().or(checkpoints::shown).orElseThrow(LogRoutes::held);
    }

    private static Refused held() {
        return new Refused(Problem.of(
                "signing-held",
                503,
                "This log signs nothing now",
                "its node asks the other members whether the log is whole",
                "C2SP tlog-tiles, APIs"));
    }

    private Response tile(Request request) {
        long treeSize =
                checkpoints.shown().orElseThrow(LogRoutes::held).checkpoint().size();
        Optional<byte[]> content = switch (path(request)) {
            case HashTile tile -> log.tile(tile, treeSize);
            case EntryTile bundle -> entries(bundle, treeSize);
        };
        byte[] bytes = content.orElseThrow(() -> new Refused(Problem.of(
                "no-such-tile",
                404,
                "The signed tree does not cover this tile",
                "the newest checkpoint has size " + treeSize,
                "C2SP tlog-tiles, Merkle Tree")));
        return Response.of(200, "application/octet-stream", bytes).with("Cache-Control", FOR_EVER);
    }

    /// The one spelling of a path: what the door has decoded must be what was sent.
    private TilePath path(Request request) {
        try {
            TilePath path = TilePath.parse("tile/" + request.pathValue("tile"));
            if (request.path().equals(prefix + "/" + path.path())) {
                return path;
            }
            throw malformed("C2SP tlog-tiles, APIs", "a tile has one path, without escapes");
        } catch (MalformedTlog rejected) {
            throw malformed(rejected.clause(), rejected.getMessage());
        }
    }

    private static Refused malformed(String clause, String detail) {
        return new Refused(Problem.of("malformed-tile-path", 404, "This is not the path of a tile", detail, clause));
    }

    private Optional<byte[]> entries(EntryTile bundle, long treeSize) {
        long first = bundle.index() * HashTile.WIDTH;
        if (first > treeSize - bundle.width()) {
            return Optional.empty();
        }
        List<byte[]> records = ledger.read(tables -> tables.log().records(first, bundle.width()));
        return Optional.of(bundle.encode(records));
    }
}
