// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.mithaq.app.run.NodeRuntime;
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
    private static final long DEADLINE_MINUTES_MAX = 43_200;

    /// Versions of one object that are looked at.
    private static final int ROWS_MAX = 100;

    public PostingRequest {
        named = Set.copyOf(named);
    }

    /// Reads the members `channel`, `lane`, `deadlineMinutes`, `exercise`, `named`, `tlp`, `onward` of a request.
    ///
    /// A label is stated only where the person states one: without it, unmarked objects are withheld.
    ///
    /// @throws IllegalArgumentException if one of them is not understood
    public static PostingRequest of(JsonObject body, NodeRuntime node) {
        Directory directory = new Directory(node);
        Lane lane = ControlRoutes.choice("lane", body.string("lane").orElse("routine"), Lane.class);
        long deadline = deadline(body, lane)
                .map(left -> node.nowMicros() + left.toNanos() / 1_000)
                .orElse(0L);
        ChannelId channel = directory.channel(ControlRoutes.required(body, "channel"));
        Terms terms = Terms.standard()
                .onward(ControlRoutes.choice("onward", body.string("onward").orElse("unstated"), Terms.Onward.class))
                .label(body.string("tlp").map(PostingRequest::label).orElse(0));
        return new PostingRequest(
                new Sealing.Posting(
                        channel, lane, deadline, body.bool("exercise").orElse(false)),
                directory.members(body.strings("named").orElse(List.of())),
                terms);
    }

    /// By when a person has to acknowledge: in the flash lane only.
    private static Optional<Duration> deadline(JsonObject body, Lane lane) {
        OptionalLong asked = body.integer("deadlineMinutes");
        if (lane != Lane.FLASH) {
            if (asked.isPresent()) {
                throw new IllegalArgumentException("--deadline-minutes: only a message in --lane flash has a deadline");
            }
            return Optional.empty();
        }
        long minutes = asked.orElse(FLASH_DEADLINE.toMinutes());
        if (minutes < 1 || minutes > DEADLINE_MINUTES_MAX) {
            throw new IllegalArgumentException(
                    "--deadline-minutes: expected 1 to %,d, found %d".formatted(DEADLINE_MINUTES_MAX, minutes));
        }
        return Optional.of(Duration.ofMinutes(minutes));
    }

    private static int label(String text) {
        return Releasing.number(ControlRoutes.choice("tlp", text.replaceFirst("(?i)^tlp:", ""), Tlp.class));
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
                            refused.defects().getFirst().quotation());
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

    /// Whether nothing was sent, something was withheld, and nobody has had any of it before.
    ///
    /// @param posted how many dispatches were sent
    /// @param withheld ids of what was withheld, as many as were kept
    static boolean isAllWithheld(NodeRuntime node, int posted, Collection<String> withheld) {
        return posted == 0
                && !withheld.isEmpty()
                && node.ledger()
                        .read(tables -> withheld.stream()
                                .distinct()
                                .flatMap(id -> tables.shelf().objectsOf(id, ROWS_MAX).stream())
                                .noneMatch(row -> row.channel().isPresent()));
    }

    /// What became of a posting, as JSON.
    static JsonObject.Builder report(NodeRuntime node, Posting.Outcome outcome) {
        List<JsonValue> withheld = new ArrayList<>();
        outcome.withheld().stream().limit(1_000).forEach(each -> withheld.add(withheld(each)));
        return JsonObject.builder()
                .put("dispatches", JsonArray.of(posted(outcome.posted())))
                .put("kept", outcome.kept().size())
                .put("withheldCount", outcome.withheld().size())
                .put("withheld", JsonArray.of(withheld))
                .put("repeated", outcome.repeated())
                .put(
                        "allWithheld",
                        isAllWithheld(
                                node,
                                outcome.posted().size(),
                                outcome.withheld().stream()
                                        .map(Releasing.Withheld::stixId)
                                        .toList()))
                .put("recalled", ids(outcome.recalled()));
    }

    /// Which objects.
    static List<String> ids(List<Item> items) {
        return items.stream()
                .flatMap(item -> item.object().stream())
                .map(object -> object.id().toString())
                .toList();
    }

    static JsonObject withheld(Releasing.Withheld withheld) {
        return JsonObject.builder()
                .put("id", withheld.stixId())
                .put("from", withheld.recipient().hex())
                .put("rule", withheld.rule())
                .build();
    }

    static List<JsonValue> posted(List<Submit.Posted> posted) {
        List<JsonValue> list = new ArrayList<>();
        for (Submit.Posted each : posted) {
            list.add(JsonObject.builder()
                    .put("dispatch", each.payloadHash().hex())
                    .put("lane", each.lane().name())
                    .put("logIndex", each.logIndex())
                    .put("objects", each.objects())
                    .put("to", each.recipients().stream().map(MemberId::hex).toList())
                    .build());
        }
        return list;
    }
}
