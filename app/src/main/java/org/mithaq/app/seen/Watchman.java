// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.seen;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mithaq.node.AlarmKind;
import org.mithaq.node.Core;
import org.mithaq.node.Notices;
import org.mithaq.node.port.Alarms;
import org.mithaq.node.port.StorageFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the node twice a minute, and raises the alarms that nothing else would raise: a queue that grows, a card
/// that ends, a disk that fills. Takes them back when they are over.
public final class Watchman implements AutoCloseable {

    /// How long before its end a card is warned of.
    public static final Duration KEY_WARNING = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
    private static final Duration ROUND = Duration.ofSeconds(30);

    private final Sight sight;
    private final Thread thread;
    private volatile boolean closed;

    /// What was told and is not over. Owned by the thread.
    private final Set<Key> standing = new HashSet<>();

    /// Owned by the thread.
    private long lastMicros;

    record Key(AlarmKind kind, String about) {}

    /// @param sight looks at the node
    public Watchman(Sight sight) {
        this.sight = sight;
        this.thread = Thread.ofVirtual().name("watchman").unstarted(this::walk);
    }

    /// Begins its rounds.
    public void start() {
        thread.start();
    }

    private void walk() {
        try {
            attempt(this::remember);
            while (!closed) {
                attempt(() -> round(sight.look()));
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void attempt(Runnable look) {
        try {
            look.run();
        } catch (StorageFailed failed) {
            LOG.warn("the ledger could not be read for a look at the node");
        } catch (IllegalStateException ended) {
            if (!closed) {
                throw ended;
            }
            LOG.debug("the node ends in the middle of a look");
        }
    }

    /// What stood when the node ended stands still, or is over by now.
    private void remember() {
        for (Alarms.Row row :
                sight.node().ledger().read(tables -> tables.alarms().all())) {
            for (AlarmKind kind : List.of(AlarmKind.PEER_QUEUE, AlarmKind.KEY_EXPIRES, AlarmKind.DISK_LOW)) {
                if (row.kind().equals(kind.word())) {
                    standing.add(new Key(kind, row.key().substring(row.key().indexOf(':') + 1)));
                }
            }
        }
    }

    /// One round.
    private void round(Look look) {
        tell(found(
                look, sight.config().limits().peerQueue(), sight.node().loop().storageRefused()));
        clock(look.nowMicros());
    }

    /// What is the matter, and the sentence about it.
    static Map<Key, String> found(Look look, int queueMax, boolean storageRefused) {
        Map<Key, String> found = new HashMap<>();
        for (PeerLook peer : look.peers()) {
            long waiting = peer.link().queueLength();
            if (waiting > queueMax) {
                found.put(
                        new Key(AlarmKind.PEER_QUEUE, peer.card().id().hex()),
                        "more than %,d copies wait for %s".formatted(queueMax, peer.brief()));
            }
        }
        for (Look.KeyLook key : look.keys()) {
            Duration left = Duration.between(Core.instant(look.nowMicros()), key.notAfter());
            if (left.compareTo(KEY_WARNING) < 0) {
                String whose = key.key().equals("own") ? "this member's card" : "the card of " + key.key();
                found.put(
                        new Key(AlarmKind.KEY_EXPIRES, key.key()),
                        "%s %s at %s".formatted(whose, left.isNegative() ? "ended" : "ends", key.notAfter()));
            }
        }
        look.volumes().forEach((part, volume) -> {
            if (volume.freeBytes() < NodeHealth.FREE_BYTES_MIN) {
                found.put(
                        new Key(AlarmKind.DISK_LOW, part),
                        "less than %,d MiB are left on the volume of the %s"
                                .formatted(NodeHealth.FREE_BYTES_MIN >> 20, part));
            }
        });
        if (storageRefused) {
            found.put(new Key(AlarmKind.STORAGE, "ledger"), "the disk refused a write");
        }
        return found;
    }

    /// A clock that goes back is told each time; nothing takes that back.
    private void clock(long nowMicros) {
        if (nowMicros < lastMicros) {
            say(
                    new Key(AlarmKind.CLOCK, "machine"),
                    Optional.of("the clock went back by %d ms".formatted((lastMicros - nowMicros) / 1_000)));
        }
        lastMicros = nowMicros;
    }

    private void tell(Map<Key, String> found) {
        found.forEach((key, sentence) -> {
            // A disk that refuses refuses this too: it is told until it is heard.
            if (key.kind() == AlarmKind.STORAGE || standing.add(key)) {
                say(key, Optional.of(sentence));
            }
        });
        for (Key over : standing.stream().filter(key -> !found.containsKey(key)).toList()) {
            standing.remove(over);
            say(over, Optional.empty());
        }
    }

    private void say(Key key, Optional<String> sentence) {
        sight.node().loop().whenConvenient(Notices.standing(key.kind(), key.about(), sentence));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
