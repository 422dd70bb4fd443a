// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.NodeHome;
import org.mithaq.node.Starting;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.SqliteLedger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Says of a stopped node that it was put back from a copy, and that no other copy of it runs.
@Command(
        name = "recover",
        description = "Say that this stopped node was put back from a copy, and that no other copy of it runs: at its"
                + " next start it gets back from the other members what its log lacks, and goes on.")
final class NodeRecover implements Runnable {

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    NodeRecover(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(boolean noted, String home) {}

    @Override
    public void run() {
        NodeHome home = new NodeHome(options.read(surroundings).home());
        NodeHome.read(home.card(), "make a member first: mithaq node init");
        try (SqliteLedger ledger = SqliteLedger.open(home.ledger())) {
            ledger.write(Starting::notePutBack);
        } catch (StorageFailed failed) {
            throw new CommandRefused(ExitCode.REFUSED, String.valueOf(failed.getMessage()), failed);
        }
        output.in(surroundings)
                .answer(
                        new Answer(true, home.folder().toString()),
                        human -> human.line("At its next start this node asks the other members for what it lacks:"
                                + " mithaq node run --home " + home.folder()));
    }
}
