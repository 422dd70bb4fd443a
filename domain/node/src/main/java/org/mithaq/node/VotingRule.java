// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.node.port.Ledger;

/// What a member votes for without asking a person.
public final class VotingRule {

    private final Ledger ledger;
    private final Turns turns;
    private final LogPins pins;

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

    /// Whether this member votes for a proposal by its rule. One that it covers and whose pins do not hold is an alarm.
    boolean covers(SignedAct act, MembershipDraft draft) {
        boolean covered = switch (now()) {
            case NOTHING -> false;
            case LEAVES -> draft instanceof MembershipDraft.Leave;
            case EVERYTHING -> true;
        };
        try {
            if (covered) {
                pins.check(draft);
            }
            return covered;
        } catch (CharterRejected behind) {
            turns.run(turn -> {
                turn.alarm(
                        AlarmKind.CHARTER_PROPOSAL,
                        act.payloadHash().hex(),
                        String.valueOf(behind.getMessage()),
                        act.encode());
                return true;
            });
            return false;
        }
    }
}
