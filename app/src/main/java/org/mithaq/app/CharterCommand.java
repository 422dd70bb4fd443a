// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.Assembly;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.ChannelDraft;
import org.mithaq.charter.ChannelRules;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Endorsement;
import org.mithaq.charter.EndorsementFault;
import org.mithaq.charter.FoundingDraft;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Names;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.Theme;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Founds a federation: draft, one signature by each founder's offline root, and the act that they all signed. What
/// comes after is in [CharterActs].
@Command(name = "charter", description = "Found a federation, look at it, and change it by votes.")
final class CharterCommand {

    private CharterCommand() {}

    static CommandLine in(Surroundings surroundings) {
        CommandLine group = new CommandLine(new CharterCommand())
                .addSubcommand(new Draft(surroundings))
                .addSubcommand(new CharterShow(surroundings))
                .addSubcommand(new Sign(surroundings))
                .addSubcommand(new Assemble(surroundings))
                .addSubcommand(new Adopt(surroundings));
        CharterActs.in(surroundings).forEach(group::addSubcommand);
        return group;
    }

    private static SecureRandom random() {
        return new SecureRandom();
    }

    private static byte[] file(Surroundings surroundings, Path path) {
        return NodeHome.given(surroundings.folder().resolve(path));
    }

    private static CertifiedCard card(Surroundings surroundings, SignatureProvider signatures, Path path) {
        return read(surroundings, path, FileKind.CARD, bytes -> CertifiedCard.parse(signatures, bytes));
    }

    /// What `read` gives, or its refusal with the file that is at fault.
    private static <T> T named(Path path, String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (MalformedEncoding | CharterRejected rejected) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "%s is no valid %s: %s".formatted(path, what, rejected.getMessage()), rejected);
        }
    }

    /// What `read` makes of a file's bytes, or its refusal: by the file's kind where it is of another, else by the
    /// clause.
    private static <T> T read(Surroundings surroundings, Path path, FileKind wanted, Function<byte[], T> read) {
        byte[] bytes = file(surroundings, path);
        FileKind.demand(path, bytes, wanted);
        return named(path, wanted.text(), () -> read.apply(bytes));
    }

    @Command(
            name = "draft",
            description = "Draft a founding act from the founders' cards, with a plenary and four communities.")
    static final class Draft implements Runnable {

        private final Surroundings surroundings;

        @Option(
                names = "--name-ar",
                paramLabel = "NAME",
                required = true,
                description = "The federation's name in Arabic.")
        private String nameAr = "";

        @Option(
                names = "--name-fr",
                paramLabel = "NAME",
                required = true,
                description = "The federation's name in French.")
        private String nameFr = "";

        @Option(
                names = "--name-en",
                paramLabel = "NAME",
                required = true,
                description = "The federation's name in English.")
        private String nameEn = "";

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the draft is written.")
        private Path out = Path.of("");

        @Option(
                names = "--community",
                paramLabel = "THEME=CARD,…",
                description = "Who belongs to a community, such as organised-crime=a/card.json,b/card.json. May be"
                        + " repeated; a community that is not named has every founder in it.")
        private Map<String, String> communities = Map.of();

        @Parameters(arity = "1..256", paramLabel = "CARD", description = "The founders' card.json files, two at least.")
        private List<Path> cards = List.of();

        Draft(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            SignatureProvider signatures = SignatureProvider.best();
            List<CertifiedCard> founders = new ArrayList<>();
            for (Path path : cards) {
                CertifiedCard card = card(surroundings, signatures, path);
                if (founders.stream().anyMatch(founder -> founder.id().equals(card.id()))) {
                    throw new CommandRefused(
                            ExitCode.REFUSED, path + " is the card of a member that was given already");
                }
                founders.add(card);
            }
            if (founders.size() < 2) {
                throw new CommandRefused(
                        ExitCode.USAGE, "A federation has two founders at least: name the card of each of them");
            }
            byte[] nonce = new byte[Hash.LENGTH_BYTES];
            random().nextBytes(nonce);
            FoundingDraft draft = new FoundingDraft(
                    new Names(nameAr, nameFr, nameEn), Hash.wrap(nonce), founders, channels(founders));
            NodeHome.writePrivate(surroundings.folder().resolve(out), draft.payload());
            surroundings
                    .out()
                    .println("Drafted. Each founder signs it: mithaq charter sign --home DIR --out FILE.sig " + out);
        }

        private List<ChannelDraft> channels(List<CertifiedCard> founders) {
            communities.keySet().stream()
                    .filter(named -> Arrays.stream(Theme.values())
                            .noneMatch(theme -> word(theme).equals(named)))
                    .findFirst()
                    .ifPresent(unknown -> {
                        throw new CommandRefused(ExitCode.USAGE, "--community: no such theme: " + unknown);
                    });
            List<ChannelDraft> channels = new ArrayList<>();
            channels.add(
                    ChannelDraft.plenary(new Names("الجلسة العامة", "Plénière", "Plenary"), ChannelRules.STANDARD));
            Map<Theme, Names> themes = new EnumMap<>(Theme.class);
            themes.put(
                    Theme.CRITICAL_INFRASTRUCTURE,
                    new Names(
                            "الهجمات على البنى التحتية الحيوية",
                            "Attaques contre les infrastructures critiques",
                            "Attacks on critical infrastructure"));
            themes.put(Theme.TERRORISM, new Names("الإرهاب", "Terrorisme", "Terrorism"));
            themes.put(Theme.ORGANISED_CRIME, new Names("الجريمة المنظمة", "Crime organisé", "Organised crime"));
            themes.put(
                    Theme.REGIONAL_HOTSPOTS,
                    new Names("بؤر التوتر الإقليمية", "Foyers régionaux", "Regional hotspots"));
            themes.forEach((theme, names) -> channels.add(
                    ChannelDraft.community(theme, names, members(theme, founders), ChannelRules.STANDARD)));
            return channels;
        }

        private Set<MemberId> members(Theme theme, List<CertifiedCard> founders) {
            String named = communities.getOrDefault(word(theme), "");
            if (named.isEmpty()) {
                return founders.stream().map(CertifiedCard::id).collect(Collectors.toSet());
            }
            Set<MemberId> members = new TreeSet<>();
            for (String card : named.split(",", -1)) {
                members.add(card(surroundings, SignatureProvider.best(), Path.of(card))
                        .id());
            }
            return members;
        }

        private static String word(Theme theme) {
            return theme.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Command(name = "sign", description = "Sign a draft with this member's offline root key.")
    static final class Sign implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Parameters(paramLabel = "DRAFT", description = "The draft.")
        private Path draft = Path.of("");

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the signature is written.")
        private Path out = Path.of("");

        Sign(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            var config = options.read(surroundings);
            SignatureProvider signatures = SignatureProvider.best();
            byte[] payload = file(surroundings, draft);
            FileKind.demand(draft, payload, FileKind.DRAFT);
            FoundingDraft read = named(draft, "draft", () -> FoundingDraft.read(signatures, payload));
            KeySeal seal = new KeySeal(config.keys(), random());
            CompositePrivateKey root = NewMember.root(new NodeHome(config.home()), seal);
            MemberId self = MemberId.of(root.publicKey());
            if (read.founders().stream().noneMatch(founder -> founder.id().equals(self))) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "This member, %s, is not among the founders that %s names: %s"
                                .formatted(
                                        self.shortForm(),
                                        draft,
                                        read.founders().stream()
                                                .map(founder -> founder.id().shortForm())
                                                .collect(Collectors.joining(", "))));
            }
            Endorsement endorsement = FoundingDraft.endorse(signatures, payload, root);
            SignedAct alone = new SignedAct(payload, List.of(endorsement));
            NodeHome.writePrivate(surroundings.folder().resolve(out), alone.encode());
            surroundings
                    .out()
                    .println("Signed the founding of “" + read.names().en() + "” by "
                            + read.founders().size() + " members.");
        }
    }

    @Command(name = "assemble", description = "Put the founders' signatures together into the founding act.")
    static final class Assemble implements Runnable {

        private final Surroundings surroundings;

        @Parameters(arity = "1..256", paramLabel = "SIGNATURE", description = "The files that `charter sign` wrote.")
        private List<Path> parts = List.of();

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the act is written.")
        private Path out = Path.of("");

        Assemble(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void run() {
            SignatureProvider signatures = SignatureProvider.best();
            List<Endorsement> endorsements = new ArrayList<>();
            byte[] payload = new byte[0];
            for (Path part : parts) {
                SignedAct act = decoded(file(surroundings, part), part);
                if (payload.length > 0 && !Arrays.equals(payload, act.payload())) {
                    throw new CommandRefused(
                            ExitCode.REFUSED,
                            "%s signs another draft than %s: all founders sign the same file"
                                    .formatted(part, parts.getFirst()));
                }
                payload = act.payload();
                endorsements.addAll(act.endorsements());
            }
            byte[] signed = payload;
            switch (named(parts.getFirst(), "draft", () -> FoundingDraft.assemble(signatures, signed, endorsements))) {
                case Assembly.Complete complete -> {
                    NodeHome.writePrivate(
                            surroundings.folder().resolve(out), complete.act().encode());
                    surroundings
                            .out()
                            .println("The founding act is whole. Each founder adopts it: mithaq charter adopt"
                                    + " --home DIR " + out);
                }
                case Assembly.Incomplete incomplete ->
                    throw new CommandRefused(
                            ExitCode.REFUSED,
                            "The act is not whole: "
                                    + incomplete.faults().stream()
                                            .map(fault -> said(fault.reason())
                                                    + " of "
                                                    + fault.member().shortForm())
                                            .collect(Collectors.joining(", ")));
            }
        }
    }

    @Command(name = "adopt", description = "Verify a founding act and put it into this node's folder.")
    static final class Adopt implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        @Parameters(paramLabel = "ACT", description = "The founding act.")
        private Path act = Path.of("");

        Adopt(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /// What `--json` shows.
        record Answer(String federation, String name, int members) {}

        @Override
        public void run() {
            NodeHome home = new NodeHome(options.read(surroundings).home());
            SignatureProvider signatures = SignatureProvider.best();
            byte[] bytes = file(surroundings, act);
            CharterState state = named(act, "founding act", () -> Charter.found(signatures, decoded(bytes, act)));
            MemberId self = CertifiedCard.parse(signatures, NodeHome.read(home.card(), "make a member first"))
                    .id();
            if (state.member(self).isEmpty()) {
                throw new CommandRefused(ExitCode.REFUSED, "This member is not among the founders of that act.");
            }
            if (Files.exists(home.ledger())
                    && Files.exists(home.foundingAct())
                    && Arrays.equals(NodeHome.read(home.foundingAct(), "mend its permissions"), bytes)) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        "The node in %s has adopted that act and run since: nothing was changed. What the members have"
                                        .formatted(home.folder())
                                + " decided after it, `mithaq charter status` shows");
            }
            if (Files.exists(home.foundingAct())
                    && !Arrays.equals(NodeHome.read(home.foundingAct(), "mend its permissions"), bytes)) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        home.foundingAct() + " is the act of another federation, which this node belongs to already;"
                                + " a node has one: make another with `mithaq node init --home DIR`");
            }
            NodeHome.writePrivate(home.foundingAct(), bytes);
            output.in(surroundings)
                    .answer(
                            new Answer(
                                    state.federation().hex(),
                                    state.names().en(),
                                    state.members().size()),
                            human -> human.good("Adopted: %s, %d members. Start the node: mithaq node run --home %s"
                                    .formatted(
                                            state.names().en(), state.members().size(), home.folder())));
        }
    }

    private static String said(EndorsementFault.Reason reason) {
        return switch (reason) {
            case MISSING -> "missing is the signature";
            case OUTSIDER -> "who is no founder has signed, by the id";
            case TWICE -> "there are two signatures";
            case OTHER_KEY -> "by another key than its root is the signature";
            case INVALID -> "invalid is the signature";
        };
    }

    private static SignedAct decoded(byte[] bytes, Path path) {
        FileKind.demand(path, bytes, FileKind.ACT);
        return named(path, "signed act", () -> SignedAct.decode(bytes));
    }
}
