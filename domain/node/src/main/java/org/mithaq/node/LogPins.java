// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.LogBook;

/// How far this node vouches for the members' logs in an act of membership (Charter 8.4).
public final class LogPins {

    private final MemberId self;
    private final LivingCharter book;
    private final Ledger ledger;
    private final OwnLog log;
    private final Turns turns;

    /// How a pin stands to what this node knows of the log.
    private enum Standing {
        /// The empty log, the pin of the last act, or a checkpoint of the log that is not ahead of what this node
        /// cosigned.
        KNOWN,
        /// Not ahead, and of a tree that the log has not shown here, as far as is remembered.
        UNKNOWN,
        /// Larger than what this node cosigned.
        AHEAD,
        /// Another root than the log has shown here at this size; or, of the own log, not that log.
        OTHER
    }

    LogPins(MemberId self, LivingCharter book, Ledger ledger, OwnLog log, Turns turns) {
        this.self = self;
        this.book = book;
        this.ledger = ledger;
        this.log = log;
        this.turns = turns;
    }

    /// Charter 8.11, for what this node's own people propose: no pin contradicts what is known here, and none is ahead
    /// of it.
    ///
    /// @throws CharterRejected otherwise
    void checkOwn(MembershipDraft draft) {
        check(draft, EnumSet.of(Standing.OTHER, Standing.AHEAD));
    }

    /// Charter 8.11, for what people approve: no pin contradicts what is known here. What is not known, they may know.
    ///
    /// @throws CharterRejected otherwise
    void check(MembershipDraft draft) {
        check(draft, EnumSet.of(Standing.OTHER));
    }

    private void check(MembershipDraft draft, Set<Standing> refused) {
        standings(draft).forEach((member, standing) -> {
            if (refused.contains(standing)) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE, CharterClause.OWED, sentence(draft, member, standing));
            }
        });
    }

    /// Why this node does not vouch for an act's pins.
    ///
    /// @param ahead whether a pin is larger than what this node cosigned, or worse
    /// @param contradicts whether a pin is not the log that it names, as this node knows it
    /// @param sentence for people
    record Doubt(boolean ahead, boolean contradicts, String sentence) {}

    /// The worst of the pins that this node does not vouch for; nothing if it vouches for all.
    Optional<Doubt> doubt(MembershipDraft draft) {
        return standings(draft).entrySet().stream()
                .filter(each -> each.getValue() != Standing.KNOWN)
                .max(Map.Entry.comparingByValue())
                .map(each -> new Doubt(
                        each.getValue() != Standing.UNKNOWN,
                        each.getValue() == Standing.OTHER,
                        CharterClause.OWED.id() + ": " + sentence(draft, each.getKey(), each.getValue())));
    }

    private String sentence(MembershipDraft draft, MemberId member, Standing standing) {
        return switch (standing) {
            case KNOWN, UNKNOWN ->
                "a pin of the log of %s at %d, of which this node knows nothing"
                        .formatted(member.shortForm(), size(draft, member));
            case AHEAD ->
                "a pin of the log of %s at %d, of which this node has cosigned %d"
                        .formatted(
                                member.shortForm(),
                                size(draft, member),
                                cosigned(member).map(LogBook.WitnessRow::size).orElse(0L));
            case OTHER -> "a pin of the log of %s that is not that log".formatted(member.shortForm());
        };
    }

    private static long size(MembershipDraft draft, MemberId member) {
        return Optional.ofNullable(draft.logs().get(member)).map(LogPin::size).orElse(0L);
    }

    private SortedMap<MemberId, Standing> standings(MembershipDraft draft) {
        CharterState state = book.now();
        return turns.run(turn -> {
            SortedMap<MemberId, Standing> standings = new TreeMap<>();
            draft.logs().forEach((member, pin) -> standings.put(member, standing(turn, state, member, pin)));
            return standings;
        });
    }

    private Standing standing(Turn turn, CharterState state, MemberId member, LogPin pin) {
        if (pin.equals(LogPin.EMPTY)) {
            return Standing.KNOWN;
        }
        if (member.equals(self)) {
            boolean own =
                    pin.size() <= log.committedSize() && log.root(pin.size()).equals(pin.root());
            return own ? Standing.KNOWN : Standing.OTHER;
        }
        Optional<MemberCard> card = state.member(member);
        if (card.isEmpty()) {
            // The log of a newcomer, which nobody has cosigned.
            return Standing.AHEAD;
        }
        String origin = card.get().log().origin();
        if (state.pinnedLog(member, origin).equals(Optional.of(pin))) {
            return Standing.KNOWN;
        }
        Optional<LogBook.WitnessRow> cosigned = turn.tables().log().witnessed(origin);
        Optional<Hash> shown = cosigned.filter(row -> row.size() == pin.size())
                .map(LogBook.WitnessRow::root)
                .or(() -> SplitViews.rootAt(turn, origin, pin.size()));
        if (shown.isPresent() && !shown.get().equals(pin.root())) {
            return Standing.OTHER;
        }
        if (pin.size() > cosigned.map(LogBook.WitnessRow::size).orElse(0L)) {
            return Standing.AHEAD;
        }
        return shown.isPresent() ? Standing.KNOWN : Standing.UNKNOWN;
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
