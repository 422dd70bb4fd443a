// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.exchange.Limits;
import org.mithaq.exchange.RecallStatement;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Recalls that came ahead of what they are about. They are kept, so that what comes later is not; but each costs
/// a tombstone for ever, so that of one originator only so many are kept at once (Recall 8).
final class RecallsAhead {

    private static final String AHEAD = "recall-ahead:";
    private static final String COUNT = "recalls-ahead:";

    private RecallsAhead() {}

    /// Counts those of `recalls` of which nothing is here that they could be about, if there is room for all.
    ///
    /// @return the originators for whose recalls there is none; where there are any, nothing was counted
    static Set<MemberId> count(Turn turn, List<Arriving.Recalled> recalls) {
        Registry registry = turn.tables().registry();
        Map<String, Set<String>> fresh = new TreeMap<>();
        Set<MemberId> full = new TreeSet<>();
        for (Arriving.Recalled recalled : recalls) {
            String name = name(recalled);
            if (isAhead(turn.tables(), recalled) && registry.setting(name).isEmpty()) {
                String account = account(turn.tables(), recalled);
                Set<String> names = fresh.computeIfAbsent(account, _ -> new TreeSet<>());
                names.add(name);
                if (counted(registry, account) + names.size() > Limits.RECALLS_AHEAD_MAX) {
                    full.add(recalled.originator());
                }
            }
        }
        if (full.isEmpty()) {
            fresh.forEach((account, names) -> {
                put(registry, account, counted(registry, account) + names.size());
                names.forEach(name -> registry.putSetting(name, account.getBytes(StandardCharsets.US_ASCII)));
            });
        }
        return full;
    }

    private static boolean isAhead(Ledger.Tables tables, Arriving.Recalled recalled) {
        RecallStatement statement = recalled.statement();
        Hash payloadHash = statement.payloadHash();
        Hash leafHash = statement.leafHash();
        boolean opened = tables.inbox()
                .arrival(payloadHash)
                .filter(arrival -> arrival.batch() != 0)
                .isPresent();
        return !opened
                && tables.outbox().dispatch(payloadHash).isEmpty()
                && tables.shelf().objectsIn(payloadHash).stream()
                        .noneMatch(row -> row.leafHash().equals(leafHash)
                                && row.originator().equals(recalled.originator()))
                && Copies.in(tables, payloadHash).stream()
                        .noneMatch(sent -> sent.copy().leafHash().equals(leafHash));
    }

    /// Where it is counted: with its originator, or, where its dispatch came and could not be opened or was
    /// withdrawn, with that dispatch, which has no more leaves than there is room.
    private static String account(Ledger.Tables tables, Arriving.Recalled recalled) {
        Hash payloadHash = recalled.statement().payloadHash();
        return tables.inbox()
                .arrival(payloadHash)
                .filter(arrival -> arrival.sender().equals(recalled.originator()))
                .map(_ -> "in/" + payloadHash.hex())
                .orElseGet(() -> "by/" + recalled.originator().hex());
    }

    /// A dispatch has come: what was recalled of it is counted no more.
    ///
    /// @param leafHashes of its leaves; empty where they are not known, and may be any
    static void came(Turn turn, Hash payloadHash, Optional<List<Hash>> leafHashes) {
        Registry registry = turn.tables().registry();
        String prefix = prefix(payloadHash);
        for (Registry.Setting setting : registry.settings(prefix)) {
            String leafHash =
                    setting.name().substring(prefix.length(), setting.name().indexOf(':', prefix.length()));
            if (leafHashes.map(all -> all.contains(Hash.parseHex(leafHash))).orElse(true)) {
                String account = new String(setting.value(), StandardCharsets.US_ASCII);
                registry.removeSetting(setting.name());
                put(registry, account, counted(registry, account) - 1);
            }
        }
    }

    private static int counted(Registry registry, String account) {
        return registry.setting(COUNT + account)
                .map(value -> new CanonicalReader(value).u32("recalls.ahead"))
                .orElse(0);
    }

    private static void put(Registry registry, String account, int count) {
        registry.putSetting(COUNT + account, new CanonicalWriter(4).u32(count).toByteArray());
    }

    private static String name(Arriving.Recalled recalled) {
        return prefix(recalled.statement().payloadHash())
                + recalled.statement().leafHash().hex() + ":"
                + recalled.originator().hex();
    }

    private static String prefix(Hash payloadHash) {
        return AHEAD + payloadHash.hex() + "/";
    }
}
