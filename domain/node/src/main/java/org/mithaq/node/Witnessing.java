// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.Clause;
import org.mithaq.exchange.LogCheck;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.AddCheckpointRequest;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.MalformedTlog;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.VerifierKey;
import org.mithaq.tlog.WitnessDecision;
import org.mithaq.tlog.WitnessState;

/// This node as a witness of the other members' logs (C2SP tlog-witness): compares and persists in one turn, and only
/// then cosigns. Safe for threads.
public final class Witnessing {

    private final LivingCharter charter;
    private final MemberId self;
    private final SignatureProvider signatures;
    private final List<Cosigner> cosigners;
    private final Turns turns;
    private final InstantSource clock;

    /// @param charter whose logs are known
    /// @param self whose node; its own log is not witnessed here
    /// @param signatures what verifies checkpoints
    /// @param cosigners this node's cosigning keys
    /// @param turns where what was cosigned is persisted
    /// @param clock the one clock
    public Witnessing(
            LivingCharter charter,
            MemberId self,
            SignatureProvider signatures,
            List<Cosigner> cosigners,
            Turns turns,
            InstantSource clock) {
        this.charter = charter;
        this.self = self;
        this.signatures = signatures;
        this.cosigners = List.copyOf(cosigners);
        this.turns = turns;
        this.clock = clock;
    }

    /// The answer to one request.
    ///
    /// @param decision what was decided
    /// @param cosignatures one line for each key; empty unless the decision is to cosign
    public record Answer(WitnessDecision decision, List<NoteSignature> cosignatures) {

        public Answer {
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /// The member one of whose nodes has this TLS pin.
    public Optional<MemberId> memberOf(TlsPin pin) {
        return charter.now().nodeByTlsPin(pin).map(node -> node.member().id());
    }

    /// Decides about the body of an `add-checkpoint` request for the log `origin`.
    ///
    /// @param asker the member at the other end of the connection; empty where nobody proved to be one
    /// @throws SigningHeld if this node may sign nothing now
    public Answer addCheckpoint(Optional<MemberId> asker, String origin, byte[] body) {
        List<VerifierKey> keys = keys(origin);
        WitnessDecision decision = turns.run(turn -> {
            turn.state().log().demandSigning();
            return decide(turn, asker, origin, keys, body);
        });
        if (!(decision instanceof WitnessDecision.Cosign cosign)) {
            return new Answer(decision, List.of());
        }
        List<NoteSignature> lines = new ArrayList<>(cosigners.size());
        for (Cosigner cosigner : cosigners) {
            lines.add(cosigner.cosign(cosign.checkpoint(), clock.instant()));
        }
        return new Answer(decision, lines);
    }

    private WitnessDecision decide(
            Turn turn, Optional<MemberId> asker, String origin, List<VerifierKey> keys, byte[] body) {
        WitnessState latest = latest(turn, origin);
        WitnessDecision decision = isLong(body)
                ? new WitnessDecision.BadRequest(
                        "%s: %s".formatted(Clause.CHECKPOINT_TEXT.id(), Clause.CHECKPOINT_TEXT.sentence()))
                : WitnessDecision.on(body, signatures, origin, keys, latest);
        switch (decision) {
            case WitnessDecision.Cosign cosign -> {
                SignedCheckpoint shown = AddCheckpointRequest.parse(body).checkpoint();
                SplitViews.see(turn, shown, "its own request");
                turn.tables()
                        .log()
                        .putWitnessed(new LogBook.WitnessRow(
                                // Without the lines that whoever asks has added: what is shown to others must fit.
                                origin,
                                cosign.next().size(),
                                cosign.next().root(),
                                SplitViews.bare(turn.state().charter(), shown).encode()));
                charter.now()
                        .memberByLogOrigin(origin)
                        .ifPresent(owner -> turn.effect(new Effect.Cosigned(owner.id())));
            }
            case WitnessDecision.Unprocessable refused -> {
                // Against the log speak two checkpoints that it signed. The proof is under nobody's signature: whoever
                // asks may have spoilt it to discredit the log, and is the one it counts against (Witness 6).
                if (!SplitViews.see(turn, refused.checkpoint(), "a request for a cosignature")) {
                    turn.alarm(
                            AlarmKind.PROOF,
                            asker.map(MemberId::hex).orElse("somebody"),
                            "%s asked for a cosignature of the log %s with a proof that does not hold (%s)"
                                    .formatted(
                                            asker.map(MemberId::shortForm).orElse("somebody"),
                                            origin,
                                            refused.reason()),
                            new byte[0]);
                }
            }
            case WitnessDecision.Conflict _ ->
                // The answer says where to begin; a fork is one whatever size the request names.
                SplitViews.see(turn, AddCheckpointRequest.parse(body).checkpoint(), "a request for a cosignature");
            case WitnessDecision.NotFound ignored -> {}
            case WitnessDecision.Forbidden ignored -> {}
            case WitnessDecision.BadRequest ignored -> {}
        }
        return decision;
    }

    /// Whether it could not be shown to the other members.
    private static boolean isLong(byte[] body) {
        try {
            return LogCheck.isLong(AddCheckpointRequest.parse(body).checkpoint().checkpoint());
        } catch (MalformedTlog malformed) {
            // The decision says what is wrong with it.
            return false;
        }
    }

    /// What it cosigned last of a log, or the pin of that log in the charter where that is larger (Witness 1): a
    /// witness that joined later, or lags behind, cosigns no other past than the members have decided on.
    private WitnessState latest(Turn turn, String origin) {
        WitnessState cosigned = turn.tables()
                .log()
                .witnessed(origin)
                .map(row -> new WitnessState(row.size(), row.root()))
                .orElse(WitnessState.NONE);
        CharterState state = charter.now();
        return state.memberByLogOrigin(origin)
                .flatMap(owner -> state.pinnedLog(owner.id(), origin))
                .filter(pin -> pin.size() > cosigned.size())
                .map(pin -> new WitnessState(pin.size(), pin.root()))
                .orElse(cosigned);
    }

    private List<VerifierKey> keys(String origin) {
        return charter.now()
                .memberByLogOrigin(origin)
                .filter(owner -> !owner.id().equals(self))
                .map(MemberCard::log)
                .map(log -> LogCheck.keys(log.verifierKeys()))
                .orElse(List.of());
    }
}
