// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.NodeId;
import org.mithaq.crypto.CompositePublicKey;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// Single values of messages, drawn from a seed.
abstract class Draws {

    private static final List<String> TEXTS =
            List.of("", "a", "Seal 4", "ميثاق", "é\u0000\n", "𝄞 and more", "x".repeat(100));

    final RandomGenerator random;

    Draws(RandomGenerator random) {
        this.random = random;
    }

    final Hash hash() {
        return Hash.wrap(Seeds.bytes(random, Hash.LENGTH_BYTES));
    }

    final MemberId member() {
        return new MemberId(hash());
    }

    final NodeId node() {
        return NodeId.of(Seeds.bytes(random, NodeId.LENGTH_BYTES));
    }

    final StreamId stream() {
        return StreamId.of(Seeds.bytes(random, StreamId.LENGTH_BYTES));
    }

    final FederationId federation() {
        return new FederationId(hash());
    }

    final long u64() {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    final int u32() {
        return random.nextInt() >>> (1 + random.nextInt(31));
    }

    final String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    final <E> E one(E[] of) {
        return of[random.nextInt(of.length)];
    }

    final <E> List<E> some(int max, IntFunction<E> element) {
        List<E> list = new ArrayList<>();
        int count = random.nextInt(max + 1);
        for (int index = 0; index < count; index++) {
            list.add(element.apply(index));
        }
        return list;
    }

    final Lane lane() {
        return Lane.ofNumber(random.nextInt(3));
    }

    final Head head() {
        return random.nextInt(4) == 0 ? Head.NONE : new Head(1 + u64() / 2, hash());
    }

    final StreamOpening.LaneHead laneHead() {
        return new StreamOpening.LaneHead(lane(), stream(), head());
    }

    final DsseEnvelope envelope(String type, int payloadBytes) {
        return new DsseEnvelope(
                type,
                Seeds.bytes(random, payloadBytes),
                hash(),
                Seeds.bytes(random, CompositePublicKey.SIGNATURE_BYTES));
    }

    List<Hash> path() {
        List<Hash> path = new ArrayList<>();
        for (int level = 0; level < 12; level++) {
            path.add(hash());
        }
        return path;
    }

    Terms terms() {
        Set<Terms.Action> permitted = EnumSet.noneOf(Terms.Action.class);
        for (Terms.Action action : Terms.Action.values()) {
            if (random.nextBoolean()) {
                permitted.add(action);
            }
        }
        Terms.Onward onward = one(Terms.Onward.values());
        return new Terms(onward, random.nextInt(6), u64(), permitted);
    }
}
