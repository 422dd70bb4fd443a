// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.time.Instant;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.config.NodeConfig;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterRejected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Gives this member's card a later end, by its offline root and without a vote (Charter 9). The keys stay.
@Command(
        name = "renew",
        description = "Give this member's card a later end: sign it anew with the offline root, and tell the members."
                + " The keys stay; `mithaq keys rotate` replaces them.")
final class NodeRenew implements Runnable {

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    NodeRenew(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String member, int serial, String notAfter) {}

    @Override
    public void run() {
        NodeConfig config = options.read(surroundings);
        try (ControlClient node = ControlClient.of(new NodeHome(config.home()))) {
            RootAct root = RootAct.of(config, node);
            CertifiedCard card =
                    root.next(RootAct.Changed.nothing(root.previous().card()), Instant.now());
            node.post(
                    "/charter/rotate",
                    RootAct.body(root.act(
                            card,
                            Set.of(),
                            NewMember.keyring(root.home(), root.seal())
                                    .signing()
                                    .key(),
                            node.get("/charter/log"))));
            NodeHome.writePrivate(root.home().card(), card.toJson());
            String until = card.card().validity().notAfter().toString();
            output.in(surroundings)
                    .answer(
                            new Answer(card.id().hex(), card.card().serial(), until),
                            human -> human.good("Card %d of this member holds until %s; the members are told."
                                    .formatted(card.card().serial(), until)));
        } catch (CharterRejected rejected) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(rejected.getMessage()), rejected);
        }
    }
}
