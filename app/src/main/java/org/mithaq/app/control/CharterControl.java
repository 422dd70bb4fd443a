// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.mithaq.app.join.Invitation;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Channel;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.Names;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.Hash;
import org.mithaq.http.Request;
import org.mithaq.http.Response;
import org.mithaq.http.Route;
import org.mithaq.json.JsonArray;
import org.mithaq.json.JsonObject;
import org.mithaq.json.JsonString;
import org.mithaq.json.JsonValue;
import org.mithaq.node.CharterDesk;
import org.mithaq.node.Core;
import org.mithaq.node.VotingRule;

/// The charter for the command line: what it says, what is proposed, and what this member votes for.
final class CharterControl {

    private static final long DAYS = 7;
    private static final long DAYS_MAX = 90;

    private final NodeRuntime node;

    CharterControl(NodeRuntime node) {
        this.node = node;
    }

    List<Route> routes(ControlRoutes routes) {
        return List.of(
                routes.get("/charter", request -> show()),
                routes.get("/charter/acts", request -> acts()),
                routes.get("/charter/leave", request -> leave()),
                routes.post("/charter/propose", this::propose),
                routes.post("/charter/vote", this::vote),
                routes.post("/charter/rule", this::rule),
                routes.post("/charter/invite", this::invite),
                routes.get("/charter/log", request -> log()),
                routes.post("/charter/rotate", this::rotate));
    }

    private Response show() {
        CharterState state = node.charter();
        List<JsonValue> members = new ArrayList<>();
        state.members().values().forEach(card -> members.add(member(card)));
        List<JsonValue> channels = new ArrayList<>();
        for (Channel channel : state.channels().values()) {
            channels.add(JsonObject.builder()
                    .put("id", channel.id().hex())
                    .put("name", names(channel.names()))
                    .put("members", state.channelMembers(channel.id()).size())
                    .build());
        }
        List<JsonValue> proposals = new ArrayList<>();
        node.acts().proposals().forEach(each -> proposals.add(proposal(state, each)));
        return ControlRoutes.json(JsonObject.builder()
                .put("federation", state.federation().hex())
                .put("name", names(state.names()))
                .put("epoch", state.epoch())
                .put("state", state.hash().hex())
                .put("frozen", node.book().isFrozen())
                .put("quorum", state.certificateQuorum())
                .put("rule", ControlRoutes.word(node.acts().rule().now()))
                .put("members", JsonArray.of(members))
                .put("channels", JsonArray.of(channels))
                .put("proposals", JsonArray.of(proposals))
                .build());
    }

    private static JsonObject names(Names names) {
        return JsonObject.builder()
                .put("ar", names.ar())
                .put("fr", names.fr())
                .put("en", names.en())
                .build();
    }

    private JsonObject member(MemberCard card) {
        return JsonObject.builder()
                .put("id", card.id().hex())
                .put("name", names(card.names()))
                .put("own", card.id().equals(node.self().member()))
                .put("serial", card.serial())
                .put("notAfter", card.validity().notAfter().toString())
                .put("callBack", card.contacts().getFirst().callBack())
                .build();
    }

    private static JsonObject proposal(CharterState state, CharterDesk.Proposal proposal) {
        String sentence = switch (proposal.draft()) {
            case MembershipDraft.Admit admit ->
                "admit " + admit.card().card().names().en();
            case MembershipDraft.Leave leave -> "let go " + name(state, leave);
            case MembershipDraft.Amend amend ->
                "amend the card of " + amend.card().card().names().en();
        };
        return JsonObject.builder()
                .put("act", proposal.act().payloadHash().hex())
                .put("sentence", sentence)
                .put("member", proposal.draft().member().hex())
                .put("approved", proposal.approved())
                .put("prepared", proposal.prepared())
                .put("needed", proposal.needed())
                .build();
    }

    private static String name(CharterState state, MembershipDraft draft) {
        return state.member(draft.member())
                .map(card -> card.names().en())
                .orElse(draft.member().shortForm());
    }

    private Response acts() {
        List<JsonValue> acts = new ArrayList<>();
        for (CharterEntry entry : node.book().entries()) {
            acts.add(JsonString.of(Base64.getEncoder().encodeToString(entry.encode())));
        }
        return ControlRoutes.json(
                JsonObject.builder().put("acts", JsonArray.of(acts)).build());
    }

    private Response leave() {
        MembershipDraft draft = new MembershipDraft.Leave(
                node.self().member(), node.acts().pins().present());
        byte[] payload = draft.act(node.charter(), 0).payload();
        return ControlRoutes.json(JsonObject.builder()
                .put("payload", Base64.getEncoder().encodeToString(payload))
                .build());
    }

    private Response propose(Request request) throws IOException {
        String act = ControlRoutes.required(ControlRoutes.body(request), "act");
        Hash proposed = node.acts().propose(SignedAct.decode(Base64.getDecoder().decode(act)));
        return ControlRoutes.json(
                JsonObject.builder().put("act", proposed.hex()).build());
    }

    private Response log() {
        long size = node.log().committedSize();
        return ControlRoutes.json(JsonObject.builder()
                .put("size", size)
                .put("root", node.log().root(size).hex())
                .build());
    }

    private Response rotate(Request request) throws IOException {
        String act = ControlRoutes.required(ControlRoutes.body(request), "act");
        node.change().renew(SignedAct.decode(Base64.getDecoder().decode(act)));
        return ControlRoutes.json(JsonObject.builder().put("rotated", true).build());
    }

    private Response vote(Request request) throws IOException {
        String wanted = ControlRoutes.required(ControlRoutes.body(request), "act");
        List<Hash> meant = node.acts().proposals().stream()
                .map(each -> each.act().payloadHash())
                .filter(each -> wanted.length() >= 8 && each.hex().startsWith(wanted))
                .toList();
        if (meant.size() != 1) {
            throw ControlRoutes.absent(
                    "no proposal begins with %.64s (8 digits at least): see `mithaq charter status`".formatted(wanted));
        }
        node.acts().approve(meant.getFirst());
        return ControlRoutes.json(
                JsonObject.builder().put("act", meant.getFirst().hex()).build());
    }

    private Response rule(Request request) throws IOException {
        VotingRule.Rule rule = ControlRoutes.choice(
                "rule", ControlRoutes.required(ControlRoutes.body(request), "rule"), VotingRule.Rule.class);
        node.acts().rule().set(rule);
        return ControlRoutes.json(
                JsonObject.builder().put("rule", ControlRoutes.word(rule)).build());
    }

    private Response invite(Request request) throws IOException {
        JsonObject body = ControlRoutes.body(request);
        CertifiedCard card = CertifiedCard.parse(
                node.signatures(), Base64.getDecoder().decode(ControlRoutes.required(body, "card")));
        SortedSet<ChannelId> channels = new TreeSet<>();
        body.strings("channels").orElse(List.of()).forEach(name -> channels.add(new Directory(node).channel(name)));
        long untilMicros = node.nowMicros()
                + TimeUnit.DAYS.toMicros(Math.clamp(body.integer("days").orElse(DAYS), 1, DAYS_MAX));
        byte[] payload =
                node.acts().guests().invite(card, channels, node.acts().pins().present(), untilMicros);
        Endpoint endpoint = node.charter().member(node.self().member()).orElseThrow().nodes().stream()
                .filter(each -> each.id().equals(node.self().node()))
                .flatMap(each -> each.endpoints().stream())
                .findFirst()
                .orElseThrow(() -> ControlRoutes.refused("this node has no address that a guest could reach"));
        Invitation invitation = new Invitation(
                node.self().member(),
                endpoint,
                new TlsPin(Hash.wrap(node.keyring().tls().pin().bytes())),
                untilMicros,
                node.book().entries(),
                payload);
        return ControlRoutes.json(JsonObject.builder()
                .put("invitation", Base64.getEncoder().encodeToString(invitation.toBytes()))
                .put("until", Core.instant(untilMicros).toString())
                .build());
    }
}
