// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mithaq.charter.Ballot;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;

/// What a member votes for without asking a person.
public final class VotingRule {

    /// How long this node may lag behind the pins of a proposal before people hear of it.
    private static final long PATIENCE_MICROS = 60_000_000;

    private static final long LOOK_MICROS = 5_000_000;

    private final Ledger ledger;
    private final Turns turns;
    private final LogPins pins;
    /// Under the lock of the [CharterDesk].
    private long lookedMicros;

    /// What is voted for.
    public enum Rule {
        /// Nothing.
        NOTHING,
        /// That a member leaves (Charter 8.11).
        LEAVES,
        /// Every act that would fold and whose pins hold: for federations whose people decide elsewhere.
        EVERYTHING
    }

    VotingRule(Ledger ledger, Turns turns, LogPins pins) {
        this.ledger = ledger;
        this.turns = turns;
        this.pins = pins;
    }

    /// The rule; leaves, until another was set.
    public Rule now() {
        return ledger.read(CharterShelf::rule);
    }

    /// Sets it, for the proposals that come from now on.
    public void set(Rule rule) {
        turns.run(turn -> {
            CharterShelf.putRule(turn, rule);
            return true;
        });
    }

    /// Puts a proposal that was handed over into the table, if there is room for it (Charter 11.1), and approves it
    /// if this member's rule does. Where this node does not vouch for its pins, it votes for nothing yet (Charter
    /// 8.11).
    ///
    /// @param from the member that handed it over
    /// @param draft what it would change, which was verified
    /// @return whether it is approved; empty where there is no room
    Optional<Boolean> take(MemberId from, SignedAct act, MembershipDraft draft) {
        Optional<LogPins.Doubt> doubt = pins.doubt(draft);
        MemberId answering = answering(from, draft);
        return turns.run(turn -> {
            if (!CharterShelf.hasRoom(turn.tables(), answering)) {
                return Optional.empty();
            }
            CharterShelf.propose(turn, act, answering);
            boolean covered = covers(CharterShelf.rule(turn.tables()), draft);
            boolean approved = covered && doubt.isEmpty();
            if (approved) {
                CharterShelf.approve(turn, act.payloadHash());
            }
            if (doubt.isPresent() && doubt.get().contradicts()) {
                alarm(turn, act, doubt.get());
            } else if (doubt.isPresent() && (covered || doubt.get().ahead())) {
                CharterShelf.doubt(turn, act.payloadHash(), new CharterShelf.Doubted(covered, turn.nowMicros(), false));
            }
            return Optional.of(approved);
        });
    }

    /// Whose proposal it is: of the member that it concerns, whose root signed it; an admission, of whoever hands it
    /// over, because anybody can invent newcomers.
    private static MemberId answering(MemberId from, MembershipDraft draft) {
        return switch (draft) {
            case MembershipDraft.Admit _ -> from;
            case MembershipDraft.Leave leave -> leave.member();
            case MembershipDraft.Amend amend -> amend.member();
        };
    }

    private static boolean covers(Rule rule, MembershipDraft draft) {
        return switch (rule) {
            case NOTHING -> false;
            case LEAVES -> draft instanceof MembershipDraft.Leave;
            case EVERYTHING -> true;
        };
    }

    private static void alarm(Turn turn, SignedAct act, LogPins.Doubt doubt) {
        turn.alarm(AlarmKind.CHARTER_PROPOSAL, act.payloadHash().hex(), doubt.sentence(), act.encode());
    }

    /// Looks at the pins again that this node did not vouch for, every few seconds: what it has cosigned since counts,
    /// and what it does not know after a minute is an alarm.
    ///
    /// @param ballot of the present state
    /// @return the proposals that the rule approves now, which is durable
    List<Hash> look(Ballot ballot, long nowMicros) {
        if (nowMicros - lookedMicros < LOOK_MICROS) {
            return List.of();
        }
        lookedMicros = nowMicros;
        List<Hash> approved = new ArrayList<>();
        ledger.read(CharterShelf::doubted).forEach((hash, doubted) -> {
            Optional<SignedAct> act = ballot.proposal(hash);
            if (act.isPresent() && look(act.get(), ballot.propose(act.get()), doubted, nowMicros)) {
                approved.add(hash);
            }
        });
        return approved;
    }

    private boolean look(SignedAct act, MembershipDraft draft, CharterShelf.Doubted doubted, long nowMicros) {
        Optional<LogPins.Doubt> doubt = pins.doubt(draft);
        boolean late = nowMicros - doubted.sinceMicros() >= PATIENCE_MICROS;
        boolean alarms =
                doubt.isPresent() && !doubted.alarmed() && (late || doubt.get().contradicts());
        if (doubt.isPresent() && !alarms) {
            return false;
        }
        return turns.run(turn -> {
            Hash hash = act.payloadHash();
            if (doubt.isPresent()) {
                alarm(turn, act, doubt.get());
                CharterShelf.doubt(
                        turn, hash, new CharterShelf.Doubted(doubted.covered(), doubted.sinceMicros(), true));
                return false;
            }
            CharterShelf.trust(turn, hash);
            turn.calm(AlarmKind.CHARTER_PROPOSAL, hash.hex());
            if (doubted.covered()) {
                CharterShelf.approve(turn, hash);
            }
            return doubted.covered();
        });
    }
}
