// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.mithaq.crypto.Hash;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;

/// What a member says about an act in one round of voting (Charter 7.1). Worth something once signed:
/// [SignedVote].
///
/// @param federation in which
/// @param parent hash of the state on which the act was proposed
/// @param epoch epoch of that state, from 1
/// @param round 0 to [#ROUND_MAX]
/// @param phase whether it prepares or commits
/// @param act payload hash of the act
/// @param lock of a vote that prepares: the round, before its own, of the preparation of this act by which the
///     member is locked on it; nothing if it is locked on no act
public record Vote(
        FederationId federation, Hash parent, int epoch, int round, Phase phase, Hash act, OptionalInt lock) {

    /// The DSSE payload type of a vote.
    public static final String PAYLOAD_TYPE = "application/vnd.mithaq.vote.v1+json";

    /// Longest payload in bytes.
    public static final int PAYLOAD_BYTES_MAX = 1_024;

    /// Last round on one parent.
    public static final int ROUND_MAX = 1_023;

    private static final JsonLimits LIMITS = new JsonLimits(PAYLOAD_BYTES_MAX, 2, 16, 128);
    private static final int SUITE = 1;

    /// The two votes of a member in one round, in their order.
    public enum Phase {
        /// The member holds the act for right.
        PREPARE("prepare"),
        /// The member has seen that enough prepared it.
        COMMIT("commit");

        private final String text;

        Phase(String text) {
            this.text = text;
        }

        /// The written form.
        public String text() {
            return text;
        }

        /// The phase with this written form, if there is one.
        public static Optional<Phase> of(String text) {
            return Arrays.stream(values())
                    .filter(phase -> phase.text.equals(text))
                    .findFirst();
        }
    }

    public Vote {
        boolean inPlace = epoch >= 1 && round >= 0 && round <= ROUND_MAX;
        boolean locked = lock.isEmpty() || (phase == Phase.PREPARE && lock.getAsInt() >= 0 && lock.getAsInt() < round);
        if (!inPlace || !locked) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.VOTE_FORM,
                    "%s epoch %d round %d lock %s".formatted(phase.text(), epoch, round, lock));
        }
    }

    /// Reads what [#payload] writes.
    ///
    /// @param payload of any length
    /// @throws CharterRejected if it is no vote
    public static Vote parse(byte[] payload) {
        Fields vote = Fields.optional(
                Fields.canonicalObject(payload, LIMITS, CharterClause.VOTE_FORM),
                CharterClause.VOTE_FORM,
                Set.of("lock"),
                "suite",
                "federation",
                "parent",
                "epoch",
                "round",
                "phase",
                "act");
        vote.suite();
        return new Vote(
                new FederationId(vote.hash("federation")),
                vote.hash("parent"),
                vote.integer("epoch", 1, Integer.MAX_VALUE),
                vote.integer("round", 0, ROUND_MAX),
                vote.known("phase", Phase::of),
                vote.hash("act"),
                vote.has("lock") ? OptionalInt.of(vote.integer("lock", 0, ROUND_MAX)) : OptionalInt.empty());
    }

    /// The bytes that are signed.
    public byte[] payload() {
        JsonObject.Builder vote = JsonObject.builder()
                .put("suite", SUITE)
                .put("federation", federation.hex())
                .put("parent", parent.hex())
                .put("epoch", epoch)
                .put("round", round)
                .put("phase", phase.text())
                .put("act", act.hex());
        lock.ifPresent(each -> vote.put("lock", each));
        return CanonicalJson.write(vote.build());
    }

    /// Whether this vote comes after `other` in the order in which a member may sign: a later round, or the
    /// same and a later phase.
    public boolean isAfter(Vote other) {
        return round > other.round || (round == other.round && phase.compareTo(other.phase) > 0);
    }
}
