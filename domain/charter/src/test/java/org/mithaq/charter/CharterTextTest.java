// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds `docs/protocol/02-charter.md` and [CharterClause] to each other.
class CharterTextTest {

    private static final Pattern CLAUSE = Pattern.compile("\\*\\*(Charter \\d+\\.\\d+)\\*\\* (.+)", Pattern.DOTALL);

    private static final Pattern PARAGRAPHS = Pattern.compile("\n\n");

    private static String text() throws IOException {
        return Files.readString(
                Path.of(System.getProperty("mithaq.root", "../..")).resolve("docs/protocol/02-charter.md"));
    }

    @Test
    void text_and_code_have_the_same_clauses_in_the_same_order_and_words() throws IOException {
        SequencedMap<String, String> written = new LinkedHashMap<>();
        for (String paragraph : PARAGRAPHS.splitAsStream(text()).toList()) {
            Matcher clause = CLAUSE.matcher(paragraph.strip());
            if (clause.matches()) {
                String sentence = clause.group(2).replaceAll("\\s+", " ");
                assertThat(written.put(clause.group(1), sentence))
                        .as(clause.group(1))
                        .isNull();
            }
        }
        SequencedMap<String, String> coded = new LinkedHashMap<>();
        Arrays.stream(CharterClause.values()).forEach(clause -> coded.put(clause.id(), clause.sentence()));

        assertThat(written.entrySet())
                .extracting(Map.Entry::toString)
                .containsExactlyElementsOf(
                        coded.entrySet().stream().map(Map.Entry::toString).toList());
    }

    @Test
    void every_clause_demands_something_in_one_sentence() {
        assertThat(CharterClause.values())
                .allSatisfy(clause -> assertThat(clause.sentence())
                        .containsPattern("MUST|SHOULD|may")
                        .endsWith(".")
                        .doesNotContain("\n"));
    }

    @Test
    void the_text_names_the_limits_that_the_code_keeps() throws IOException {
        assertThat(text().replaceAll("\\s+", " "))
                .contains(String.format(Locale.ROOT, "%,d bytes", CertifiedCard.CARD_BYTES_MAX))
                .contains(String.format(Locale.ROOT, "%,d bytes", CertifiedCard.ENVELOPE_BYTES_MAX))
                .contains(String.format(Locale.ROOT, "%,d bytes", Act.PAYLOAD_BYTES_MAX))
                .contains("0 to " + SignedAct.ENDORSEMENTS_MAX + " endorsements")
                .contains(FoundingDraft.FOUNDERS_MIN + " to " + FoundingDraft.FOUNDERS_MAX + " founders")
                .contains("1 to " + FoundingDraft.CHANNELS_MAX + " channels")
                .contains(String.format(Locale.ROOT, "0 to %,d", ChannelRules.HISTORY_DAYS_MAX))
                .contains(String.format(Locale.ROOT, "1 to %,d", ChannelRules.RECALL_HOURS_MAX));
    }
}
