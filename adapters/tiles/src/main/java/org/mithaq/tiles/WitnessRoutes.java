// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Headers;
import org.mithaq.http.Method;
import org.mithaq.http.Problem;
import org.mithaq.http.RefusalMeter;
import org.mithaq.http.Refused;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.http.RouteLimits;
import org.mithaq.node.SigningHeld;
import org.mithaq.node.Witnessing;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.AddCheckpointResponse;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.WitnessDecision;

/// Answers the other members' requests for cosignatures (C2SP tlog-witness, add-checkpoint).
public final class WitnessRoutes {

    /// Where the members of a federation ask each other.
    public static final String SUBMISSION_PREFIX = "/mithaq/v1/witness";

    /// The call's own path below the submission prefix.
    static final String ADD_CHECKPOINT = "/add-checkpoint";

    /// Type of requests and of answers with cosignatures; the document leaves it open.
    static final String TEXT = "text/plain; charset=utf-8";

    private static final String CLAUSE = "C2SP tlog-witness, add-checkpoint";
    private static final RouteLimits LIMITS =
            new RouteLimits(AddCheckpointRequest.BODY_BYTES_MAX, Duration.ofSeconds(20), 64);

    private static final int REFUSALS_MAX = 16;
    private static final Duration REFUSAL_INTERVAL = Duration.ofSeconds(1);

    private final String submissionPrefix;
    private final Witnessing witnessing;
    private final RefusalMeter<String> refusals;

    /// At the path that other members know; 16 refusals at once for each caller, and one a second after them.
    public WitnessRoutes(Witnessing witnessing) {
        this(SUBMISSION_PREFIX, witnessing, new RefusalMeter<>(REFUSALS_MAX, REFUSAL_INTERVAL, System::nanoTime));
    }

    /// @param submissionPrefix path, from the slash on and without one at its end
    /// @param witnessing compares, persists and cosigns
    /// @param refusals counts those of each caller, by its pin, or by its address where it has none
    public WitnessRoutes(String submissionPrefix, Witnessing witnessing, RefusalMeter<String> refusals) {
        this.submissionPrefix = submissionPrefix;
        this.witnessing = witnessing;
        this.refusals = refusals;
    }

    /// The one route of a witness.
    public List<Route> routes() {
        return List.of(new Route(Method.POST, submissionPrefix + ADD_CHECKPOINT, LIMITS, this::addCheckpoint));
    }

    /// Counts what is refused against whoever asked: each refusal costs a verification, and perhaps a transaction.
    private Response addCheckpoint(Request request) throws IOException {
        String caller = request.peer().map(peer -> peer.pin().hex()).orElse(request.remoteHost());
        if (!refusals.allows(caller)) {
            throw new Refused(
                    Problem.of(
                            "too-many-requests",
                            429,
                            "Too much at once from you",
                            "too much of what you asked for had to be refused",
                            "RFC 6585 §4"),
                    Headers.of("Retry-After", "1"));
        }
        try {
            return answer(request);
        } catch (Refused refused) {
            if (refused.problem().status() < 500) {
                refusals.count(caller);
            }
            throw refused;
        }
    }

    private Response answer(Request request) throws IOException {
        byte[] body = request.bodyBytes();
        String origin = origin(body);
        Optional<MemberId> asker = request.peer()
                .flatMap(peer ->
                        witnessing.memberOf(new TlsPin(Hash.wrap(peer.pin().bytes()))));
        Witnessing.Answer answer = decide(asker, origin, body);
        return switch (answer.decision()) {
            case WitnessDecision.Cosign cosign ->
                Response.of(cosign.status(), TEXT, new AddCheckpointResponse(answer.cosignatures()).encode());
            case WitnessDecision.Conflict conflict ->
                Response.of(conflict.status(), WitnessDecision.SIZE_CONTENT_TYPE, conflict.body());
            case WitnessDecision.NotFound notFound ->
                throw refused("unknown-log", notFound, "This witness does not know the log", notFound.reason());
            case WitnessDecision.Forbidden forbidden ->
                throw refused("not-signed-by-log", forbidden, "The log did not sign this", forbidden.reason());
            case WitnessDecision.BadRequest bad ->
                throw refused("bad-checkpoint-request", bad, "The request is malformed", bad.reason());
            case WitnessDecision.Unprocessable other ->
                throw refused("not-consistent", other, "The tree does not extend the cosigned one", other.reason());
        };
    }

    /// What could not be persisted is not cosigned: the log asks again.
    private Witnessing.Answer decide(Optional<MemberId> asker, String origin, byte[] body) {
        try {
            return witnessing.addCheckpoint(asker, origin, body);
        } catch (SigningHeld held) {
            throw new Refused(
                    Problem.of(
                            "signing-held",
                            503,
                            "This witness signs nothing now",
                            String.valueOf(held.getMessage()),
                            CLAUSE),
                    Headers.of("Retry-After", "5"));
        } catch (StorageFailed failed) {
            throw new Refused(
                    Problem.of(
                            failed.full() ? "storage-full" : "storage-failed",
                            failed.full() ? 507 : 503,
                            "This witness cannot store anything now",
                            "nothing was cosigned; try again",
                            CLAUSE),
                    Headers.of("Retry-After", "5"));
        }
    }

    private static String origin(byte[] body) {
        try {
            return AddCheckpointRequest.parse(body).checkpoint().checkpoint().origin();
        } catch (MalformedTlog malformed) {
            throw refused(
                    "bad-checkpoint-request",
                    new WitnessDecision.BadRequest(malformed.getMessage()),
                    "The request is malformed",
                    malformed.getMessage());
        }
    }

    private static Refused refused(String word, WitnessDecision decision, String title, String reason) {
        return new Refused(Problem.of(word, decision.status(), title, reason, CLAUSE));
    }
}
