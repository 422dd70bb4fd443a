// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.FederationId;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.VotingRecord;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.LogEvidence;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Where the acts, proposals and votes lie in the ledger, among its settings.
final class CharterShelf {

    private static final String PROPOSAL = "charter-proposal:";
    private static final String APPROVED = "charter-approved:";
    private static final String ANSWERING = "charter-answering:";
    private static final String DOUBTED = "charter-doubted:";
    private static final String RECORD = "charter-record:";
    private static final String VOTE = "charter-vote:";
    private static final String LOGGED = "charter-logged:";
    private static final String UNLOGGED = "charter-unlogged:";
    private static final String RULE = "charter-rule";
    private static final byte[] YES = {1};
    private static final int SALT_BYTES = 32;

    /// Proposals on one state that are kept of one member that answers for them (Charter 11.1).
    static final int PROPOSALS_OF_ONE_MAX = 8;

    private CharterShelf() {}

    /// What is remembered about the voting on one state.
    ///
    /// @param record the member's own, by which it votes next
    /// @param proposals in the order of their payload hashes
    /// @param approved those that people, or the member's rule, have approved
    /// @param votes with the preparations that prove their locks, in ascending order of rounds
    record Voting(
            VotingRecord record, List<SignedAct> proposals, SortedSet<Hash> approved, List<CharterNews.Voted> votes) {}

    static Voting voting(Ledger.Tables tables, CharterState state) {
        Registry registry = tables.registry();
        VotingRecord record = registry.setting(RECORD + state.hash().hex())
                .map(VotingRecord::decode)
                .orElseGet(() -> VotingRecord.on(state));
        List<SignedAct> proposals = registry.settings(PROPOSAL).stream()
                .map(each -> SignedAct.decode(each.value()))
                .toList();
        SortedSet<Hash> approved = new TreeSet<>();
        registry.settings(APPROVED)
                .forEach(each -> approved.add(Hash.parseHex(each.name().substring(APPROVED.length()))));
        List<CharterNews.Voted> votes = new ArrayList<>();
        for (Registry.Setting each : registry.settings(VOTE)) {
            CharterNews.parse(each.value()).items().stream()
                    .filter(CharterNews.Voted.class::isInstance)
                    .map(CharterNews.Voted.class::cast)
                    .forEach(votes::add);
        }
        votes.sort(
                (one, other) -> one.vote().vote().round() - other.vote().vote().round());
        return new Voting(record, proposals, approved, votes);
    }

    static VotingRule.Rule rule(Ledger.Tables tables) {
        return tables.registry()
                .setting(RULE)
                .map(value -> VotingRule.Rule.valueOf(new String(value, StandardCharsets.US_ASCII)))
                .orElse(VotingRule.Rule.LEAVES);
    }

    static void putRule(Turn turn, VotingRule.Rule rule) {
        turn.tables().registry().putSetting(RULE, rule.name().getBytes(StandardCharsets.US_ASCII));
    }

    static void propose(Turn turn, SignedAct act) {
        turn.tables().registry().putSetting(PROPOSAL + act.payloadHash().hex(), act.encode());
    }

    /// Keeps a proposal that was handed over.
    ///
    /// @param answering the member in whose count it stands for as long as it is kept
    static void propose(Turn turn, SignedAct act, MemberId answering) {
        propose(turn, act);
        turn.tables()
                .registry()
                .putSetting(
                        ANSWERING + act.payloadHash().hex(), answering.hash().bytes());
    }

    /// Whether one more proposal is kept of this member.
    static boolean hasRoom(Ledger.Tables tables, MemberId answering) {
        byte[] id = answering.hash().bytes();
        return tables.registry().settings(ANSWERING).stream()
                        .filter(each -> Arrays.equals(each.value(), id))
                        .count()
                < PROPOSALS_OF_ONE_MAX;
    }

    /// A proposal whose pins this node does not vouch for yet.
    ///
    /// @param covered whether the rule votes for it once it does
    /// @param sinceMicros when it came
    /// @param alarmed whether people were told
    record Doubted(boolean covered, long sinceMicros, boolean alarmed) {}

    static void doubt(Turn turn, Hash act, Doubted doubted) {
        turn.tables()
                .registry()
                .putSetting(
                        DOUBTED + act.hex(),
                        new CanonicalWriter(2 + Long.BYTES)
                                .u8(doubted.covered() ? 1 : 0)
                                .u64(doubted.sinceMicros())
                                .u8(doubted.alarmed() ? 1 : 0)
                                .toByteArray());
    }

    static void trust(Turn turn, Hash act) {
        turn.tables().registry().removeSetting(DOUBTED + act.hex());
    }

    /// The proposals whose pins this node does not vouch for yet, in the order of their payload hashes.
    static SortedMap<Hash, Doubted> doubted(Ledger.Tables tables) {
        SortedMap<Hash, Doubted> doubted = new TreeMap<>();
        for (Registry.Setting each : tables.registry().settings(DOUBTED)) {
            CanonicalReader in = new CanonicalReader(each.value());
            doubted.put(
                    Hash.parseHex(each.name().substring(DOUBTED.length())),
                    new Doubted(in.u8("covered") == 1, in.u64("since"), in.u8("alarmed") == 1));
            in.end("doubted proposal");
        }
        return doubted;
    }

    static void approve(Turn turn, Hash act) {
        turn.tables().registry().putSetting(APPROVED + act.hex(), YES);
    }

    static void remember(Turn turn, VotingRecord record) {
        turn.tables().registry().putSetting(RECORD + record.parent().hex(), record.encode());
    }

    static void keep(Turn turn, FederationId federation, CharterNews.Voted voted) {
        turn.tables()
                .registry()
                .putSetting(
                        VOTE + voted.name().hex(),
                        new CharterNews(federation, new TreeSet<>(), List.of(voted)).toBytes());
    }

    /// Keeps an act that this node follows from now on, and its record in the log (Charter 11.6): at once, or when the
    /// log takes records again.
    static void follow(Turn turn, CharterEntry entry) {
        turn.tables().registry().addAct(entry.encode());
        if (turn.state().log().isHeld()) {
            turn.tables().registry().putSetting(UNLOGGED + entry.payloadHash().hex(), YES);
        } else {
            log(turn, entry.payloadHash());
        }
    }

    /// Whether an act is kept here.
    static boolean has(Ledger.Tables tables, CharterEntry entry) {
        return tables.registry().acts().stream()
                .anyMatch(each -> CharterEntry.decode(each).payloadHash().equals(entry.payloadHash()));
    }

    /// Logs what could not be logged when it came.
    static void logRest(Turn turn) {
        for (Registry.Setting each : turn.tables().registry().settings(UNLOGGED)) {
            log(turn, Hash.parseHex(each.name().substring(UNLOGGED.length())));
            turn.tables().registry().removeSetting(each.name());
        }
    }

    static boolean hasUnlogged(Ledger.Tables tables) {
        return !tables.registry().settings(UNLOGGED).isEmpty();
    }

    private static void log(Turn turn, Hash payloadHash) {
        byte[] salt = new byte[SALT_BYTES];
        turn.random().nextBytes(salt);
        long index = Submit.log(turn, LogEvidence.record(Hash.wrap(salt.clone()), payloadHash));
        turn.tables()
                .registry()
                .putSetting(
                        LOGGED + payloadHash.hex(),
                        new CanonicalWriter(SALT_BYTES + Long.BYTES)
                                .fixed(salt, SALT_BYTES)
                                .u64(index)
                                .toByteArray());
    }

    /// Where the record of an act stands in this node's log.
    ///
    /// @param salt of the record
    /// @param index its place
    record Place(Hash salt, long index) {}

    static Optional<Place> place(Ledger.Tables tables, Hash payloadHash) {
        return tables.registry().setting(LOGGED + payloadHash.hex()).map(value -> {
            CanonicalReader in = new CanonicalReader(value);
            Place place = new Place(Hash.wrap(in.fixed("charter.salt", SALT_BYTES)), in.u64("charter.index"));
            in.end("charter place");
            return place;
        });
    }

    /// Forgets the voting on a state that has a successor. The member's own record of it stays: it must never vote
    /// there anew.
    static void close(Turn turn) {
        Registry registry = turn.tables().registry();
        for (String prefix : List.of(PROPOSAL, APPROVED, VOTE, ANSWERING, DOUBTED)) {
            registry.settings(prefix).forEach(each -> registry.removeSetting(each.name()));
        }
    }
}
