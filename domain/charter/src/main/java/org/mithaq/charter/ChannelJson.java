// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;

/// The written form of channels, in acts and in the state (Charter 5).
final class ChannelJson {

    private static final String EVERYBODY = "everybody";

    private ChannelJson() {}

    static JsonObject write(ChannelDraft channel) {
        return write(channel.kind(), channel.theme(), channel.names(), channel.members(), channel.rules());
    }

    /// The same, with the id; members that the kind implies are not listed.
    static JsonObject write(Channel channel) {
        return write(channel.kind(), channel.theme(), channel.names(), channel.members(), channel.rules())
                .with("id", JsonString.of(channel.id().hex()));
    }

    static ChannelDraft read(JsonValue value) {
        Fields channel = Fields.optional(
                value, CharterClause.CHANNEL_KIND, Set.of("theme", "members"), "kind", "names", "rules");
        Names names = CardJson.readNames(channel.value("names"));
        ChannelRules rules = readRules(channel.value("rules"));
        Channel.Kind kind = channel.known("kind", Channel.Kind::of);
        if (kind != Channel.Kind.COMMUNITY && channel.has("members")) {
            throw new CharterRejected(
                    CharterRejected.Code.OUT_OF_PLACE, CharterClause.CHANNEL_MEMBERS, "a list of members");
        }
        Optional<Theme> theme =
                channel.has("theme") ? Optional.of(channel.known("theme", Theme::of)) : Optional.empty();
        List<MemberId> members = channel.has("members") ? channel.memberIds("members", Channel.MEMBERS_MAX) : List.of();
        return new ChannelDraft(kind, theme, names, new TreeSet<>(members), rules);
    }

    private static JsonObject write(
            Channel.Kind kind, Optional<Theme> theme, Names names, Set<MemberId> members, ChannelRules rules) {
        JsonObject.Builder channel = JsonObject.builder()
                .put("kind", kind.text())
                .put("names", CardJson.names(names))
                .put("rules", rules(rules));
        theme.ifPresent(each -> channel.put("theme", each.text()));
        if (kind == Channel.Kind.COMMUNITY) {
            channel.put("members", ids(members));
        }
        return channel.build();
    }

    private static JsonObject rules(ChannelRules rules) {
        JsonValue posting = switch (rules.posting()) {
            case ChannelRules.Posting.Everybody _ -> JsonString.of(EVERYBODY);
            case ChannelRules.Posting.Only only -> ids(only.members());
        };
        return JsonObject.builder()
                .put("default_marking", rules.defaultMarking().text())
                .put("posting", posting)
                .put("history_days", rules.historyDays())
                .put("recall_hours", rules.recallHours())
                .build();
    }

    private static ChannelRules readRules(JsonValue value) {
        Fields rules = Fields.of(
                value, CharterClause.CHANNEL_RULES, "default_marking", "posting", "history_days", "recall_hours");
        return new ChannelRules(
                rules.known("default_marking", ChannelRules.Marking::of),
                readPosting(rules),
                rules.integer("history_days", 0, ChannelRules.HISTORY_DAYS_MAX),
                rules.integer("recall_hours", 1, ChannelRules.RECALL_HOURS_MAX));
    }

    private static ChannelRules.Posting readPosting(Fields rules) {
        if (rules.value("posting").equals(JsonString.of(EVERYBODY))) {
            return new ChannelRules.Posting.Everybody();
        }
        return new ChannelRules.Posting.Only(new TreeSet<>(rules.memberIds("posting", Channel.MEMBERS_MAX)));
    }

    /// Ids of a set that is ordered already.
    private static JsonArray ids(Collection<MemberId> members) {
        return JsonArray.ofStrings(members.stream().map(MemberId::hex).toList());
    }
}
