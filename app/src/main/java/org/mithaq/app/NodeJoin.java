// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.join.Admission;
import org.mithaq.app.join.Invitation;
import org.mithaq.app.join.JoinRefused;
import org.mithaq.app.join.SpokenWords;
import org.mithaq.app.join.WordsRefused;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.http.PeerClient;
import org.mithaq.http.PeerClients;
import org.mithaq.http.PeerUnreachable;
import org.mithaq.http.Pin;
import org.mithaq.node.Core;
import org.mithaq.store.SqliteLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Joins a federation by an invitation: signs the act of admission with the offline root, hands it over, and waits for
/// the members' votes.
@Command(
        name = "join",
        description =
                "Join a federation by an invitation: sign with the offline root, and wait for the members' votes.")
final class NodeJoin implements Runnable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "INVITATION", description = "The file that `mithaq node invite` wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--words",
            required = true,
            paramLabel = "WORDS",
            description = "The words of the invitation, as whoever invites reads them out.")
    private String words = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the votes (default: 600); the same command goes on later.")
    private int waitSeconds = 600;

    NodeJoin(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String federation, String name, int epoch, int members) {}

    @Override
    public void run() {
        NodeConfig config = options.read(surroundings);
        NodeHome home = new NodeHome(config.home());
        if (Files.exists(home.foundingAct())) {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "The node in %s belongs to a federation already; make another with `mithaq node init --home DIR`"
                            .formatted(home.folder()));
        }
        SignatureProvider signatures = SignatureProvider.best();
        try {
            CertifiedCard card = CertifiedCard.parse(
                    signatures, NodeHome.read(home.card(), "make a member first: mithaq node init"));
            Invitation invitation = invitation();
            Admission admission = new Admission(signatures, card, invitation);
            KeySeal seal = new KeySeal(config.keys(), new SecureRandom());
            try (PeerClients clients =
                            new PeerClients(NewMember.keyring(home, seal).tls(), alarm -> {});
                    PeerClient client = clients.open(
                            invitation.endpoint().host(),
                            invitation.endpoint().port(),
                            new Pin(invitation.pin().hex()),
                            "join")) {
                join(admission, client, home, seal);
            }
            keep(home, admission.acts());
            answer(admission, home);
        } catch (JoinRefused | WordsRefused | CharterRejected refused) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(refused.getMessage()), refused);
        } catch (MalformedEncoding malformed) {
            throw new CommandRefused(
                    ExitCode.REFUSED, file + " is no invitation: " + malformed.getMessage(), malformed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CommandRefused(ExitCode.REFUSED, "Stopped before the members had decided", stopped);
        }
    }

    /// The words first: what is in another file than the one that was read out is nobody's word.
    private Invitation invitation() {
        byte[] bytes = NodeHome.given(surroundings.folder().resolve(file));
        FileKind.demand(file, bytes, FileKind.INVITATION);
        SpokenWords.check(bytes, words);
        Invitation invitation = Invitation.parse(bytes);
        Instant until = Core.instant(invitation.untilMicros());
        if (Instant.now().isAfter(until)) {
            throw new CommandRefused(
                    ExitCode.REFUSED, "This invitation is stale: it held until " + until + ". Ask for a new one");
        }
        return invitation;
    }

    private void join(Admission admission, PeerClient client, NodeHome home, KeySeal seal) throws InterruptedException {
        Output said = output.in(surroundings);
        long dueNanos = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        List<SignedAct> proposed = List.of();
        boolean handedOver = false;
        while (true) {
            String why = "the members have not voted yet";
            try {
                admission.ask(client, handedOver ? List.of() : proposed);
                if (admission.isAdmitted()) {
                    return;
                }
                if (proposed.isEmpty()) {
                    proposed = List.of(admission.endorsed(NewMember.root(home, seal)));
                    continue;
                }
                if (!handedOver) {
                    handedOver = true;
                    said.progress("Handed over. The members vote now: mithaq charter status, mithaq charter vote");
                }
            } catch (PeerUnreachable unreachable) {
                why = "the inviting node does not answer, or lets nobody in with this node's key: "
                        + unreachable.getMessage();
            }
            if (System.nanoTime() > dueNanos) {
                throw new CommandRefused(
                        ExitCode.UNREACHABLE,
                        "Not admitted within %d seconds: %s. The same command goes on later"
                                .formatted(waitSeconds, why));
            }
            Thread.sleep(PAUSE);
        }
    }

    private static void keep(NodeHome home, List<CharterEntry> acts) {
        try {
            NodeHome.makePrivate(home.ledger().resolveSibling(""));
        } catch (IOException failed) {
            throw new CommandRefused(ExitCode.REFUSED, NodeHome.said(failed), failed);
        }
        try (SqliteLedger ledger = SqliteLedger.open(home.ledger())) {
            ledger.write(tables -> {
                if (tables.registry().acts().isEmpty()) {
                    acts.forEach(act -> tables.registry().addAct(act.encode()));
                }
            });
        }
        // Last: it is what says that this node belongs to a federation.
        NodeHome.writePrivate(home.foundingAct(), acts.getFirst().encode());
    }

    private void answer(Admission admission, NodeHome home) {
        output.in(surroundings)
                .answer(
                        new Answer(
                                admission.state().federation().hex(),
                                admission.state().names().en(),
                                admission.state().epoch(),
                                admission.state().members().size()),
                        human -> human.good("Admitted: %s, %d members. Start the node: mithaq node run --home %s"
                                .formatted(
                                        admission.state().names().en(),
                                        admission.state().members().size(),
                                        home.folder())));
    }
}
