// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;

/// How far this node vouches for the members' logs in an act of membership (Charter 8.4).
public final class LogPins {

    private final MemberId self;
    private final LivingCharter book;
    private final Ledger ledger;
    private final OwnLog log;

    LogPins(MemberId self, LivingCharter book, Ledger ledger, OwnLog log) {
        this.self = self;
        this.book = book;
        this.ledger = ledger;
        this.log = log;
    }

    /// Charter 8.11: an act must not pin a log in another way than this node has cosigned it, and its own log only as
    /// it is.
    ///
    /// @throws CharterRejected if it does
    void check(MembershipDraft draft) {
        draft.logs().forEach((member, pin) -> {
            boolean holds = member.equals(self)
                    ? pin.size() <= log.committedSize()
                            && (pin.size() == 0 || log.root(pin.size()).equals(pin.root()))
                    : cosigned(member)
                            .filter(row -> row.size() == pin.size())
                            .map(row -> row.root().equals(pin.root()))
                            .orElse(true);
            if (!holds) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.OWED,
                        "a pin of the log of %s that is not that log".formatted(member.shortForm()));
            }
        });
    }

    private Optional<LogBook.WitnessRow> cosigned(MemberId member) {
        return book.now()
                .member(member)
                .flatMap(card ->
                        ledger.read(tables -> tables.log().witnessed(card.log().origin())));
    }

    /// The last checkpoint of each log that this node cosigned, and its own last witnessed one.
    public SortedMap<MemberId, LogPin> present() {
        SortedMap<MemberId, LogPin> pins = new TreeMap<>();
        CharterState state = book.now();
        state.members().forEach((member, card) -> {
            LogPin before = state.pinnedLog(member, card.log().origin()).orElse(LogPin.EMPTY);
            Optional<LogPin> seen = member.equals(self)
                    ? ledger.read(tables -> tables.log().witnessedCheckpoint())
                            .filter(row -> row.size() <= log.committedSize())
                            .map(row -> new LogPin(row.size(), log.root(row.size())))
                    : cosigned(member).map(row -> new LogPin(row.size(), row.root()));
            pins.put(member, seen.filter(pin -> pin.size() > before.size()).orElse(before));
        });
        return pins;
    }
}
