// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.Act;
import org.mithaq.charter.ActType;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Fold;
import org.mithaq.charter.FoldedCharter;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;

/// The charter of a running node: all acts that it follows, and what they come to. Safe for threads: whoever asks gets
/// one whole state, the former or the next.
public final class CharterBook implements LivingCharter {

    /// Rotations of one member that are followed after the card in the state.
    static final int ROTATIONS_MAX = 256;

    private final SignatureProvider signatures;
    private volatile Page page;

    /// What was folded together.
    ///
    /// @param entries the acts in their order
    /// @param fold what they come to
    /// @param states those that led to the present one, which is the last
    private record Page(List<CharterEntry> entries, Fold fold, FoldedCharter states) {}

    /// @param entries the acts that this node has, the founding one first
    /// @throws CharterStopped if they do not fold to their end
    public CharterBook(SignatureProvider signatures, List<? extends CharterEntry> entries) {
        this.signatures = signatures;
        this.page = page(List.copyOf(entries));
    }

    private Page page(List<CharterEntry> entries) {
        Fold fold = Charter.fold(signatures, entries);
        return switch (fold) {
            case Fold.Standing standing -> new Page(entries, fold, new FoldedCharter(standing.states()));
            // The parent of the two acts that froze it: the state on which members exchange on (Charter 7.11).
            case Fold.Frozen frozen -> new Page(entries, fold, new FoldedCharter(frozen.states()));
            case Fold.Stopped stopped -> throw new CharterStopped(stopped);
        };
    }

    /// What the acts and one more come to; this stays as it is.
    Fold with(CharterEntry entry) {
        return Charter.fold(signatures, longer(entry));
    }

    /// Follows one more act, which [#with] has shown to fold and which is durable.
    void take(CharterEntry entry) {
        page = page(longer(entry));
    }

    private List<CharterEntry> longer(CharterEntry entry) {
        List<CharterEntry> longer = new ArrayList<>(page.entries());
        longer.add(entry);
        return List.copyOf(longer);
    }

    @Override
    public CharterState now() {
        return page.states().now();
    }

    @Override
    public Optional<CharterState> at(long epoch, Hash state) {
        return page.states().at(epoch, state);
    }

    /// All acts, in the order in which they came.
    public List<CharterEntry> entries() {
        return page.entries();
    }

    /// What they come to.
    public Fold fold() {
        return page.fold();
    }

    /// Whether two certificates have frozen it.
    public boolean isFrozen() {
        return page.fold() instanceof Fold.Frozen;
    }

    /// Whether an entry is worth folding: junk of a hostile member must not cost the verification of everything, so
    /// that it is verified by itself first (Charter 11.3).
    ///
    /// @throws CharterRejected if it does not stand by itself
    boolean isNear(CharterEntry entry) {
        if (entry instanceof SignedAct signed && !isNear(now(), signed)) {
            return false;
        }
        Charter.checkAlone(signatures, this, entry);
        return true;
    }

    private static boolean isNear(CharterState now, SignedAct signed) {
        Act act = Act.parse(signed.payload());
        if (act.knownType().filter(ActType.ROTATE::equals).isEmpty()) {
            return false;
        }
        return now.members().keySet().stream()
                .flatMap(member -> now.keyHistory(member).stream())
                .anyMatch(history -> history.rotations().size() < ROTATIONS_MAX
                        && history.fork().isEmpty()
                        && history.cards().stream()
                                .anyMatch(card -> card.payloadHash().equals(act.parent())));
    }
}
