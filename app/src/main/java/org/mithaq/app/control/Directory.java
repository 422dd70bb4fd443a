// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Registry;

/// Finds members and channels by what a person calls them.
final class Directory {

    private static final Pattern BEGINNING = Pattern.compile("[0-9a-f]{8,64}");

    private final NodeRuntime node;

    Directory(NodeRuntime node) {
        this.node = node;
    }

    /// A channel by the word `plenary`, the name of a theme, the name of a bilateral channel, or the beginning of its
    /// id, of at least 8 digits.
    ///
    /// @throws IllegalArgumentException naming the channels that there are
    ChannelId channel(String text) {
        List<Registry.BilateralRow> bilaterals = bilaterals();
        Set<ChannelId> found = new TreeSet<>();
        for (Channel channel : node.charter().channels().values()) {
            if (word(channel).equals(text) || begins(channel.id().hex(), text)) {
                found.add(channel.id());
            }
        }
        for (Registry.BilateralRow row : bilaterals) {
            if (row.name().equals(text) || begins(row.id().hex(), text)) {
                found.add(row.id());
            }
        }
        if (found.size() == 1) {
            return found.iterator().next();
        }
        List<String> there = new ArrayList<>();
        node.charter().channels().values().forEach(channel -> there.add(word(channel)));
        bilaterals.forEach(
                row -> there.add("\"" + row.name() + "\" (" + row.id().hex().substring(0, 8) + ")"));
        throw new IllegalArgumentException("%s channel \"%.80s\"; there are %s"
                .formatted(found.isEmpty() ? "no" : "more than one", text, String.join(", ", there)));
    }

    /// What a person calls a channel of the charter.
    static String word(Channel channel) {
        return channel.theme().map(ControlRoutes::word).orElseGet(() -> ControlRoutes.word(channel.kind()));
    }

    /// What a person calls the channel of that id; empty where it is not known here.
    String name(ChannelId id) {
        return node.charter()
                .channel(id)
                .map(Directory::word)
                .or(() -> bilaterals().stream()
                        .filter(row -> row.id().equals(id))
                        .map(Registry.BilateralRow::name)
                        .findFirst())
                .orElse("");
    }

    private List<Registry.BilateralRow> bilaterals() {
        return node.ledger().read(tables -> tables.registry().bilaterals());
    }

    /// A member by one of its names, its domain, or the beginning of its id, of at least 8 digits.
    ///
    /// @throws IllegalArgumentException naming the members that there are
    MemberId member(String text) {
        // A list: a member may be called the same in two languages.
        Set<MemberId> found = new TreeSet<>();
        for (MemberCard card : node.charter().members().values()) {
            boolean named = List.of(
                            card.names().ar(), card.names().fr(), card.names().en(), domain(card))
                    .contains(text);
            if (named || begins(card.id().hex(), text)) {
                found.add(card.id());
            }
        }
        if (found.size() == 1) {
            return found.iterator().next();
        }
        String there = node.charter().members().values().stream()
                .map(card -> card.id().shortForm() + " (" + domain(card) + ")")
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "%s member \"%.80s\"; there are %s".formatted(found.isEmpty() ? "no" : "more than one", text, there));
    }

    Set<MemberId> members(List<String> texts) {
        Set<MemberId> members = new TreeSet<>();
        texts.forEach(each -> members.add(member(each)));
        return members;
    }

    /// A dispatch that came here, by the beginning of its identity, of at least 8 digits.
    ///
    /// @throws IllegalArgumentException if that is not hexadecimal
    /// @throws org.mithaq.http.Refused if none begins so, or more than one
    Hash arrival(String text) {
        if (!BEGINNING.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a dispatch: expected its first 8 to 64 hexadecimal digits, found \"%.80s\"".formatted(text));
        }
        Hash least = Hash.parseHex(text + "0".repeat(2 * Hash.LENGTH_BYTES - text.length()));
        List<Hash> found = node.ledger().read(tables -> tables.inbox().arrivalsFrom(least, 2)).stream()
                .filter(hash -> begins(hash.hex(), text))
                .toList();
        if (found.size() != 1) {
            throw ControlRoutes.refused(
                    found.isEmpty()
                            ? "no dispatch " + text + " came here"
                            : "more than one dispatch that came here begins with " + text + ": give more digits");
        }
        return found.getFirst();
    }

    /// A member's domain; empty where it is no member.
    String domain(MemberId member) {
        return node.charter().member(member).map(Directory::domain).orElse("");
    }

    /// A card's log is called by the member's domain and `/log`.
    private static String domain(MemberCard card) {
        return card.log().origin().replaceFirst("/log$", "");
    }

    private static boolean begins(String id, String text) {
        return BEGINNING.matcher(text).matches() && id.startsWith(text);
    }
}
