// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import org.mithaq.testkit.Mutations;

/// Carries messages, and loses, doubles, delays, changes and withholds them as the dice of each say.
final class Network {

    private final Agenda agenda;
    private final Faults faults;
    private final Weather weather;
    private final Consumer<Message> arrives;
    private final Map<String, Integer> sent = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final List<Message> onTheWire = new ArrayList<>();

    /// @param arrives where messages arrive
    Network(Agenda agenda, Faults faults, Weather weather, Consumer<Message> arrives) {
        this.agenda = agenda;
        this.faults = faults;
        this.weather = weather;
        this.arrives = arrives;
    }

    /// Whether nothing is on its way.
    ///
    /// @param but whose messages nobody waits for
    boolean isEmpty(IntPredicate but) {
        return onTheWire.stream().allMatch(message -> but.test(message.from()) || but.test(message.to()));
    }

    void send(Message message) {
        String line =
                "%d>%d %s%s".formatted(message.from(), message.to(), message.kind(), message.answer() ? " answer" : "");
        String place = "message " + line + " " + sent.merge(line, 1, Integer::sum);
        RandomGenerator dice = faults.dice(place);
        long usual = dice.nextLong(1_000, 60_000);
        long late = dice.nextLong(500_000, 8_000_000);
        boolean drop = dice.nextInt(100) < weather.drop();
        boolean twice = dice.nextInt(100) < weather.duplicate();
        boolean delay = dice.nextInt(100) < weather.delay();
        boolean reorder = dice.nextInt(100) < weather.reorder();
        boolean corrupt = message.kind() != Message.Kind.CHECKPOINT
                && message.body().length > 0
                && dice.nextInt(100) < weather.corrupt();
        if (faults.happens(FaultKind.DUPLICATE, place, twice)) {
            carry(message, usual + dice.nextLong(1_000, 3_000_000));
        }
        if (faults.happens(FaultKind.DROP, place, drop)) {
            return;
        }
        long time = usual;
        if (faults.happens(FaultKind.DELAY, place, delay)) {
            time = late;
        } else if (faults.happens(FaultKind.REORDER, place, reorder)) {
            time = usual + 70_000;
        }
        if (faults.happens(FaultKind.CORRUPT, place, corrupt)) {
            carry(message.damagedTo(Mutations.mutate(message.body(), dice)), time);
        } else {
            carry(message, time);
        }
    }

    private void carry(Message message, long micros) {
        onTheWire.add(message);
        agenda.after(micros, () -> {
            onTheWire.remove(message);
            arrives.accept(message);
        });
    }

    /// Whether nothing comes from one member to another now.
    boolean isCut(int from, int to) {
        return cut.contains(direction(from, to));
    }

    private static String direction(int from, int to) {
        return from + ">" + to;
    }

    /// Cuts a direction for a while.
    void cut(int from, int to, long micros) {
        cut.add(direction(from, to));
        agenda.after(micros, () -> cut.remove(direction(from, to)));
    }

    void heal() {
        cut.clear();
    }
}
