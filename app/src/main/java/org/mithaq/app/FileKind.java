// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.cli.ExitCode;

/// The kinds of files that people hand to each other: who has named the wrong one learns which it is. They are told
/// apart by a word that stands in them, and nothing is proved by that: whoever reads the file afterwards decides.
enum FileKind {
    // Before the card, for a draft has the founders' cards in it.
    DRAFT("draft of a founding act", "mithaq charter draft", "\"type\":\"found\""),
    CARD("member's card", "mithaq node init", "\"application/vnd.mithaq.card.v1+json\""),
    BUNDLE("STIX bundle", "whoever reports", "\"bundle\""),
    ACT("signed act", "mithaq charter sign, and assemble,", "\0\0\0\"application/vnd.mithaq.act.v1+json"),
    INVITATION("invitation", "mithaq node invite", "\0\0\0$application/vnd.mithaq.invitation.v1"),
    EVIDENCE("evidence bundle", "mithaq evidence", "mithaq evidence bundle v"),
    MEDIUM("medium", "mithaq media write", "MITHAQ MEDIUM v1"),
    KEY("sealed key", "mithaq node init", "mithaq key file\n");

    private static final Set<FileKind> JSON = Set.of(DRAFT, CARD, BUNDLE);

    private final String text;
    private final String writer;
    private final String sign;

    FileKind(String text, String writer, String sign) {
        this.text = text;
        this.writer = writer;
        this.sign = sign;
    }

    /// What it is called.
    String text() {
        return text;
    }

    /// What a file seems to be; empty where it is like none of them.
    static Optional<FileKind> of(byte[] file) {
        // A character for each byte, whatever it is.
        String content = new String(file, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(kind -> kind.isLike(content)).findFirst();
    }

    /// The members of a JSON object may stand in any order.
    private boolean isLike(String content) {
        return JSON.contains(this)
                ? content.stripLeading().startsWith("{") && content.contains(sign)
                : content.startsWith(sign);
    }

    /// Refuses a file that seems to be of another kind than `wanted`. One that is like none is left to its reader.
    ///
    /// @param path as its user has named it
    static void demand(Path path, byte[] file, FileKind wanted) {
        of(file).filter(found -> found != wanted).ifPresent(found -> {
            throw new CommandRefused(
                    ExitCode.REFUSED,
                    "%s is %s, and no %s, which %s writes"
                            .formatted(path, article(found.text), wanted.text, wanted.writer));
        });
    }

    private static String article(String noun) {
        return ("aei".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
    }
}
