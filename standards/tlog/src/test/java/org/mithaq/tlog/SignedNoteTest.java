// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.testkit.Mutations;
import org.mithaq.testkit.Seeds;

class SignedNoteTest {

    /// Printed in C2SP signed-note, Verifier keys, Example.
    private static final String EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String EXAMPLE_NOTE = """
            This is an example message.

            — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi\
            2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    /// Printed in C2SP signed-note, with an empty line in its text; its key is not.
    private static final String QUASIMODO_NOTE = """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGI\
            TLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
            """;

    private static final String SIGNATURE = "— k AAAAAQI=\n";

    @Test
    void the_example_of_the_document_verifies() {
        SignedNote note = SignedNote.parse(utf8(EXAMPLE_NOTE));
        VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);
        assertThat(note.verify(TestKeys.PROVIDER, List.of(key))).singleElement().satisfies(verified -> {
            assertThat(verified.key()).isEqualTo(key);
            assertThat(verified.statesTime()).isFalse();
        });
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.encode()).isEqualTo(utf8(EXAMPLE_NOTE));
    }

    @Test
    void the_text_may_have_empty_lines_and_ends_at_the_last_one() {
        SignedNote note = SignedNote.parse(utf8(QUASIMODO_NOTE));
        assertThat(note.text()).endsWith(":\n\ned è subito sera.\n");
        assertThat(note.signatures()).singleElement().satisfies(signature -> {
            assertThat(signature.name()).isEqualTo("quasimodo.example/salvatore");
            assertThat(signature.keyId()).isEqualTo(0x367ba04b);
        });
        assertThat(note.encode()).isEqualTo(utf8(QUASIMODO_NOTE));
    }

    @Test
    void a_changed_text_under_a_known_key_rejects_the_note() {
        SignedNote note = SignedNote.parse(utf8(EXAMPLE_NOTE.replace("an example", "another")));
        assertRejected(note, List.of(VerifierKey.parse(EXAMPLE_KEY)), NoteRejected.Reason.BAD_SIGNATURE);
    }

    @Test
    void one_bad_signature_of_a_known_key_rejects_the_note_whatever_else_is_there() {
        NoteSignature good = TestKeys.LOG.sign("text\n");
        NoteSignature bad = TestKeys.OTHER_KEY.sign("other text\n");
        List<VerifierKey> keys = List.of(TestKeys.LOG.verifierKey(), TestKeys.OTHER_KEY.verifierKey());
        assertRejected(new SignedNote("text\n", List.of(good, bad)), keys, NoteRejected.Reason.BAD_SIGNATURE);
        NoteSignature cut = new NoteSignature(good.name(), good.keyId(), new byte[1]);
        assertRejected(new SignedNote("text\n", List.of(good, cut)), keys, NoteRejected.Reason.BAD_SIGNATURE);
    }

    @Test
    void signatures_of_unknown_keys_are_ignored_even_when_they_share_name_or_id() {
        NoteSignature good = TestKeys.LOG.sign("text\n");
        NoteSignature sameName = new NoteSignature(good.name(), good.keyId() + 1, new byte[64]);
        NoteSignature sameId = new NoteSignature("other.example", good.keyId(), new byte[64]);
        SignedNote note = new SignedNote("text\n", List.of(sameName, sameId, good));
        assertThat(note.verify(TestKeys.PROVIDER, TestKeys.LOG_KEYS))
                .extracting(VerifiedSignature::signature)
                .containsExactly(good);
        SignedNote unknown = new SignedNote("text\n", List.of(sameName, sameId));
        assertRejected(unknown, TestKeys.LOG_KEYS, NoteRejected.Reason.NO_KNOWN_SIGNATURE);
        assertRejected(note, List.of(), NoteRejected.Reason.NO_KNOWN_SIGNATURE);
    }

    @Test
    void a_thousand_and_twenty_four_signatures_are_read_and_no_more() {
        int most = SignedNote.SIGNATURES_MAX;
        assertThat(most).isEqualTo(1_024);
        assertThat(SignedNote.parse(utf8("t\n\n" + SIGNATURE.repeat(most))).signatures())
                .hasSize(most);
        assertMalformed(utf8("t\n\n" + SIGNATURE.repeat(most + 1)));
        assertThatThrownBy(
                        () -> new SignedNote("t\n", Collections.nCopies(most + 1, NoteSignature.parse("— k AAAAAQI="))))
                .isInstanceOf(MalformedTlog.class);
        assertThatThrownBy(() -> new SignedNote("t\n", List.of())).isInstanceOf(MalformedTlog.class);
    }

    @Test
    void a_note_of_more_than_two_mebibytes_is_refused() {
        byte[] long_ = utf8("x".repeat(SignedNote.NOTE_BYTES_MAX) + "\n\n" + SIGNATURE);
        assertMalformed(long_);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n— k AAAAAQI=\n",
                "text\n\n— k AAAAAQI=",
                "text\n\n— k AAAAAQI=\n\n",
                "text\n\n— k AAAAAQI=\ntail\n",
                "text\n\n- k AAAAAQI=\n",
                "text\n\n—  AAAAAQI=\n",
                "text\n\n— k  AAAAAQI=\n",
                "text\n\n— k AAAAAQI= \n",
                "text\n\n— k AAAAAQI\n",
                "text\n\n— k AAAAAQJ=\n",
                "text\n\n— k AAAAAQ==\n",
                "text\n\n— k \n",
                "text\n\n— k\n",
                "text\n\n— k+k AAAAAQI=\n",
                "text\n\n— k\u00A0k AAAAAQI=\n",
                "text\n\n— k\u3000k AAAAAQI=\n",
                "text\n\n— k AAA_AQI=\n",
                "te\txt\n\n— k AAAAAQI=\n",
                "text\r\n\n— k AAAAAQI=\n",
                "te\0xt\n\n— k AAAAAQI=\n",
            })
    void anything_else_is_refused(String note) {
        assertMalformed(utf8(note));
    }

    @Test
    void text_that_is_not_utf_8_is_refused() {
        assertMalformed("t\u00e9xt\n\n— k AAAAAQI=\n".getBytes(StandardCharsets.ISO_8859_1));
        assertMalformed(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n', '\n'});
    }

    @Test
    void a_mutated_note_is_refused_or_is_what_it_writes_and_never_verifies_with_another_text() {
        byte[] note = new SignedNote("text\nwith è\n", List.of(TestKeys.LOG.sign("text\nwith è\n"))).encode();
        Seeds.forAll(3_000, random -> {
            byte[] mutated = Mutations.mutate(note, random);
            try {
                SignedNote read = SignedNote.parse(mutated);
                assertThat(read.encode()).isEqualTo(mutated);
                read.verify(TestKeys.PROVIDER, TestKeys.LOG_KEYS);
                assertThat(read.text()).isEqualTo("text\nwith è\n");
            } catch (MalformedTlog | NoteRejected refused) {
                assertThat(refused).hasMessageContaining("C2SP signed-note");
            }
        });
    }

    @Test
    void what_is_shown_of_hostile_text_is_short_and_harmless() {
        assertThatThrownBy(() -> NoteSignature.parse("\u202E\u001B[31m" + "x".repeat(1_000)))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()))
                        .hasSizeLessThan(200)
                        .doesNotContain("\u202E")
                        .doesNotContain("\u001B"));
    }

    private static void assertMalformed(byte[] note) {
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOfSatisfying(
                        MalformedTlog.class, e -> assertThat(e.clause()).startsWith("C2SP signed-note"));
    }

    private static void assertRejected(SignedNote note, List<VerifierKey> keys, NoteRejected.Reason reason) {
        assertThatThrownBy(() -> note.verify(TestKeys.PROVIDER, keys))
                .isInstanceOfSatisfying(
                        NoteRejected.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
