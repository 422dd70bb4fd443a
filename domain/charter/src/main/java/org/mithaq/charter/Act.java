// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Optional;
import java.util.regex.Pattern;
import org.mithaq.crypto.Hash;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;

/// What an act says, of whatever type (Charter 3.1). An act of an unknown type is an act too: it stops the fold.
///
/// @param type 1 to 32 characters of `a-z` and `-`, the first and last a letter; see [ActType]
/// @param parent hash of the state on which it was proposed, or 32 zero bytes
/// @param epoch epoch of that state, or 0
/// @param round of voting, from 0
/// @param body what is special to its type
public record Act(String type, Hash parent, int epoch, int round, JsonObject body) {

    /// The DSSE payload type of every act.
    public static final String PAYLOAD_TYPE = "application/vnd.mithaq.act.v1+json";

    /// Longest payload in bytes: 256 cards of greatest length, 64 channels of 256 members, and some room.
    public static final int PAYLOAD_BYTES_MAX = 1 << 24;

    private static final JsonLimits LIMITS = new JsonLimits(PAYLOAD_BYTES_MAX, 12, 200_000, 65_536);
    private static final Pattern TYPE = Pattern.compile("[a-z](?:[a-z-]{0,30}[a-z])?");
    private static final int SUITE = 1;

    public Act {
        if (!TYPE.matcher(type).matches()) {
            throw new CharterRejected(CharterRejected.Code.MALFORMED, CharterClause.ACT_FORM, "type " + type);
        }
        if (epoch < 0 || round < 0) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.ACT_FORM,
                    "epoch %d round %d".formatted(epoch, round));
        }
    }

    /// Reads the payload of an act. Who endorsed it, and whether it may stand where it stands, is not looked at.
    ///
    /// @param payload of any length
    /// @throws CharterRejected if it is none
    public static Act parse(byte[] payload) {
        Fields act = Fields.of(
                Fields.canonicalObject(payload, LIMITS, CharterClause.ACT_FORM),
                CharterClause.ACT_FORM,
                "suite",
                "type",
                "parent",
                "epoch",
                "round",
                "body");
        act.suite();
        return new Act(
                act.text("type"),
                act.hash("parent"),
                act.integer("epoch", 0, Integer.MAX_VALUE),
                act.integer("round", 0, Integer.MAX_VALUE),
                act.value("body").asObject().orElseThrow(() -> act.refuse("body")));
    }

    /// The type, if this version knows it.
    public Optional<ActType> knownType() {
        return ActType.of(type);
    }

    /// The bytes that are signed.
    ///
    /// @throws CharterRejected if there are more than [#PAYLOAD_BYTES_MAX]
    public byte[] payload() {
        byte[] payload = CanonicalJson.write(JsonObject.builder()
                .put("suite", SUITE)
                .put("type", type)
                .put("parent", parent.hex())
                .put("epoch", epoch)
                .put("round", round)
                .put("body", body)
                .build());
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new CharterRejected(CharterRejected.Code.TOO_MUCH, CharterClause.ACT_FORM, payload.length + " bytes");
        }
        return payload;
    }
}
