// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A group of members that exchange under rules: the plenary and the communities of the charter, and the bilateral
/// channels, which two members open between themselves and which never stand in a charter.
///
/// @param id fixed by the act, or by the handshake, that opened it
/// @param kind what kind of channel it is
/// @param theme of a community; the others have none
/// @param names what the channel is called
/// @param members who is in it, ordered by id; never empty
/// @param rules what holds in it
public record Channel(
        ChannelId id, Kind kind, Optional<Theme> theme, Names names, Set<MemberId> members, ChannelRules rules) {

    /// Most members of one channel.
    public static final int MEMBERS_MAX = 256;

    /// The three kinds (Charter 5.1).
    public enum Kind {
        /// Everybody, always.
        PLENARY("plenary"),
        /// Some members about one theme.
        COMMUNITY("community"),
        /// Two members; nobody else need know that it exists.
        BILATERAL("bilateral");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// The written form, such as `plenary`.
        public String text() {
            return text;
        }

        /// The kind with this written form, if there is one.
        public static Optional<Kind> of(String text) {
            return Arrays.stream(values())
                    .filter(kind -> kind.text.equals(text))
                    .findFirst();
        }
    }

    public Channel {
        if (theme.isPresent() != (kind == Kind.COMMUNITY)) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED,
                    CharterClause.CHANNEL_KIND,
                    kind.text() + " with theme " + theme.map(Theme::text).orElse("none"));
        }
        int membersMax = kind == Kind.BILATERAL ? 2 : MEMBERS_MAX;
        Bounds.count(members, 2, membersMax, CharterClause.CHANNEL_MEMBERS, "members of a " + kind.text());
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
        switch (rules.posting()) {
            case ChannelRules.Posting.Everybody _ -> {}
            case ChannelRules.Posting.Only only -> {
                if (!members.containsAll(only.members())) {
                    throw new CharterRejected(
                            CharterRejected.Code.OUT_OF_PLACE,
                            CharterClause.CHANNEL_RULES,
                            "somebody may post who is no member of the channel");
                }
            }
        }
    }

    /// Whether `member` may send to this channel: a member of it, and one that its rules let.
    public boolean mayPost(MemberId member) {
        return members.contains(member)
                && switch (rules.posting()) {
                    case ChannelRules.Posting.Everybody _ -> true;
                    case ChannelRules.Posting.Only only -> only.members().contains(member);
                };
    }
}
