// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Contact;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.Names;
import org.mithaq.crypto.SignatureProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a member's keys, its card and a commented configuration.
@Command(name = "init", description = "Make this member's keys, its signed card, and a commented configuration.")
final class NodeInit implements Runnable {

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--name-ar", required = true, description = "The member's name in Arabic.")
    private String nameAr = "";

    @Option(names = "--name-fr", required = true, description = "The member's name in French.")
    private String nameFr = "";

    @Option(names = "--name-en", required = true, description = "The member's name in English.")
    private String nameEn = "";

    @Option(
            names = "--kind",
            defaultValue = "state-csirt",
            description = "state-csirt, agency, law-enforcement, sector-body, regional-organisation or"
                    + " international-organisation (default: ${DEFAULT-VALUE}).")
    private String kind = "";

    @Option(names = "--domain", required = true, description = "A domain of the member's own, such as csirt.example.")
    private String domain = "";

    @Option(
            names = "--duty-role",
            defaultValue = "Duty officer",
            description = "Who answers the telephone: a role, never a person (default: ${DEFAULT-VALUE}).")
    private String dutyRole = "";

    @Option(names = "--languages", split = ",", defaultValue = "en", description = "Languages of that role.")
    private List<String> languages = List.of();

    @Option(names = "--call-back", required = true, description = "The number that others call back.")
    private String callBack = "";

    NodeInit(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String member, String home, String card, String rootKey) {}

    @Override
    public void run() {
        Path file = options.file(surroundings);
        if (!Files.exists(file)) {
            NodeHome.writePrivate(file, NodeConfig.example().getBytes(StandardCharsets.UTF_8));
        }
        NodeConfig config = options.read(surroundings);
        Address endpoint =
                config.peers().advertise().orElseGet(() -> config.peers().listen());
        MemberKind memberKind = MemberKind.of(kind)
                .orElseThrow(() -> new CommandRefused(ExitCode.USAGE, "--kind: no such kind: " + kind));
        NodeHome home = new NodeHome(config.home());
        SecureRandom random = new SecureRandom();
        CertifiedCard card = NewMember.make(
                home,
                new NewMember.Facts(
                        new Names(nameAr, nameFr, nameEn),
                        memberKind,
                        new Contact(dutyRole, languages, callBack),
                        domain,
                        endpoint),
                new KeySeal(config.keys(), random),
                SignatureProvider.best(),
                random,
                Instant.now());
        Answer answer = new Answer(
                card.id().hex(),
                home.folder().toString(),
                home.card().toString(),
                home.rootKey().toString());
        output.in(surroundings).answer(answer, human -> {
            human.good("Made member " + card.id().shortForm() + " in " + answer.home());
            human.line("Give " + answer.card() + " to whoever drafts the founding act.");
            human.line("Once that act is signed, move " + answer.rootKey() + " off this machine, and keep a copy"
                    + " of the key that seals it apart.");
        });
    }
}
