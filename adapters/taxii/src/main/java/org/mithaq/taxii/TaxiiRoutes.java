// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.mithaq.http.Handler;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.AccessTokens;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Submissions;
import org.mithaq.node.port.StorageFailed;

/// The endpoints of a TAXII 2.1 server, as routes for a door.
///
/// Refusals are TAXII error messages whatever form the door itself gives to its problems.
public final class TaxiiRoutes {

    private static final RouteLimits SMALL = RouteLimits.READ;
    private static final RouteLimits PAGES = new RouteLimits(0, Duration.ofMinutes(2), 16);

    /// The door refuses a long body in its own form; here the answer to that is a TAXII message, so the bound is ours.
    private static final RouteLimits POSTS = new RouteLimits(Long.MAX_VALUE, Duration.ofMinutes(2), 4);

    private TaxiiRoutes() {}

    /// All endpoints of TAXII 2.1 §3.1, with discovery at `/taxii2/` and one API root at `/api/`.
    ///
    /// @param node whose objects
    /// @param tokens who may come in
    /// @param submissions where the outcome of each post is remembered
    /// @param clock the time of decisions
    /// @param random cryptographic randomness, for the ids of status resources
    public static List<Route> of(
            TaxiiNode node,
            AccessTokens tokens,
            Submissions submissions,
            TaxiiSettings settings,
            InstantSource clock,
            SecureRandom random) {
        Doorkeeper keeper = new Doorkeeper(tokens);
        Resources resources = new Resources(node, settings);
        Objects objects = new Objects(node, settings, new Intake(node, submissions, clock, random));
        String collection = "/api/collections/{collection}/";
        String object = collection + "objects/{object}/";
        return List.of(
                route(keeper, Method.GET, "/taxii2/", SMALL, (_, _) -> resources.discovery()),
                route(keeper, Method.GET, "/api/", SMALL, (_, _) -> resources.apiRoot()),
                route(
                        keeper,
                        Method.GET,
                        "/api/status/{status}/",
                        SMALL,
                        (request, caller) -> submissions
                                .find(Intake.submission(caller, request.pathValue("status")))
                                .map(json -> Response.of(200, MediaTypes.TAXII, json))
                                .orElseThrow(
                                        () -> Answers.notFound("this token made no such request in the last week"))),
                route(keeper, Method.GET, "/api/collections/", SMALL, (_, caller) -> resources.collections(caller)),
                route(keeper, Method.GET, collection, SMALL, resources::collection),
                route(keeper, Method.GET, collection + "manifest/", PAGES, objects::manifest),
                route(keeper, Method.GET, collection + "objects/", PAGES, objects::page),
                route(keeper, Method.POST, collection + "objects/", POSTS, objects::post),
                route(keeper, Method.GET, object, PAGES, objects::object),
                route(keeper, Method.DELETE, object, SMALL, objects::delete),
                route(keeper, Method.GET, object + "versions/", PAGES, objects::versions));
    }

    /// What an endpoint does for a caller that is known.
    @FunctionalInterface
    interface Endpoint {
        Response answer(Request request, Caller caller) throws java.io.IOException;
    }

    private static Route route(Doorkeeper keeper, Method method, String path, RouteLimits limits, Endpoint endpoint) {
        Handler handler = request -> {
            try {
                Caller caller = keeper.admit(request);
                MediaTypes.demandAcceptable(request.headers());
                return endpoint.answer(request, caller);
            } catch (Refused refused) {
                return Answers.error(refused);
            } catch (SigningHeld held) {
                return Answers.error(Problem.of(
                        "signing-held", 503, "This node signs nothing now", String.valueOf(held.getMessage())));
            } catch (StorageFailed failed) {
                return Answers.error(Problem.of(
                        failed.full() ? "storage-full" : "storage-failed",
                        failed.full() ? 507 : 503,
                        "Nothing can be stored or read now",
                        "nothing was acknowledged; the same request may succeed later"));
            }
        };
        return new Route(method, path, limits, keeper::recognise, handler);
    }
}
