// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.control.ControlClient;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.join.SpokenLanguage;
import org.mithaq.app.join.SpokenWords;
import org.mithaq.app.join.WordsRefused;
import org.mithaq.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Invites whoever made a card to join the federation.
@Command(name = "invite", description = "Invite the owner of a card to join: writes an invitation file for it.")
final class NodeInvite implements Runnable {

    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "CARD", description = "The card.json of whoever is to join.")
    private Path card = Path.of("");

    @Option(
            names = "--words",
            required = true,
            paramLabel = "WORDS",
            description = "The words of the card, as its owner reads them out: mithaq node words card.json")
    private String words = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the invitation is written.")
    private Path out = Path.of("");

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "A community that it would join, beside the plenary; may be repeated.")
    private List<String> channels = List.of();

    @Option(names = "--days", paramLabel = "DAYS", description = "How long the invitation holds, 1 to 90 (default: 7).")
    private int days = 7;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "ar, fr or en: of the words (default: en).")
    private SpokenLanguage language = SpokenLanguage.EN;

    NodeInvite(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String invitation, String until, String language, List<String> words) {}

    @Override
    public void run() {
        byte[] bytes = NodeHome.given(surroundings.folder().resolve(card));
        FileKind.demand(card, bytes, FileKind.CARD);
        try {
            SpokenWords.check(bytes, words);
        } catch (WordsRefused refused) {
            throw new CommandRefused(ExitCode.REFUSED, "%s: %s".formatted(card, refused.getMessage()), refused);
        }
        try (ControlClient node =
                ControlClient.of(new NodeHome(options.read(surroundings).home()))) {
            JsonObject answer = node.post(
                    "/charter/invite",
                    JsonObject.builder()
                            .put("card", Base64.getEncoder().encodeToString(bytes))
                            .put("channels", channels)
                            .put("days", days)
                            .build());
            byte[] invitation =
                    Base64.getDecoder().decode(answer.string("invitation").orElse(""));
            NodeHome.writePrivate(surroundings.folder().resolve(out), invitation);
            String until = answer.string("until").orElse("");
            List<String> spoken = SpokenWords.of(invitation, language);
            output.in(surroundings).answer(new Answer(out.toString(), until, language.code(), spoken), human -> {
                human.good("Invited until %s. Send %s, and read these words out by telephone:".formatted(until, out));
                human.line(String.join(" ", spoken));
                human.faint("Whoever holds it joins with: mithaq node join %s --words \"…\"".formatted(out));
            });
        }
    }
}
