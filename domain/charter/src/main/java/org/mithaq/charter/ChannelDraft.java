// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A channel as an act opens it, before it has an id (Charter 5).
///
/// What depends on the rest of the act, such as whether its members are members, is checked with that.
///
/// @param kind the plenary or a community
/// @param theme of a community
/// @param names what it is called
/// @param members of a community, ordered by id; of the plenary none, because it has every member always
/// @param rules what holds in it
public record ChannelDraft(
        Channel.Kind kind, Optional<Theme> theme, Names names, Set<MemberId> members, ChannelRules rules) {

    public ChannelDraft {
        switch (kind) {
            case PLENARY -> {
                if (theme.isPresent()) {
                    throw new CharterRejected(
                            CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHANNEL_KIND, "a plenary with a theme");
                }
                if (!members.isEmpty()) {
                    throw new CharterRejected(
                            CharterRejected.Code.OUT_OF_PLACE,
                            CharterClause.CHANNEL_MEMBERS,
                            "a plenary that lists members");
                }
            }
            case COMMUNITY -> {
                if (theme.isEmpty()) {
                    throw new CharterRejected(
                            CharterRejected.Code.MISSING, CharterClause.CHANNEL_KIND, "a community without a theme");
                }
                Bounds.count(members, 2, Channel.MEMBERS_MAX, CharterClause.CHANNEL_MEMBERS, "members of a community");
            }
            case BILATERAL ->
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE, CharterClause.BILATERAL, "a bilateral channel");
        }
        members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    }

    /// The channel of every member.
    public static ChannelDraft plenary(Names names, ChannelRules rules) {
        return new ChannelDraft(Channel.Kind.PLENARY, Optional.empty(), names, Set.of(), rules);
    }

    /// A community of these members about one theme.
    public static ChannelDraft community(Theme theme, Names names, Set<MemberId> members, ChannelRules rules) {
        return new ChannelDraft(Channel.Kind.COMMUNITY, Optional.of(theme), names, members, rules);
    }

    /// The channel that this becomes under `id` among `everybody`.
    ///
    /// @throws CharterRejected if it has a member, or lets somebody post, who is not there
    Channel open(ChannelId id, Set<MemberId> everybody) {
        if (!everybody.containsAll(members)) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE,
                    CharterClause.CHANNEL_MEMBERS,
                    "a member of " + names.en() + " who is none of the federation");
        }
        return new Channel(id, kind, theme, names, members.isEmpty() ? everybody : members, rules);
    }
}
