// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.file.Path;
import java.util.List;
import org.mithaq.app.cli.OutputOption;
import org.mithaq.app.cli.Surroundings;
import org.mithaq.app.home.NodeHome;
import org.mithaq.app.join.SpokenLanguage;
import org.mithaq.app.join.SpokenWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The fingerprint of a file as words, to be read out by telephone.
@Command(name = "words", description = "Show the words of a card or an invitation, to be read out by telephone.")
final class NodeWords implements Runnable {

    private final Surroundings surroundings;

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "FILE", description = "The card.json, or the invitation.")
    private Path file = Path.of("");

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "ar, fr or en (default: en).")
    private SpokenLanguage language = SpokenLanguage.EN;

    NodeWords(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What `--json` shows.
    record Answer(String language, List<String> words) {}

    @Override
    public void run() {
        List<String> words = SpokenWords.of(NodeHome.given(surroundings.folder().resolve(file)), language);
        output.in(surroundings)
                .answer(new Answer(language.code(), words), human -> human.line(String.join(" ", words)));
    }
}
