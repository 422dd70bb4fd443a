// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Refusals.refused;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mithaq.crypto.Hash;
import org.mithaq.testkit.Seeds;

class ValuesTest {

    private static final CharterRejected.Code MALFORMED = CharterRejected.Code.MALFORMED;
    private static final Names NAMES = new Names("اسم", "nom", "name");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " leading",
                "trailing ",
                "right\u202eleft",
                "isolate\u2066x\u2069",
                "mark\u200f",
                "arabic mark\u061c",
                "joiner\u200dx",
                "zero\u200bwidth",
                "line\nfeed",
                "tab\tulator",
                "no\u00a0break",
                "soft\u00adhyphen",
                "e\u0301 not composed",
                "\u0441yrillic",
                "full\uff21width",
                "emoji \ud83d\ude00",
                "lone \ud800",
                "private \ue000",
                "delete\u007f"
            })
    void text_that_hides_reorders_or_imitates_is_refused(String text) {
        refused(MALFORMED, CharterClause.TEXT, () -> new Names(text, "nom", "name"));
        refused(MALFORMED, CharterClause.TEXT, () -> new Names("اسم", text, "name"));
        refused(MALFORMED, CharterClause.TEXT, () -> new Names("اسم", "nom", text));
        refused(MALFORMED, CharterClause.TEXT, () -> new Contact(text, List.of("ar"), "+000"));
        refused(MALFORMED, CharterClause.TEXT, () -> new Contact("Duty officer", List.of("ar"), text));
    }

    @Test
    void names_of_200_characters_are_let_in_and_of_201_are_not() {
        String longest = "ن".repeat(200);
        assertThat(new Names(longest, "n".repeat(200), "n").ar()).isEqualTo(longest);
        refused(CharterRejected.Code.TOO_MUCH, CharterClause.TEXT, () -> new Names(longest + "ن", "n", "n"));
    }

    @Test
    void latin_text_has_no_arabic_and_the_real_names_of_the_three_languages_are_let_in() {
        refused(MALFORMED, CharterClause.TEXT, () -> new Names("اسم", "اسم", "name"));
        Names real = new Names(
                "الوكالة الوطنية للأمن السيبراني (٢٠٢٦) – مركز CSIRT",
                "L’Agence « nationale » œuvre à Nîmes…",
                "Agency “A” – Łódź & Đà Nẵng");
        assertThat(real.en()).endsWith("Nẵng");
    }

    @Test
    void a_contact_speaks_languages_by_their_codes() {
        refused(MALFORMED, CharterClause.CONTACTS, () -> new Contact("Duty", List.of("English"), "+0"));
        refused(MALFORMED, CharterClause.CONTACTS, () -> new Contact("Duty", List.of("EN"), "+0"));
        refused(CharterRejected.Code.MISSING, CharterClause.CONTACTS, () -> new Contact("Duty", List.of(), "+0"));
        refused(
                CharterRejected.Code.DUPLICATE,
                CharterClause.CONTACTS,
                () -> new Contact("Duty", List.of("ar", "ar"), "+0"));
        List<String> many = List.of(
                "aa", "ab", "ac", "ad", "ae", "af", "ag", "ah", "ai", "aj", "ak", "al", "am", "an", "ao", "ap", "aq");
        refused(CharterRejected.Code.TOO_MUCH, CharterClause.CONTACTS, () -> new Contact("Duty", many, "+0"));
    }

    @Test
    void ids_are_read_from_what_they_are_written_as_and_from_nothing_else() {
        MemberId member = Founders.id(0);
        assertThat(MemberId.parse(member.hex())).isEqualTo(member);
        assertThat(member.shortForm()).hasSize(8).isEqualTo(member.hex().substring(0, 8));
        ChannelId channel = ChannelId.opened(Hash.ZERO, 1);
        assertThat(ChannelId.parse(channel.hex())).isEqualTo(channel);
        assertThat(channel).isNotEqualTo(ChannelId.opened(Hash.ZERO, 2));
        FederationId federation = new FederationId(Hash.ZERO);
        assertThat(FederationId.parse(federation.hex())).isEqualTo(federation);
        NodeId node = NodeId.random(Seeds.of(1));
        assertThat(new NodeId(node.hex())).isEqualTo(node);
        assertThat(NodeId.of(node.bytes())).isEqualTo(node);
        refused(MALFORMED, CharterClause.MEMBER_ID, () -> MemberId.parse(member.shortForm()));
        refused(MALFORMED, CharterClause.CHANNEL_ID, () -> ChannelId.parse("g".repeat(64)));
        refused(MALFORMED, CharterClause.FEDERATION_ID, () -> FederationId.parse(""));
        refused(MALFORMED, CharterClause.NODES, () -> NodeId.of(new byte[15]));
    }

    @Test
    void endpoints_are_read_from_what_they_are_written_as() {
        for (String text : List.of("https://node.example:8443", "https://127.0.0.1:1", "https://[2001:db8::1]:65535")) {
            assertThat(Endpoint.parse(text)).hasToString(text);
        }
    }

    @Test
    void a_validity_covers_its_first_second_and_all_of_its_last() {
        Validity validity = new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-12-31T23:59:59Z"));
        assertThat(validity.covers(Instant.parse("2025-12-31T23:59:59.999Z"))).isFalse();
        assertThat(validity.covers(validity.notBefore())).isTrue();
        assertThat(validity.covers(Instant.parse("2026-12-31T23:59:59.999Z"))).isTrue();
        assertThat(validity.covers(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();
        refused(MALFORMED, CharterClause.VALIDITY, () -> new Validity(validity.notAfter(), validity.notBefore()));
        refused(
                MALFORMED,
                CharterClause.VALIDITY,
                () -> new Validity(validity.notBefore(), validity.notAfter().plusMillis(1)));
    }

    @Test
    void a_log_has_keys_of_its_own_name_type_and_spelling() {
        String origin = "a.example/log";
        String good = Founders.ed25519(origin, 0x01, "a");
        assertThat(new LogIdentity(origin, List.of(good)).verifierKeys()).containsExactly(good);
        refused(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.LOG,
                () -> new LogIdentity(origin, List.of(Founders.ed25519(origin, 0x04, "a"))));
        int firstPlus = good.indexOf('+');
        String otherId = good.substring(0, firstPlus + 1) + "00000000" + good.substring(firstPlus + 9);
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        for (String bad : List.of(
                Founders.ed25519("b.example/log", 0x01, "a"),
                otherId,
                good + "=",
                good.substring(0, good.length() - 4),
                Founders.verifierKey(origin, 0x02, new byte[32]),
                Founders.verifierKey(origin, 0x01, new byte[31]),
                Founders.verifierKey(origin, 0x01, neutral),
                origin,
                origin + "++",
                "x".repeat(3_000))) {
            refused(MALFORMED, CharterClause.LOG, () -> new LogIdentity(origin, List.of(bad)));
        }
        for (String name : List.of("", "a b", "a+b", "مثال", "x".repeat(256))) {
            refused(
                    MALFORMED,
                    CharterClause.LOG,
                    () -> new LogIdentity(name, List.of(Founders.ed25519(name, 0x01, "a"))));
        }
        refused(CharterRejected.Code.DUPLICATE, CharterClause.LOG, () -> new LogIdentity(origin, List.of(good, good)));
    }

    @Test
    void a_witness_cosigns_by_both_algorithms() {
        String name = "a.example/witness";
        String classical = Founders.ed25519(name, 0x04, "a");
        String other = Founders.ed25519(name, 0x04, "b");
        String postQuantum = Founders.mlDsa44(name, "a");
        assertThat(new WitnessIdentity(name, List.of(classical, postQuantum)).cosignerKeys())
                .hasSize(2);
        refused(
                CharterRejected.Code.MISSING,
                CharterClause.WITNESS,
                () -> new WitnessIdentity(name, List.of(classical, other)));
        refused(
                CharterRejected.Code.MISSING,
                CharterClause.WITNESS,
                () -> new WitnessIdentity(name, List.of(postQuantum)));
        refused(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.WITNESS,
                () -> new WitnessIdentity(name, List.of(postQuantum, Founders.ed25519(name, 0x01, "a"))));
    }

    @Test
    void a_bilateral_channel_has_two_members_and_no_theme() {
        ChannelId id = new ChannelId(Hash.ZERO);
        Channel bilateral = new Channel(
                id,
                Channel.Kind.BILATERAL,
                Optional.empty(),
                NAMES,
                Set.of(Founders.id(0), Founders.id(1)),
                ChannelRules.STANDARD);
        assertThat(bilateral.mayPost(Founders.id(0))).isTrue();
        assertThat(bilateral.mayPost(Founders.id(2))).isFalse();
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.CHANNEL_MEMBERS,
                () -> new Channel(
                        id,
                        Channel.Kind.BILATERAL,
                        Optional.empty(),
                        NAMES,
                        Set.of(Founders.id(0), Founders.id(1), Founders.id(2)),
                        ChannelRules.STANDARD));
        refused(
                MALFORMED,
                CharterClause.CHANNEL_KIND,
                () -> new Channel(
                        id,
                        Channel.Kind.BILATERAL,
                        Optional.of(Theme.TERRORISM),
                        NAMES,
                        Set.of(Founders.id(0), Founders.id(1)),
                        ChannelRules.STANDARD));
        refused(
                CharterRejected.Code.MISSING,
                CharterClause.CHANNEL_MEMBERS,
                () -> new Channel(
                        id,
                        Channel.Kind.COMMUNITY,
                        Optional.of(Theme.TERRORISM),
                        NAMES,
                        Set.of(),
                        ChannelRules.STANDARD));
    }
}
