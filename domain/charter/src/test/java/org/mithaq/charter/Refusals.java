// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.mithaq.crypto.Hash;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// How a refusal looks, and how to make what is refused.
final class Refusals {

    private Refusals() {}

    static void refused(CharterRejected.Code code, CharterClause clause, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(CharterRejected.class, e -> {
            assertThat(e.clause()).isEqualTo(clause);
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(clause.id()).hasMessageContaining(e.excerpt());
            assertThat(e.excerpt()).hasSizeLessThanOrEqualTo(80);
        });
    }

    /// The founding act with another body, endorsed by all five.
    static SignedAct withBody(UnaryOperator<JsonObject> change) {
        Act act = Act.parse(Founders.act().payload());
        return endorsed(new Act(act.type(), act.parent(), act.epoch(), act.round(), change.apply(act.body())));
    }

    /// The founding act's body in another envelope, endorsed by all five.
    static SignedAct withEnvelope(String type, Hash parent, int epoch, int round) {
        JsonObject body = Act.parse(Founders.act().payload()).body();
        return endorsed(new Act(type, parent, epoch, round, body));
    }

    static SignedAct endorsed(Act act) {
        byte[] payload = act.payload();
        return new SignedAct(payload, Founders.endorsements(payload));
    }

    static UnaryOperator<JsonObject> put(String name, JsonValue value) {
        return object -> object.with(name, value);
    }

    static UnaryOperator<JsonObject> put(String name, String value) {
        return put(name, JsonString.of(value));
    }

    /// Changes the member `name`, an object.
    static UnaryOperator<JsonObject> in(String name, UnaryOperator<JsonObject> change) {
        return object -> object.with(name, change.apply(object.object(name).orElseThrow()));
    }

    /// Changes the element `index`, an object, of the member `name`.
    static UnaryOperator<JsonObject> in(String name, int index, UnaryOperator<JsonObject> change) {
        return object -> {
            JsonValue[] elements = object.array(name).orElseThrow().elements().toArray(JsonValue[]::new);
            elements[index] = change.apply(elements[index].asObject().orElseThrow());
            return object.with(name, JsonArray.of(elements));
        };
    }
}
