// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What holds in a channel (Charter 5.4). Closed: a setting that is not here does not exist.
///
/// @param defaultMarking proposed for what is written in the channel; an object's own marking always wins
/// @param posting who may send dispatches to it
/// @param historyDays how many days of the past a new member receives, 0 to 3,650
/// @param recallHours within how many hours a holder declares what it did with a recall, 1 to 720
public record ChannelRules(Marking defaultMarking, Posting posting, int historyDays, int recallHours) {

    /// Most days of the past that a rule can grant.
    public static final int HISTORY_DAYS_MAX = 3_650;

    /// Longest term for a declaration.
    public static final int RECALL_HOURS_MAX = 720;

    /// For a channel about which nobody said anything: amber, everybody, nothing of the past, three days.
    public static final ChannelRules STANDARD = new ChannelRules(Marking.AMBER, new Posting.Everybody(), 0, 72);

    /// The labels of TLP 2.0, by the names that STIX gives them. Here they only name a default.
    public enum Marking {
        CLEAR("clear"),
        GREEN("green"),
        AMBER("amber"),
        AMBER_STRICT("amber+strict"),
        RED("red");

        private final String text;

        Marking(String text) {
            this.text = text;
        }

        /// The written form, such as `amber+strict`.
        public String text() {
            return text;
        }

        /// The marking with this written form, if there is one.
        public static Optional<Marking> of(String text) {
            return Arrays.stream(values())
                    .filter(marking -> marking.text.equals(text))
                    .findFirst();
        }
    }

    /// Who may send to a channel.
    public sealed interface Posting {
        /// Every member of the channel.
        record Everybody() implements Posting {}

        /// These alone.
        ///
        /// @param members 1 to 256 members of the channel, ordered by id
        record Only(Set<MemberId> members) implements Posting {
            public Only {
                Bounds.count(members, 1, Channel.MEMBERS_MAX, CharterClause.CHANNEL_RULES, "who may post");
                members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
            }
        }
    }

    public ChannelRules {
        if (historyDays < 0 || historyDays > HISTORY_DAYS_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.CHANNEL_RULES, historyDays + " days of history");
        }
        if (recallHours < 1 || recallHours > RECALL_HOURS_MAX) {
            throw new CharterRejected(
                    CharterRejected.Code.MALFORMED, CharterClause.CHANNEL_RULES, recallHours + " hours for a recall");
        }
    }
}
