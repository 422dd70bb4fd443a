// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.ContactStatement;
import org.mithaq.exchange.LogCheck;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.SignedNote;

/// Remembers the checkpoints that logs have shown here, in deliveries, in greetings and to this node as a witness, and
/// finds two of one size with different roots: with both notes, a proof that anyone can verify (Log 5).
///
/// Of each log the last [#SIZES_MAX] sizes are remembered in memory, and the newest in the ledger, without
/// cosignatures. A delivery brings one each time: what it shows goes to the ledger at most every [#PAUSE_MICROS].
final class SplitViews {

    /// Sizes that are remembered of one log; the one that was shown first gives way.
    static final int SIZES_MAX = 256;

    /// How long what deliveries show may be in memory alone.
    static final long PAUSE_MICROS = 10_000_000;

    /// Keys of one log on a card.
    private static final int LINES_MAX = 4;

    private static final String NEWEST = "newest-shown:";

    private final Map<String, Shown> logs = new HashMap<>();

    /// What one log has shown.
    ///
    /// @param bySize the order is that of showing
    /// @param size of the newest in the ledger
    /// @param micros when that was put there
    private record Shown(SequencedMap<Long, SignedCheckpoint> bySize, long size, long micros) {}

    /// Compares a checkpoint whose signature was verified with what its log showed before, and remembers it.
    ///
    /// @param shownBy who showed it, for people
    /// @return whether the two contradict each other: then an alarm was raised, with both as its proof
    static boolean see(Turn turn, SignedCheckpoint shown, String shownBy) {
        return turn.state().splitViews().see(turn, shown, shownBy, 0);
    }

    /// As the other, for what a delivery shows.
    static boolean seeDelivered(Turn turn, SignedCheckpoint shown, String shownBy) {
        return turn.state().splitViews().see(turn, shown, shownBy, PAUSE_MICROS);
    }

    private boolean see(Turn turn, SignedCheckpoint shown, String shownBy, long pauseMicros) {
        Checkpoint checkpoint = shown.checkpoint();
        Shown known = logs.computeIfAbsent(checkpoint.origin(), origin -> load(turn.tables(), origin));
        SignedCheckpoint bare = bare(turn.state().charter(), shown);
        Optional<SignedCheckpoint> before = Optional.ofNullable(known.bySize().get(checkpoint.size()));
        if (before.isPresent() && contradicts(turn, before.get(), bare, shownBy)) {
            return true;
        }
        remember(known.bySize(), bare);
        if (checkpoint.size() > known.size() && turn.nowMicros() - known.micros() >= pauseMicros) {
            turn.tables().registry().putSetting(name(checkpoint.origin()), bare.encode());
            logs.put(checkpoint.origin(), new Shown(known.bySize(), checkpoint.size(), turn.nowMicros()));
        }
        return before.isEmpty()
                && turn.tables()
                        .log()
                        .witnessed(checkpoint.origin())
                        .filter(row -> row.size() == checkpoint.size())
                        .map(row -> contradicts(turn, SignedCheckpoint.parse(row.note()), bare, shownBy))
                        .orElse(false);
    }

    private static void remember(SequencedMap<Long, SignedCheckpoint> bySize, SignedCheckpoint bare) {
        bySize.putIfAbsent(bare.checkpoint().size(), bare);
        if (bySize.size() > SIZES_MAX) {
            bySize.pollFirstEntry();
        }
    }

    private static Shown load(Ledger.Tables tables, String origin) {
        SequencedMap<Long, SignedCheckpoint> bySize = new LinkedHashMap<>();
        Optional<SignedCheckpoint> newest =
                tables.registry().setting(name(origin)).map(SignedCheckpoint::parse);
        newest.ifPresent(each -> remember(bySize, each));
        return new Shown(bySize, newest.map(each -> each.checkpoint().size()).orElse(-1L), Long.MIN_VALUE / 2);
    }

    /// Forgets what is in the ledger, because a transaction failed; what was shown was shown all the same.
    void reload() {
        logs.replaceAll((_, shown) -> new Shown(shown.bySize(), -1, Long.MIN_VALUE / 2));
    }

    /// Whether this very checkpoint is the newest that is remembered, so that there is nothing to compare.
    static boolean knows(Ledger.Tables tables, Checkpoint checkpoint) {
        return tables.registry()
                .setting(name(checkpoint.origin()))
                .map(SignedCheckpoint::parse)
                .map(before -> before.checkpoint().equals(checkpoint))
                .orElse(false);
    }

    /// The newest checkpoints that a greeting shows: this node's own first, then what others have shown here.
    static List<ContactStatement.Checkpointed> shownTo(
            Ledger.Tables tables, MemberId self, MemberId peer, LivingCharter charter, OwnCheckpoints own) {
        List<ContactStatement.Checkpointed> known = new ArrayList<>();
        own.bare().ifPresent(shown -> known.add(new ContactStatement.Checkpointed(self, shown.encode())));
        // What its log showed in its deliveries may be newer than what it asked cosignatures for.
        Optional<SignedCheckpoint> newest = charter.now()
                .member(peer)
                .flatMap(card -> newest(tables, card.log().origin()));
        newest.ifPresent(shown -> known.add(new ContactStatement.Checkpointed(peer, shown.encode())));
        for (LogBook.WitnessRow row : tables.log().witnessed()) {
            if (newest.isPresent()
                    && newest.get().checkpoint().origin().equals(row.origin())
                    && newest.get().checkpoint().size() >= row.size()) {
                continue;
            }
            if (row.note().length > ContactStatement.CHECKPOINT_BYTES_MAX) {
                // Its owner wrote more around it than fits: one log must not silence what is said between two others.
                continue;
            }
            charter.now()
                    .memberByLogOrigin(row.origin())
                    .ifPresent(owner -> known.add(new ContactStatement.Checkpointed(owner.id(), row.note())));
        }
        return known;
    }

    /// The largest checkpoint that a log has shown here, as far as it is in the ledger.
    static Optional<SignedCheckpoint> newest(Ledger.Tables tables, String origin) {
        return tables.registry()
                .setting(name(origin))
                .map(SignedCheckpoint::parse)
                .filter(newest -> newest.encode().length <= ContactStatement.CHECKPOINT_BYTES_MAX);
    }

    /// The root that a log has shown here at a size, if it is remembered.
    static Optional<Hash> rootAt(Turn turn, String origin, long size) {
        Shown known = turn.state().splitViews().logs.computeIfAbsent(origin, each -> load(turn.tables(), each));
        return Optional.ofNullable(known.bySize().get(size))
                .map(shown -> shown.checkpoint().root());
    }

    private static String name(String origin) {
        return NEWEST + origin;
    }

    private static boolean contradicts(Turn turn, SignedCheckpoint one, SignedCheckpoint other, String shownBy) {
        Hash root = one.checkpoint().root();
        if (root.equals(other.checkpoint().root())) {
            return false;
        }
        turn.alarm(
                AlarmKind.SPLIT_VIEW,
                other.checkpoint().origin(),
                "the log %s has two roots at size %d; %s showed the second"
                        .formatted(
                                other.checkpoint().origin(), other.checkpoint().size(), shownBy),
                proof(one, other));
        return true;
    }

    /// Both notes, each as a byte string: what a third verifies with the log's key alone.
    static byte[] proof(SignedCheckpoint one, SignedCheckpoint other) {
        return new CanonicalWriter().bytes(one.encode()).bytes(other.encode()).toByteArray();
    }

    /// The two notes of a proof.
    static List<SignedCheckpoint> notes(byte[] proof) {
        CanonicalReader in = new CanonicalReader(proof);
        SignedCheckpoint one = SignedCheckpoint.parse(in.bytes("one", SignedNote.NOTE_BYTES_MAX));
        SignedCheckpoint other = SignedCheckpoint.parse(in.bytes("other", SignedNote.NOTE_BYTES_MAX));
        in.end("split view");
        return List.of(one, other);
    }

    /// The log's own signatures alone, one by each of its keys: whatever is written around them prove nothing here, and
    /// fits in no greeting.
    static SignedCheckpoint bare(CharterState charter, SignedCheckpoint shown) {
        String origin = shown.checkpoint().origin();
        List<NoteSignature> own = charter.memberByLogOrigin(origin)
                .flatMap(owner -> charter.keyHistory(owner.id()))
                .map(owner -> LogCheck.ownLines(shown, owner))
                .filter(lines -> !lines.isEmpty())
                // Verified a moment ago under a card that is another now.
                .orElseGet(() -> shown.signatures().stream()
                        .filter(signature -> signature.name().equals(origin))
                        .limit(LINES_MAX)
                        .toList());
        return new SignedCheckpoint(shown.checkpoint(), own);
    }
}
