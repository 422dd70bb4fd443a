// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.Output;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CharterRejected;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.exchange.ContentRejected;
import org.mithaq.exchange.DoorRejected;
import org.mithaq.exchange.EvidenceBundle;
import org.mithaq.node.Core;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Verifies an evidence bundle offline: nothing is asked of anybody.
@Command(
        name = "verify",
        description = "Verify an evidence bundle offline: who wrote an object, when, on what terms, and who has seen"
                + " it in the log.")
final class VerifyCommand implements Runnable {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "BUNDLE", description = "The file.")
    private Path bundle = Path.of("");

    @Mixin
    private OutputOption output = new OutputOption();

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(
            String federation,
            String originator,
            String originatorName,
            String writtenAt,
            boolean exercise,
            String onward,
            String log,
            long logIndex,
            long logSize,
            int witnesses,
            int quorum,
            boolean witnessed,
            boolean toleratesLiar,
            List<String> weaknesses) {}

    @Override
    public void run() {
        byte[] file = NodeHome.given(surroundings.folder().resolve(bundle));
        FileKind.demand(bundle, file, FileKind.EVIDENCE);
        Answer answer = answer(verified(file));
        output.in(surroundings).answer(answer, human -> {
            if (answer.weaknesses().isEmpty()) {
                human.good("It verifies.");
            } else {
                human.bad("It verifies, with a weakness: " + String.join("; ", answer.weaknesses()) + ".");
            }
            human.line("written by " + Output.Human.isolated(answer.originatorName()) + " (" + answer.originator()
                    + ") at " + answer.writtenAt());
            human.line("in federation " + answer.federation() + ": compare this with the id that you know");
            human.line("record %d of log %s, of %s; %s, a quorum is %d"
                    .formatted(
                            answer.logIndex(),
                            answer.log(),
                            Answers.counted(answer.logSize(), "record"),
                            answer.witnesses() == 1 ? "1 witness" : answer.witnesses() + " witnesses",
                            answer.quorum()));
            human.line("passing on: " + answer.onward() + (answer.exercise() ? "; this is an EXERCISE" : ""));
        });
    }

    private static EvidenceBundle.Report verified(byte[] file) {
        try {
            return EvidenceBundle.verify(SignatureProvider.best(), file);
        } catch (MalformedEncoding | CharterRejected | ContentRejected | DoorRejected rejected) {
            throw new CommandRefused(ExitCode.REFUSED, "It does not verify: " + rejected.getMessage(), rejected);
        }
    }

    private static Answer answer(EvidenceBundle.Report report) {
        return new Answer(
                report.federation().hex(),
                report.originator().hex(),
                report.originatorNames().en(),
                Core.instant(report.header().timeMicros()).toString(),
                report.header().exercise(),
                report.leaf().terms().onward().name().toLowerCase(Locale.ROOT),
                report.log().origin(),
                report.log().index(),
                report.log().size(),
                report.witnesses().size(),
                report.quorum(),
                report.witnessed(),
                report.toleratesLiar(),
                weaknesses(report));
    }

    /// What somebody who trusts the proof should know.
    private static List<String> weaknesses(EvidenceBundle.Report report) {
        List<String> weaknesses = new ArrayList<>();
        if (!report.witnessed()) {
            weaknesses.add(
                    "too few members have cosigned this state of the log, so that it could be shown to you alone");
        }
        if (!report.toleratesLiar()) {
            weaknesses.add("the federation is so small that one lying witness is enough to deceive");
        }
        return weaknesses;
    }
}
