// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

/// Holds `docs/protocol` and the code to each other.
class ProtocolTextTest {

    private static final Path ROOT = Path.of(System.getProperty("mithaq.root", "../.."));
    private static final Pattern CLAUSE = Pattern.compile("\\*\\*([A-Z][A-Za-z-]+ \\d+)\\*\\* (.+)", Pattern.DOTALL);
    private static final Pattern PARAGRAPHS = Pattern.compile("\n\n+");
    private static final List<String> PARTS = List.of(
            "00-overview",
            "01-encoding",
            "03-dispatches",
            "04-receipts",
            "05-log",
            "06-delivery",
            "07-recall",
            "08-relay",
            "09-bilateral",
            "10-media");

    private static String text(String part) throws IOException {
        return Files.readString(ROOT.resolve("docs/protocol/" + part + ".md"));
    }

    private static Map<String, String> writtenClauses() throws IOException {
        Map<String, String> written = new LinkedHashMap<>();
        for (String part : PARTS) {
            for (String paragraph : PARAGRAPHS.splitAsStream(text(part)).toList()) {
                Matcher clause = CLAUSE.matcher(paragraph.strip());
                if (clause.matches()) {
                    String sentence = clause.group(2).replaceAll("\\s+", " ");
                    assertThat(written.put(clause.group(1), sentence))
                            .as(clause.group(1) + " a second time")
                            .isNull();
                }
            }
        }
        return written;
    }

    /// Rows of all tables of a part whose first line starts with `head`, without head and rule.
    private static List<List<String>> rows(String part, String head) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String paragraph : PARAGRAPHS.splitAsStream(text(part)).toList()) {
            if (paragraph.strip().startsWith(head)) {
                paragraph
                        .strip()
                        .lines()
                        .skip(2)
                        .map(line -> Arrays.stream(
                                        line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                                .map(String::strip)
                                .toList())
                        .forEach(rows::add);
            }
        }
        assertThat(rows).as(head).isNotEmpty();
        return rows;
    }

    private static List<String> strings(Class<?> constants) throws IllegalAccessException {
        List<String> strings = new ArrayList<>();
        for (Field field : constants.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                strings.add(String.valueOf(field.get(null)));
            }
        }
        return strings;
    }

    private static String quoted(String cell) {
        assertThat(cell).startsWith("`").endsWith("`");
        return cell.substring(1, cell.length() - 1);
    }

    @Test
    void every_clause_that_a_refusal_can_name_stands_once_in_the_text_with_its_sentence() throws IOException {
        Map<String, String> written = writtenClauses();
        for (Clause clause : Clause.values()) {
            String sentence = clause.sentence().substring(0, 1).toUpperCase(Locale.ROOT)
                    + clause.sentence().substring(1) + ".";
            assertThat(written).containsEntry(clause.id(), sentence);
        }
    }

    @Test
    void every_clause_demands_something_and_their_numbers_have_no_gap() throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        writtenClauses().forEach((id, sentence) -> {
            assertThat(sentence).as(id).containsPattern("MUST|SHOULD|may|asks").endsWith(".");
            counts.merge(id.substring(0, id.indexOf(' ')), 1, Integer::sum);
        });
        Map<String, String> written = writtenClauses();
        counts.forEach((family, count) -> {
            for (int number = 1; number <= count; number++) {
                assertThat(written).containsKey(family + " " + number);
            }
        });
    }

    @Test
    void the_labels_of_the_text_are_those_of_the_code() throws IOException, IllegalAccessException {
        List<String> expected = new ArrayList<>(strings(Labels.class));
        expected.addAll(
                List.of("mithaq/member/v1", "mithaq/channel/v1", "mithaq/charter-state/v1", "mithaq/charter-item/v1"));
        assertThat(rows("01-encoding", "| label "))
                .extracting(row -> quoted(row.getFirst()))
                .containsExactlyElementsOf(expected)
                .doesNotHaveDuplicates();
    }

    @Test
    void the_payload_types_of_the_text_are_those_of_the_code() throws IOException, IllegalAccessException {
        List<String> expected = new ArrayList<>(strings(PayloadTypes.class));
        assertThat(expected).containsExactlyElementsOf(PayloadTypesTest.ALL);
        expected.add(org.mithaq.charter.CertifiedCard.PAYLOAD_TYPE);
        expected.add("application/vnd.mithaq.act.v1+json");
        expected.add(org.mithaq.charter.Vote.PAYLOAD_TYPE);
        assertThat(rows("01-encoding", "| payload type "))
                .extracting(row -> quoted(row.getFirst()))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void the_suites_of_the_text_are_those_of_the_code() throws IOException {
        assertThat(rows("01-encoding", "| suite "))
                .extracting(List::getFirst)
                .containsExactlyElementsOf(Arrays.stream(Suite.values())
                        .map(suite -> Integer.toString(suite.number()))
                        .toList());
    }

    @Test
    void the_limits_of_the_text_are_those_of_the_code() throws IOException {
        Map<String, Number> limits = new LinkedHashMap<>();
        limits.put("depth of the object tree and the order tree", Limits.TREE_DEPTH);
        limits.put("positions in either tree", Limits.LEAVES_MAX);
        limits.put("bytes of one leaf's content", Limits.LEAF_BYTES_MAX);
        limits.put("bytes of a sealed plaintext with its padding", Limits.PLAINTEXT_BYTES_MAX);
        limits.put("bytes of a ciphertext", Limits.CIPHERTEXT_BYTES_MAX);
        limits.put("bytes of a manifest", Limits.MANIFEST_BYTES_MAX);
        limits.put("recipients of one dispatch", Limits.RECIPIENTS_MAX);
        limits.put("a number in a line", Limits.SEQUENCE_MAX);
        limits.put("bytes of a stanza", Limits.STANZA_BYTES);
        limits.put("bytes of a composite signature", Limits.SIGNATURE_BYTES_MAX);
        limits.put("bytes of a reason", Limits.REASON_BYTES_MAX);
        limits.put("bytes of a clause's number", Limits.CLAUSE_BYTES_MAX);
        limits.put("bytes of a channel's name, a duty role, a person's opaque id", Limits.NAME_BYTES_MAX);
        limits.put("bytes of a checkpoint with its cosignatures", Limits.CHECKPOINT_BYTES_MAX);
        limits.put("bytes of a checkpoint's text", Limits.CHECKPOINT_TEXT_BYTES_MAX);
        limits.put("bytes of a checkpoint in a contact statement", ContactStatement.CHECKPOINT_BYTES_MAX);
        limits.put("bytes of a header", Header.LENGTH_BYTES);
        limits.put("bytes of a delivery", Delivery.BYTES_MAX);
        limits.put("bytes of a relayed object", RelayedObject.BYTES_MAX);
        limits.put("bytes of an evidence bundle", EvidenceBundle.BYTES_MAX);
        limits.put("bytes of a receipt", Receipt.BYTES_MAX);
        limits.put("bytes of a door refusal", DoorRefusal.BYTES_MAX);
        limits.put("bytes of a contact statement", ContactStatement.BYTES_MAX);
        limits.put("bytes of a stream opening", StreamOpening.BYTES_MAX);
        limits.put("bytes of a media statement", MediaStatement.BYTES_MAX);
        limits.put("bytes of a greeting", Greeting.BYTES_MAX);
        limits.put("bytes of answers", Answers.BYTES_MAX);
        limits.put("bytes of parcels", Parcels.BYTES_MAX);
        limits.put("bytes of a pull request", PullRequest.BYTES_MAX);
        limits.put("bytes of a ciphertext in one piece", Piece.PART_BYTES_MAX);
        limits.put("bytes of a piece", Piece.BYTES_MAX);
        limits.put("bytes of a pieced delivery", PiecedDelivery.BYTES_MAX);
        limits.put("bytes of a message that is carried, and of its answer", Carriage.BODY_BYTES_MAX);
        limits.put("deliveries in one pull", PullRequest.Deliveries.COUNT_MAX);
        limits.put("recalls of one originator whose dispatches have not come", Limits.RECALLS_AHEAD_MAX);
        limits.put("dispatches in one pull of evidence", PullRequest.Evidence.COUNT_MAX);
        limits.put("receipts in one pull of their evidence", PullRequest.Receipts.COUNT_MAX);
        limits.put("records in one pull", PullRequest.Records.COUNT_MAX);
        List<String> expected = limits.entrySet().stream()
                .map(limit -> limit.getKey() + ": " + String.format(Locale.ROOT, "%,d", limit.getValue()))
                .toList();
        assertThat(rows("01-encoding", "| limit "))
                .extracting(row -> row.get(0) + ": " + row.get(1))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void the_header_s_table_gives_the_place_of_every_field() throws IOException {
        Header header = (Header) Messages.kinds().getFirst().drawn(Seeds.of(9));
        Map<String, byte[]> fields = new LinkedHashMap<>();
        fields.put("version, 1", new byte[] {1});
        fields.put("suite", new byte[] {0, 1});
        fields.put("federation", header.federation().hash().bytes());
        fields.put("charter epoch", new CanonicalWriter().u64(header.epoch()).toByteArray());
        fields.put("charter state hash", header.stateHash().bytes());
        fields.put("sender", header.sender().hash().bytes());
        fields.put(
                "epoch of the sender's signing key",
                new CanonicalWriter().u32(header.signingEpoch()).toByteArray());
        fields.put("id, random", header.id().value().bytes());
        fields.put("time", new CanonicalWriter().u64(header.timeMicros()).toByteArray());
        fields.put("exercise", new CanonicalWriter().flag(header.exercise()).toByteArray());
        fields.put("object root", header.objectRoot().bytes());
        fields.put("manifest hash", header.manifestHash().bytes());
        fields.put("delivery hash", header.deliveryHash().bytes());
        byte[] bytes = header.toBytes();
        int end = 0;
        List<String> named = new ArrayList<>();
        for (List<String> row : rows("03-dispatches", "| offset ")) {
            int offset = Integer.parseInt(row.get(0));
            int length = Integer.parseInt(row.get(1));
            assertThat(offset).isEqualTo(end);
            assertThat(Arrays.copyOfRange(bytes, offset, offset + length))
                    .as(row.get(2))
                    .isEqualTo(fields.get(row.get(2)));
            named.add(row.get(2));
            end = offset + length;
        }
        assertThat(end).isEqualTo(Header.LENGTH_BYTES);
        assertThat(named).containsExactlyElementsOf(fields.keySet());
    }

    @Test
    void the_padding_table_and_the_status_table_are_those_of_the_code() throws IOException {
        for (List<String> row : rows("03-dispatches", "| n ")) {
            assertThat(Padding.paddedBytes(number(row.get(0)))).isEqualTo(number(row.get(1)));
        }
        assertThat(rows("04-receipts", "| status "))
                .extracting(row -> row.get(0) + " " + row.get(2))
                .containsExactlyElementsOf(Arrays.stream(Receipt.Status.values())
                        .map(status -> status.number() + (status.frees() ? " yes" : " no"))
                        .toList());
    }

    private static int number(String cell) {
        return Integer.parseInt(cell.replace(",", ""));
    }

    @Test
    void entries_and_records_have_the_lengths_that_the_text_gives() throws IOException {
        Dispatched dispatched = Dispatched.standard();
        OrderProof proof = dispatched.order(1);
        CanonicalWriter entry = new CanonicalWriter();
        proof.entry().write(entry);
        assertThat(text("03-dispatches"))
                .contains("delivery record, %d bytes"
                        .formatted(dispatched.numbered().record().toBytes().length))
                .contains("order entry, %d bytes".formatted(entry.length()));
        assertThat(text("06-delivery")).contains("order proof | %d bytes".formatted(proof.toBytes().length));
    }

    @Test
    void every_clause_that_the_checks_raise_is_raised_by_a_test() throws IOException {
        StringBuilder tests = new StringBuilder();
        Path module = ROOT.resolve("domain/exchange/src");
        for (String name : List.of("AdmissionTest", "OpeningTest", "LogCheckTest", "RelayCheckTest")) {
            tests.append(Files.readString(module.resolve("test/java/org/mithaq/exchange/" + name + ".java")));
        }
        Pattern constant = Pattern.compile("Clause\\.[A-Z_]+\\b");
        for (String name : List.of("Door", "LogCheck", "RelayCheck")) {
            Matcher raised = constant.matcher(
                    Files.readString(module.resolve("main/java/org/mithaq/exchange/" + name + ".java")));
            while (raised.find()) {
                assertThat(tests.toString()).contains(raised.group());
            }
        }
    }

    @Test
    void the_content_context_and_the_stanza_info_are_laid_out_as_the_text_says() {
        Header header = Dispatched.standard().numbered().header();
        byte[] suite = {0, 1};
        byte[] federation = header.federation().hash().bytes();
        byte[] sender = header.sender().hash().bytes();
        byte[] id = header.id().value().bytes();
        assertThat(Hash.of(Sealer.contentContext(header.federation(), header.sender(), header.id())))
                .isEqualTo(Hash.of(suite, federation, sender, id));
        assertThat(Hash.of(Sealer.stanzaInfo(header.federation(), header.sender(), Federation.id(2), header.id(), 5)))
                .isEqualTo(Hash.of(
                        federation, suite, sender, Federation.id(2).hash().bytes(), id, new byte[] {0, 0, 0, 5}));
    }
}
