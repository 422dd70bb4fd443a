// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Founders.SIGNATURES;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Hash;
import org.mithaq.json.CanonicalJson;
import org.mithaq.json.Json;
import org.mithaq.json.JsonLimits;
import org.mithaq.testkit.Seeds;

class FoundingTest {

    @Test
    void five_members_found_a_federation_each_by_its_offline_root() {
        byte[] payload = Founders.draft().payload();
        List<Endorsement> endorsements = IntStream.range(0, 5)
                .mapToObj(member -> FoundingDraft.endorse(SIGNATURES, payload, Founders.root(member)))
                .toList();

        Assembly assembly = FoundingDraft.assemble(SIGNATURES, payload, endorsements);

        assertThat(assembly).isInstanceOfSatisfying(Assembly.Complete.class, complete -> {
            SignedAct received = SignedAct.decode(complete.act().encode());
            assertThat(Charter.fold(SIGNATURES, List.of(received)))
                    .isEqualTo(new Fold.Standing(List.of(Charter.found(SIGNATURES, Founders.act()))));
        });
    }

    @Test
    void the_state_after_the_founding_holds_what_the_founders_signed() {
        CharterState state = Charter.found(SIGNATURES, Founders.act());

        assertThat(state.federation().hash()).isEqualTo(Founders.act().payloadHash());
        assertThat(state.act()).isEqualTo(Founders.act().payloadHash());
        assertThat(state.parent()).isEqualTo(Hash.ZERO);
        assertThat(state.epoch()).isEqualTo(1);
        assertThat(state.names()).isEqualTo(Founders.federation());
        assertThat(state.members().values())
                .containsExactlyInAnyOrderElementsOf(
                        Founders.five().stream().map(CertifiedCard::card).toList());
        assertThat(List.copyOf(state.members().keySet())).isSorted();
        assertThat(state.certificateQuorum()).isEqualTo(4);
        assertThat(state.witnessQuorum()).isEqualTo(3);
        assertThat(state.toleratesLyingWitness()).isTrue();
    }

    @Test
    void channels_have_ids_fixed_by_the_act_and_the_members_that_it_lists() {
        CharterState state = Charter.found(SIGNATURES, Founders.act());
        List<Channel> channels = List.copyOf(state.channels().values());

        assertThat(channels).hasSize(3);
        for (int index = 0; index < 3; index++) {
            assertThat(channels.get(index).id())
                    .isEqualTo(ChannelId.opened(Founders.act().payloadHash(), index));
        }
        assertThat(state.plenary().members()).isEqualTo(state.members().keySet());
        Channel community = channels.get(1);
        assertThat(community.theme()).contains(Theme.CRITICAL_INFRASTRUCTURE);
        assertThat(state.channelMembers(community.id()))
                .extracting(MemberCard::id)
                .containsExactlyElementsOf(community.members())
                .containsExactlyInAnyOrder(Founders.id(0), Founders.id(1), Founders.id(4));
        assertThat(community.mayPost(Founders.id(0))).isTrue();
        assertThat(community.mayPost(Founders.id(1))).isFalse();
        assertThat(community.mayPost(Founders.id(2))).isFalse();
        assertThat(state.plenary().mayPost(Founders.id(2))).isTrue();
        assertThat(state.plenary().mayPost(Founders.id(5))).isFalse();
    }

    @Test
    void members_are_found_by_id_pin_signing_key_and_log_origin_and_strangers_are_not() {
        CharterState state = Charter.found(SIGNATURES, Founders.act());
        MemberCard third = Founders.card(3);
        MemberCard stranger = Founders.card(5);

        assertThat(state.member(third.id())).contains(third);
        assertThat(state.certifiedCard(third.id())).contains(Founders.certified(3));
        assertThat(state.nodeByTlsPin(third.nodes().getFirst().tlsPins().getFirst()))
                .contains(new CharterState.PinnedNode(third, third.nodes().getFirst()));
        assertThat(state.memberBySigningKey(third.signingKey().key().keyId())).contains(third);
        assertThat(state.memberByLogOrigin(third.log().origin())).contains(third);

        assertThat(state.member(stranger.id())).isEmpty();
        assertThat(state.certifiedCard(stranger.id())).isEmpty();
        assertThat(state.nodeByTlsPin(stranger.nodes().getFirst().tlsPins().getFirst()))
                .isEmpty();
        assertThat(state.memberBySigningKey(stranger.signingKey().key().keyId()))
                .isEmpty();
        assertThat(state.memberBySigningKey(third.rootKey().keyId())).isEmpty();
        assertThat(state.memberByLogOrigin(stranger.log().origin())).isEmpty();
        assertThat(state.channel(new ChannelId(Hash.ZERO))).isEqualTo(Optional.empty());
        assertThat(state.channelMembers(new ChannelId(Hash.ZERO))).isEmpty();
    }

    @Test
    void the_state_is_the_same_whatever_the_order_of_endorsements_and_whatever_their_randomness() {
        CharterState expected = Charter.found(SIGNATURES, Founders.act());
        byte[] payload = Founders.draft().payload();
        Seeds.forAll(8, random -> {
            List<Endorsement> shuffled = new ArrayList<>(
                    random.nextBoolean()
                            ? Founders.endorsements(payload)
                            : Founders.act().endorsements());
            Collections.shuffle(shuffled, new java.util.Random(random.nextLong()));
            CharterState state = Charter.found(SIGNATURES, new SignedAct(payload, shuffled));
            assertThat(state).isEqualTo(expected).hasSameHashCodeAs(expected);
            assertThat(state.hash()).isEqualTo(expected.hash());
            assertThat(state.canonicalJson()).isEqualTo(expected.canonicalJson());
        });
    }

    @Test
    void the_draft_is_the_same_whatever_the_order_of_the_cards() {
        List<CertifiedCard> reversed = Founders.five().reversed();
        FoundingDraft draft = Founders.draft();
        assertThat(new FoundingDraft(draft.names(), draft.nonce(), reversed, draft.channels()).payload())
                .isEqualTo(draft.payload());
    }

    @Test
    void another_nonce_is_another_federation_with_other_channels() {
        FoundingDraft draft = Founders.draft();
        byte[] payload = new FoundingDraft(draft.names(), Hash.ZERO, draft.founders(), draft.channels()).payload();
        CharterState other = Charter.found(SIGNATURES, new SignedAct(payload, Founders.endorsements(payload)));
        CharterState state = Charter.found(SIGNATURES, Founders.act());
        assertThat(other.federation()).isNotEqualTo(state.federation());
        assertThat(other.hash()).isNotEqualTo(state.hash());
        assertThat(other.channels().keySet())
                .doesNotContainAnyElementsOf(state.channels().keySet());
    }

    @Test
    void the_hash_of_the_state_can_be_recomputed_from_its_canonical_json() {
        CharterState state = Charter.found(SIGNATURES, Founders.act());
        byte[] json = state.canonicalJson();
        byte[] label = "mithaq/charter-state/v1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(Hash.of(new byte[] {(byte) label.length}, label, json)).isEqualTo(state.hash());
        assertThat(CanonicalJson.write(Json.read(json, JsonLimits.standard()))).isEqualTo(json);
    }

    @Test
    void a_founder_reads_what_it_is_about_to_sign() {
        FoundingDraft draft = Founders.draft();
        assertThat(FoundingDraft.read(SIGNATURES, draft.payload())).isEqualTo(draft);
    }

    @Test
    void a_certified_card_survives_its_file() {
        CertifiedCard card = Founders.certified(2);
        CertifiedCard read = CertifiedCard.parse(SIGNATURES, card.toJson());
        assertThat(read).isEqualTo(card);
        assertThat(read.card()).isEqualTo(Founders.card(2));
        assertThat(read.toJson()).isEqualTo(card.toJson());
    }
}
