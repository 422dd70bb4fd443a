// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Fold;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.json.JsonObject;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What a running node's people do with the charter: look at it, propose, vote, leave.
final class CharterActs {

    private CharterActs() {}

    /// The commands, for `mithaq charter`.
    static List<CommandLine> in(Surroundings surroundings) {
        return List.of(
                Ask.command(
                        surroundings,
                        "status",
                        "Show the charter: its members, its channels, what is proposed, and how this node votes.",
                        List.of(),
                        (asked, node) -> {
                            JsonObject charter = node.get("/charter");
                            asked.output().answer(charter, human -> show(human, charter));
                        }),
                Ask.command(
                        surroundings,
                        "propose",
                        "Propose an act to the members, and vote for it.",
                        List.of(Field.one("act", "FILE", "The act, endorsed by the member that it concerns.")),
                        CharterActs::propose),
                Ask.command(
                        surroundings,
                        "vote",
                        "Vote for an act that is proposed.",
                        List.of(Field.one("act", "ACT", "Its first digits in `mithaq charter status`, 8 at least.")),
                        (asked, node) -> Answers.document(
                                asked.output(),
                                node.post("/charter/vote", asked.body()),
                                "This member votes for it, as far as it is not bound to another act already.")),
                Ask.command(
                        surroundings,
                        "rule",
                        "Say what this node votes for without a person.",
                        List.of(Field.one(
                                "rule",
                                "RULE",
                                "nothing, leaves (the default: whoever wants to go may go), or everything.")),
                        (asked, node) -> Answers.document(
                                asked.output(),
                                node.post("/charter/rule", asked.body()),
                                "From now on this node votes for %s without a person."
                                        .formatted(asked.required("rule")))),
                new CommandLine(new Leave(surroundings)));
    }

    private static void propose(Ask.Asked asked, ControlClient node) {
        Path file = Path.of(asked.required("act"));
        byte[] act = NodeHome.given(asked.surroundings().folder().resolve(file));
        FileKind.demand(file, act, FileKind.ACT);
        proposed(asked.output(), send(node, act));
    }

    private static JsonObject send(ControlClient node, byte[] act) {
        return node.post(
                "/charter/propose",
                JsonObject.builder()
                        .put("act", Base64.getEncoder().encodeToString(act))
                        .build());
    }

    private static void proposed(Output output, JsonObject answer) {
        Answers.document(
                output,
                answer,
                "Proposed: %s. The others vote: mithaq charter vote %s"
                        .formatted(answer.string("act").orElse(""), Answers.brief(answer, "act")));
    }

    private static void show(Output.Human human, JsonObject charter) {
        human.line(
                "%s, epoch %d".formatted(name(charter), charter.integer("epoch").orElse(0)));
        if (charter.bool("frozen").orElse(false)) {
            human.bad("frozen: two acts were certified on this state; see the alarms");
        }
        human.line("federation %s".formatted(charter.string("federation").orElse("")));
        Answers.rows(charter, "members")
                .forEach(member -> human.line("  %s (%s)%s, card %d until %s"
                        .formatted(
                                name(member),
                                Answers.brief(member, "id"),
                                member.bool("own").orElse(false) ? ", this member" : "",
                                member.integer("serial").orElse(0),
                                member.string("notAfter").orElse(""))));
        Answers.rows(charter, "channels")
                .forEach(channel -> human.line("  channel %s: %s"
                        .formatted(
                                name(channel),
                                Answers.counted(channel.integer("members").orElse(0), "member"))));
        List<JsonObject> proposals = Answers.rows(charter, "proposals");
        if (proposals.isEmpty()) {
            human.faint("nothing is proposed");
        }
        proposals.forEach(proposal -> human.line("proposed %s: %s; %d of %d votes%s"
                .formatted(
                        Answers.brief(proposal, "act"),
                        proposal.string("sentence").orElse(""),
                        proposal.integer("prepared").orElse(0),
                        proposal.integer("needed").orElse(0),
                        proposal.bool("approved").orElse(false) ? ", this member's among them" : "")));
        human.faint("without a person this node votes for: "
                + charter.string("rule").orElse(""));
    }

    private static String name(JsonObject named) {
        return named.object("name")
                .map(names -> names.string("en").orElse("") + " "
                        + Output.Human.isolated(names.string("ar").orElse("")))
                .orElse("");
    }

    /// The charter of a running node, folded here: what a root signs is not a node's word.
    static CharterState folded(ControlClient node, SignatureProvider signatures) {
        List<CharterEntry> entries = new ArrayList<>();
        node.get("/charter/acts")
                .array("acts")
                .ifPresent(list -> list.elements()
                        .forEach(each -> each.asString()
                                .ifPresent(text -> entries.add(
                                        CharterEntry.decode(Base64.getDecoder().decode(text))))));
        return switch (Charter.fold(signatures, entries)) {
            case Fold.Standing standing -> standing.state();
            case Fold.Frozen _ ->
                throw new CommandRefused(ExitCode.REFUSED, "The charter is frozen: see `mithaq node status`");
            case Fold.Stopped stopped ->
                throw new CommandRefused(ExitCode.REFUSED, "The charter stops: " + stopped.reason());
        };
    }

    /// Leaves the federation: signed by the offline root, voted on by the members.
    @Command(
            name = "leave",
            description = "Leave the federation: sign with this member's offline root, and propose it to the members.")
    static final class Leave implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        Leave(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            NodeConfig config = options.read(surroundings);
            NodeHome home = new NodeHome(config.home());
            SignatureProvider signatures = SignatureProvider.best();
            CompositePrivateKey root = NewMember.root(home, new KeySeal(config.keys(), new SecureRandom()));
            try (ControlClient node = ControlClient.of(home)) {
                CharterState state = folded(node, signatures);
                byte[] payload = Base64.getDecoder()
                        .decode(node.get("/charter/leave").string("payload").orElse(""));
                SignedAct act =
                        new SignedAct(payload, List.of(MembershipDraft.endorse(signatures, state, payload, root)));
                proposed(output.in(surroundings), send(node, act.encode()));
            } catch (CharterRejected rejected) {
                throw new CommandRefused(ExitCode.REFUSED, String.valueOf(rejected.getMessage()), rejected);
            }
        }
    }
}
