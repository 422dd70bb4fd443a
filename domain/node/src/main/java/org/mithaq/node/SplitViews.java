// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.tlog.Checkpoint;
import org.mithaq.tlog.NoteSignature;
import org.mithaq.tlog.SignedCheckpoint;
import org.mithaq.tlog.SignedNote;

/// Remembers the checkpoints that logs have shown here, in deliveries, in greetings and to this node as a witness, and
/// finds two of one size with different roots: with both notes, a proof that anyone can verify (Log 5).
///
/// Of each log the last [#SIZES_MAX] sizes are remembered at most, without cosignatures.
final class SplitViews {

    /// Sizes that are remembered of one log; a larger size takes the place of the one that is so much smaller.
    static final int SIZES_MAX = 256;

    private static final String SHOWN = "checkpoint-shown:";

    private SplitViews() {}

    /// Compares a checkpoint whose signature was verified with what its log showed before, and remembers it.
    ///
    /// @param shownBy who showed it, for people
    /// @return whether the two contradict each other: then an alarm was raised, with both as its proof
    static boolean see(Turn turn, SignedCheckpoint shown, String shownBy) {
        Checkpoint checkpoint = shown.checkpoint();
        SignedCheckpoint bare = bare(shown);
        String name = name(checkpoint);
        Optional<SignedCheckpoint> before =
                turn.tables().registry().setting(name).map(SignedCheckpoint::parse);
        if (before.isPresent() && before.get().checkpoint().size() == checkpoint.size()) {
            return contradicts(turn, before.get(), bare, shownBy);
        }
        turn.tables().registry().putSetting(name, bare.encode());
        return turn.tables()
                .log()
                .witnessed(checkpoint.origin())
                .filter(row -> row.size() == checkpoint.size())
                .map(row -> contradicts(turn, bare(SignedCheckpoint.parse(row.note())), bare, shownBy))
                .orElse(false);
    }

    /// Whether this very checkpoint was shown before, so that there is nothing to compare.
    static boolean knows(Ledger.Tables tables, Checkpoint checkpoint) {
        return tables.registry()
                .setting(name(checkpoint))
                .map(SignedCheckpoint::parse)
                .map(before -> before.checkpoint().equals(checkpoint))
                .orElse(false);
    }

    private static String name(Checkpoint checkpoint) {
        return SHOWN + checkpoint.origin() + ":" + checkpoint.size() % SIZES_MAX;
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

    /// The log's own signatures alone: cosignatures are long, and prove nothing here.
    private static SignedCheckpoint bare(SignedCheckpoint shown) {
        List<NoteSignature> own = shown.signatures().stream()
                .filter(signature -> signature.name().equals(shown.checkpoint().origin()))
                .toList();
        return new SignedCheckpoint(shown.checkpoint(), own);
    }
}
