// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.Address;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterRejected;
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

    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,200}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--name-ar", paramLabel = "NAME", required = true, description = "The member's name in Arabic.")
    private String nameAr = "";

    @Option(names = "--name-fr", paramLabel = "NAME", required = true, description = "The member's name in French.")
    private String nameFr = "";

    @Option(names = "--name-en", paramLabel = "NAME", required = true, description = "The member's name in English.")
    private String nameEn = "";

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            defaultValue = "state-csirt",
            description = "state-csirt, agency, law-enforcement, sector-body, regional-organisation or"
                    + " international-organisation (default: ${DEFAULT-VALUE}).")
    private String kind = "";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            required = true,
            description = "A domain of the member's own, such as csirt.example.")
    private String domain = "";

    @Option(
            names = "--duty-role",
            paramLabel = "ROLE",
            defaultValue = "Duty officer",
            description = "Who answers the telephone: a role, never a person (default: ${DEFAULT-VALUE}).")
    private String dutyRole = "";

    @Option(
            names = "--languages",
            paramLabel = "CODE",
            split = ",",
            defaultValue = "en",
            description = "Languages of that role, such as ar,fr,en (default: ${DEFAULT-VALUE}).")
    private List<String> languages = List.of();

    @Option(
            names = "--call-back",
            paramLabel = "TEXT",
            required = true,
            description = "The number that others call back.")
    private String callBack = "";

    @Option(
            names = "--calls-only",
            description = "Nobody can dial this node: its card names no endpoint, and it calls the others every three"
                    + " seconds. It witnesses no other's log.")
    private boolean callsOnly;

    NodeInit(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String member, String home, String card, String rootKey, String configuration, String endpoint) {}

    @Override
    public void run() {
        // What is said on the command line is checked before anything is written.
        MemberKind memberKind = MemberKind.of(kind)
                .orElseThrow(() -> new CommandRefused(
                        ExitCode.USAGE,
                        "--kind: no such kind: %s; there are %s"
                                .formatted(
                                        kind,
                                        Arrays.stream(MemberKind.values())
                                                .map(MemberKind::text)
                                                .collect(Collectors.joining(", ")))));
        Names names = stated("--name-ar, --name-fr, --name-en", () -> new Names(nameAr, nameFr, nameEn));
        Contact contact =
                stated("--duty-role, --languages, --call-back", () -> new Contact(dutyRole, languages, callBack));
        if (!DOMAIN.matcher(domain).matches()) {
            throw new CommandRefused(
                    ExitCode.USAGE,
                    "--domain: expected a domain in ASCII, such as csirt.example, found \"%.80s\"".formatted(domain));
        }
        if (callsOnly && options.overridden().contains("peers.advertise")) {
            throw reachedAllTheSame();
        }
        NodeConfig config = configuration();
        Optional<Address> endpoint = endpoint(config);
        NodeHome home = new NodeHome(config.home());
        SecureRandom random = new SecureRandom();
        CertifiedCard card = NewMember.make(
                home,
                new NewMember.Facts(names, memberKind, contact, domain, endpoint),
                new KeySeal(config.keys(), random),
                SignatureProvider.best(),
                random,
                Instant.now());
        Answer answer = new Answer(
                card.id().hex(),
                home.folder().toString(),
                home.card().toString(),
                home.rootKey().toString(),
                options.file(surroundings).toString(),
                endpoint.map(Address::toString).orElse(""));
        output.in(surroundings).answer(answer, human -> {
            human.good("Made member " + card.id().shortForm() + " in " + answer.home());
            human.line(
                    endpoint.isEmpty()
                            ? "Its card says that nobody reaches it: it calls the others."
                            : "Its card says that others reach it at " + answer.endpoint() + ".");
            if (endpoint.map(Address::isNowhere).orElse(false)) {
                human.bad("Nobody can dial that. Begin again in an empty folder, with"
                        + " --set peers.advertise=HOST:PORT, or with --calls-only if this node only ever calls the"
                        + " others.");
            }
            human.line("Give " + answer.card() + " to whoever drafts the founding act.");
            human.line("Once that act is signed, move " + answer.rootKey() + " off this machine, and keep a copy"
                    + " of the key that seals it apart.");
        });
    }

    private Optional<Address> endpoint(NodeConfig config) {
        if (!callsOnly) {
            return Optional.of(
                    config.peers().advertise().orElseGet(() -> config.peers().listen()));
        }
        if (config.peers().advertise().isPresent()) {
            throw reachedAllTheSame();
        }
        return Optional.empty();
    }

    private static CommandRefused reachedAllTheSame() {
        return new CommandRefused(
                ExitCode.USAGE, "--calls-only: peers.advertise says where others dial it; leave one of the two out");
    }

    /// The configuration that the node will have: what is said with `--set` is written down, so that the node runs
    /// with what its card says.
    ///
    /// @throws CommandRefused if a file that is there already says otherwise
    private NodeConfig configuration() {
        Path file = options.file(surroundings);
        if (!Files.exists(file)) {
            NodeConfig config = options.withoutFile(surroundings);
            Map<String, String> said = new LinkedHashMap<>(config.settings());
            said.keySet().retainAll(options.overridden());
            if (!config.home().equals(file.toAbsolutePath().normalize().getParent())) {
                said.put("home", config.home().toString());
            }
            NodeHome.writePrivate(file, NodeConfig.example(said).getBytes(StandardCharsets.UTF_8));
            return config;
        }
        NodeConfig config = options.read(surroundings);
        Map<String, String> there = options.withoutOverrides(surroundings).settings();
        Map<String, String> wanted = new LinkedHashMap<>(config.settings());
        wanted.entrySet().removeAll(there.entrySet());
        if (!wanted.isEmpty()) {
            throw new CommandRefused(
                    ExitCode.USAGE,
                    "%s is there already and says something else than --set: write %s into it, and leave --set out"
                            .formatted(
                                    file,
                                    wanted.entrySet().stream()
                                            .map(each -> each.getKey() + ": " + each.getValue())
                                            .collect(Collectors.joining(", "))));
        }
        return config;
    }

    /// A value of the charter, made of what stands in `options`.
    private static <T> T stated(String options, Supplier<T> value) {
        try {
            return value.get();
        } catch (CharterRejected rejected) {
            throw new CommandRefused(ExitCode.USAGE, options + ": " + rejected.getMessage(), rejected);
        }
    }
}
