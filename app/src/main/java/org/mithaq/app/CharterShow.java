// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.Address;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.ChannelDraft;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.Endorsement;
import org.mithaq.charter.FoundingDraft;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Names;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.Theme;
import org.mithaq.crypto.SignatureProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `mithaq charter show`: what a founder is about to sign, or has signed.
@Command(
        name = "show",
        description = "Show what a draft, a signature or a founding act says: read it before you sign or adopt it.")
final class CharterShow implements Runnable {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "DRAFT|ACT", description = "The file.")
    private Path file = Path.of("");

    @Mixin
    private OutputOption output = new OutputOption();

    CharterShow(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    ///
    /// @param federation the id that it has once it is founded: the one thing to compare by telephone
    /// @param signedBy ids of the founders whose signatures are in the file; none are in a draft
    record Answer(
            String federation, Names names, List<Founder> founders, List<Channel> channels, List<String> signedBy) {}

    /// One founder, as its card says.
    record Founder(String member, Names names, String kind, String domain, List<String> endpoints, List<Duty> duties) {}

    /// Whom to call.
    record Duty(String role, List<String> languages, String callBack) {}

    /// One channel.
    ///
    /// @param members ids; of the plenary none, for it has every member always
    record Channel(String kind, String theme, Names names, List<String> members) {}

    @Override
    public void run() {
        SignatureProvider signatures = SignatureProvider.best();
        byte[] bytes = NodeHome.given(surroundings.folder().resolve(file));
        FileKind.of(bytes)
                .filter(kind -> kind != FileKind.ACT)
                .ifPresent(any -> FileKind.demand(file, bytes, FileKind.DRAFT));
        Optional<SignedAct> signed = signed(bytes);
        byte[] payload = signed.map(SignedAct::payload).orElse(bytes);
        FoundingDraft draft;
        try {
            draft = FoundingDraft.read(signatures, payload);
        } catch (CharterRejected rejected) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "%s is no draft and no founding act: %s".formatted(file, rejected.getMessage()),
                    rejected);
        }
        Answer answer = new Answer(
                new SignedAct(payload, List.of()).payloadHash().hex(),
                draft.names(),
                draft.founders().stream()
                        .map(CertifiedCard::card)
                        .map(CharterShow::founder)
                        .toList(),
                draft.channels().stream().map(CharterShow::channel).toList(),
                signed.stream()
                        .flatMap(act -> act.endorsements().stream())
                        .map(Endorsement::member)
                        .map(MemberId::hex)
                        .toList());
        output.in(surroundings).answer(answer, human -> show(human, answer));
    }

    /// The act of which `bytes` are the encoding; none where they are a bare draft.
    private static Optional<SignedAct> signed(byte[] bytes) {
        try {
            return Optional.of(SignedAct.decode(bytes));
        } catch (CharterRejected draft) {
            return Optional.empty();
        }
    }

    private static Founder founder(MemberCard card) {
        return new Founder(
                card.id().hex(),
                card.names(),
                card.kind().text(),
                card.log().origin().replaceFirst("/log$", ""),
                card.nodes().stream()
                        .flatMap(node -> node.endpoints().stream())
                        .map(endpoint -> new Address(endpoint.host(), endpoint.port()).toString())
                        .toList(),
                card.contacts().stream()
                        .map(contact -> new Duty(contact.dutyRole(), contact.languages(), contact.callBack()))
                        .toList());
    }

    private static Channel channel(ChannelDraft draft) {
        return new Channel(
                draft.kind().text(),
                draft.theme().map(Theme::text).orElse(""),
                draft.names(),
                draft.members().stream().map(MemberId::hex).toList());
    }

    private static void show(Output.Human human, Answer answer) {
        human.line(three(answer.names()));
        human.line("federation " + answer.federation());
        human.line("    Every founder sees this same id: compare it by telephone before you sign.");
        human.line("%d founders:".formatted(answer.founders().size()));
        for (Founder founder : answer.founders()) {
            human.line("  %.8s  %s".formatted(founder.member(), three(founder.names())));
            String where =
                    founder.endpoints().isEmpty() ? "calls only" : "at " + String.join(", ", founder.endpoints());
            human.line("            %s, %s, %s".formatted(founder.domain(), founder.kind(), where));
            founder.duties()
                    .forEach(duty -> human.line("            %s (%s): %s"
                            .formatted(
                                    Output.Human.isolated(duty.role()),
                                    String.join(", ", duty.languages()),
                                    Output.Human.isolated(duty.callBack()))));
        }
        human.line("%d channels:".formatted(answer.channels().size()));
        for (Channel channel : answer.channels()) {
            Set<String> members = Set.copyOf(channel.members());
            boolean everybody = channel.members().isEmpty()
                    || members.size() == answer.founders().size();
            human.line("  %s  %s"
                    .formatted(channel.theme().isEmpty() ? channel.kind() : channel.theme(), three(channel.names())));
            human.line("            "
                    + (everybody
                            ? "every founder"
                            : channel.members().stream()
                                    .map(member -> domain(answer, member))
                                    .collect(Collectors.joining(", "))));
        }
        if (answer.signedBy().isEmpty()) {
            human.line("Nobody's signature is in this file.");
            return;
        }
        List<String> missing =
                new ArrayList<>(answer.founders().stream().map(Founder::member).toList());
        missing.removeAll(answer.signedBy());
        human.line("signatures of " + domains(answer, answer.signedBy())
                + (missing.isEmpty() ? "" : "; missing are those of " + domains(answer, missing))
                + " (`charter assemble` and `charter adopt` verify them)");
    }

    private static String domains(Answer answer, List<String> members) {
        return members.stream().map(member -> domain(answer, member)).collect(Collectors.joining(", "));
    }

    private static String domain(Answer answer, String member) {
        return answer.founders().stream()
                .filter(founder -> founder.member().equals(member))
                .map(Founder::domain)
                .findFirst()
                .orElse("%.8s".formatted(member));
    }

    /// A name in its three languages, each kept to its own direction.
    private static String three(Names names) {
        return "%s · %s · %s"
                .formatted(
                        Output.Human.isolated(names.en()),
                        Output.Human.isolated(names.fr()),
                        Output.Human.isolated(names.ar()));
    }
}
