// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Files;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.run.NodeRuntime;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.CharterState;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.port.StorageFailed;
import org.mithaq.store.SqliteLedger;
import org.mithaq.tiles.LogFsck;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Looks after a node's transparency log.
@Command(name = "log", description = "Look after this node's transparency log.")
final class LogCommand {

    private LogCommand() {}

    static CommandLine in(Surroundings surroundings) {
        return new CommandLine(new LogCommand()).addSubcommand(new Fsck(surroundings));
    }

    @Command(
            name = "fsck",
            description = "Check a stopped node's log: its tree, what others have cosigned, and the record of every"
                    + " dispatch and receipt.")
    static final class Fsck implements Runnable {

        private final Surroundings surroundings;

        @Mixin
        private ConfigOptions options = new ConfigOptions();

        @Mixin
        private OutputOption output = new OutputOption();

        Fsck(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        /// What `--json` shows.
        record Answer(boolean whole, String origin, long records, String root, List<LogFsck.Fault> faults) {}

        @Override
        public void run() {
            NodeHome home = new NodeHome(options.read(surroundings).home());
            if (!Files.exists(home.ledger())) {
                throw new CommandRefused(
                        ExitCode.CONFIGURATION, "There is no log in " + home.folder() + ": no node has run there yet.");
            }
            SignatureProvider signatures = SignatureProvider.best();
            var self = CertifiedCard.parse(signatures, NodeHome.read(home.card(), "make a member first"))
                    .id();
            LogFsck.Report report;
            try (SqliteLedger ledger = SqliteLedger.open(home.ledger())) {
                CharterState charter =
                        NodeRuntime.charter(home, ledger, signatures).now();
                report = new LogFsck(signatures, charter, self).check(ledger);
            } catch (StorageFailed failed) {
                throw new CommandRefused(
                        ExitCode.REFUSED,
                        Files.exists(home.control())
                                ? "The node in %s is running, and its log is checked while it stands still: stop it"
                                        .formatted(home.folder())
                                : String.valueOf(failed.getMessage()),
                        failed);
            }
            boolean whole = report.faults().isEmpty();
            Answer answer = new Answer(
                    whole, report.origin(), report.records(), report.root().hex(), report.faults());
            output.in(surroundings).answer(answer, human -> {
                human.line("log %s: %s, root %s"
                        .formatted(answer.origin(), Answers.counted(answer.records(), "record"), answer.root()));
                if (whole) {
                    human.good("whole");
                }
                answer.faults().forEach(fault -> {
                    human.bad(fault.sentence());
                    human.line("    " + fault.action());
                });
            });
            if (!whole) {
                throw new CommandRefused(ExitCode.REFUSED, "The log is not whole.");
            }
        }
    }
}
