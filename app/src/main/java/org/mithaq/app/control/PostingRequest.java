// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.MemberId;
import org.mithaq.exchange.Lane;
import org.mithaq.exchange.Terms;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonLimits;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonValue;
import org.mithaq.node.Item;
import org.mithaq.node.Posting;
import org.mithaq.node.Releasing;
import org.mithaq.node.Sealing;
import org.mithaq.node.Submit;
import org.mithaq.stix.Reading;
import org.mithaq.stix.StixReader;
import org.mithaq.stix.Tlp;

/// How a person wants something shared.
///
/// @param posting channel, lane, deadline, exercise
/// @param named those who are named one by one; empty is the whole channel
/// @param terms what is allowed, and the label that is stated for what has none
public record PostingRequest(Sealing.Posting posting, Set<MemberId> named, Terms terms) {

    private static final Duration FLASH_DEADLINE = Duration.ofMinutes(30);

    public PostingRequest {
        named = Set.copyOf(named);
    }

    /// Reads the members `channel`, `lane`, `deadlineMinutes`, `exercise`, `named`, `tlp`, `onward` of a request.
    ///
    /// A label is stated only where the person states one: without it, unmarked objects are withheld.
    ///
    /// @throws IllegalArgumentException if one of them is not understood
    public static PostingRequest of(JsonObject body, NodeRuntime node) {
        Lane lane = Lane.valueOf(body.string("lane").orElse("routine").toUpperCase(Locale.ROOT));
        long minutes = body.integer("deadlineMinutes").orElse(FLASH_DEADLINE.toMinutes());
        long deadline = lane == Lane.FLASH
                ? node.nowMicros() + Duration.ofMinutes(minutes).toNanos() / 1_000
                : 0;
        ChannelId channel = channel(Control.required(body, "channel"), node);
        Terms terms = Terms.standard()
                .onward(Terms.Onward.valueOf(
                        body.string("onward").orElse("unstated").toUpperCase(Locale.ROOT)))
                .label(body.string("tlp").map(PostingRequest::label).orElse(0));
        return new PostingRequest(
                new Sealing.Posting(
                        channel, lane, deadline, body.bool("exercise").orElse(false)),
                members(body, "named"),
                terms);
    }

    private static int label(String text) {
        String bare = text.toUpperCase(Locale.ROOT).replace("TLP:", "").replace('+', '_');
        return Releasing.number(Tlp.valueOf(bare));
    }

    /// A channel by its id, by the word `plenary`, or by the name of a theme.
    static ChannelId channel(String text, NodeRuntime node) {
        for (Channel channel : node.charter().channels().values()) {
            boolean plenary = channel.kind() == Channel.Kind.PLENARY && text.equals("plenary");
            boolean theme = channel.theme()
                    .map(each -> each.name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-')
                            .equals(text))
                    .orElse(false);
            if (plenary || theme) {
                return channel.id();
            }
        }
        return ChannelId.parse(text);
    }

    static Set<MemberId> members(JsonObject body, String name) {
        Set<MemberId> members = new TreeSet<>();
        body.strings(name).orElse(List.of()).forEach(each -> members.add(MemberId.parse(each)));
        return members;
    }

    /// Shares objects that are held already.
    Posting.Outcome shareHeld(NodeRuntime node, List<byte[]> objects) {
        List<Item> items = new ArrayList<>();
        for (byte[] bytes : objects) {
            switch (StixReader.read(bytes, JsonLimits.standard())) {
                case Reading.Accepted accepted -> items.add(Item.of(accepted.accepted(), terms, false));
                case Reading.KeptWithDefects kept -> items.add(Item.of(kept.kept(), terms, true));
                case Reading.Refused refused ->
                    throw new IllegalArgumentException(
                            refused.defects().getFirst().sentence());
            }
        }
        return share(node, items);
    }

    /// Shares `items`; marking definitions among them, and those held here, are known.
    Posting.Outcome share(NodeRuntime node, List<Item> items) {
        MarkingDefinitions definitions = new MarkingDefinitions(node.holdings());
        items.forEach(item -> item.object().ifPresent(definitions::see));
        return share(node, items, definitions);
    }

    /// Shares `items` by markings that are known.
    Posting.Outcome share(NodeRuntime node, List<Item> items, MarkingDefinitions definitions) {
        return node.posting()
                .share(posting, items, named, definitions::find, node.clock().instant());
    }

    /// What became of a posting, as JSON.
    static JsonObject.Builder report(Posting.Outcome outcome) {
        List<JsonValue> withheld = new ArrayList<>();
        outcome.withheld().stream()
                .limit(1_000)
                .forEach(each -> withheld.add(JsonObject.builder()
                        .put("id", each.stixId())
                        .put("from", each.recipient().hex())
                        .put("rule", each.rule())
                        .build()));
        return JsonObject.builder()
                .put("dispatches", JsonArray.of(posted(outcome.posted())))
                .put("kept", outcome.kept().size())
                .put("withheldCount", outcome.withheld().size())
                .put("withheld", JsonArray.of(withheld))
                .put("repeated", outcome.repeated());
    }

    static List<JsonValue> posted(List<Submit.Posted> posted) {
        List<JsonValue> list = new ArrayList<>();
        for (Submit.Posted each : posted) {
            list.add(JsonObject.builder()
                    .put("dispatch", each.payloadHash().hex())
                    .put("lane", each.lane().name())
                    .put("logIndex", each.logIndex())
                    .put("objects", each.rows().size())
                    .put("to", each.recipients().stream().map(MemberId::hex).toList())
                    .build());
        }
        return list;
    }
}
