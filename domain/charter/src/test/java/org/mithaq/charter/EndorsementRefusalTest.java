// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Founders.SIGNATURES;
import static org.mithaq.charter.Refusals.refused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;

class EndorsementRefusalTest {

    private final byte[] payload = Founders.act().payload();
    private final List<Endorsement> all = Founders.act().endorsements();

    private void refusedWith(
            CharterRejected.Code code, EndorsementFault.Reason reason, int member, List<Endorsement> endorsements) {
        refused(
                code,
                CharterClause.FOUNDING_ENDORSEMENTS,
                () -> Charter.found(SIGNATURES, new SignedAct(payload, endorsements)));
        assertThat(FoundingDraft.assemble(SIGNATURES, payload, endorsements))
                .isEqualTo(new Assembly.Incomplete(List.of(new EndorsementFault(Founders.id(member), reason))));
    }

    private List<Endorsement> with(int index, Endorsement endorsement) {
        List<Endorsement> changed = new ArrayList<>(all);
        changed.set(index, endorsement);
        return changed;
    }

    @Test
    void a_founder_that_is_missing_is_named() {
        refusedWith(CharterRejected.Code.MISSING, EndorsementFault.Reason.MISSING, 4, all.subList(0, 4));
        assertThat(FoundingDraft.assemble(SIGNATURES, payload, List.of()))
                .isInstanceOfSatisfying(
                        Assembly.Incomplete.class,
                        nobody -> assertThat(nobody.faults())
                                .hasSize(5)
                                .allMatch(fault -> fault.reason() == EndorsementFault.Reason.MISSING));
    }

    @Test
    void a_founder_that_endorses_twice_is_named() {
        List<Endorsement> doubled = new ArrayList<>(all);
        doubled.add(Founders.endorse(payload, 2));
        refusedWith(CharterRejected.Code.DUPLICATE, EndorsementFault.Reason.TWICE, 2, doubled);
    }

    @Test
    void an_outsider_that_endorses_is_named() {
        List<Endorsement> more = new ArrayList<>(all);
        more.add(Founders.endorse(payload, 5));
        refusedWith(CharterRejected.Code.OUT_OF_PLACE, EndorsementFault.Reason.OUTSIDER, 5, more);
    }

    @Test
    void the_online_key_is_not_the_root() {
        refusedWith(
                CharterRejected.Code.UNPROVEN,
                EndorsementFault.Reason.OTHER_KEY,
                1,
                with(1, Founders.endorse(payload, 1, Founders.signing(1))));
    }

    @Test
    void the_online_keys_signature_under_the_roots_name_is_invalid() {
        Endorsement online = Founders.endorse(payload, 1, Founders.signing(1));
        Endorsement disguised =
                new Endorsement(online.member(), Founders.root(1).publicKey().keyId(), online.signature());
        refusedWith(CharterRejected.Code.UNPROVEN, EndorsementFault.Reason.INVALID, 1, with(1, disguised));
    }

    @Test
    void one_founders_signature_is_not_anothers() {
        Endorsement disguised = new Endorsement(
                Founders.id(3), Founders.root(3).publicKey().keyId(), all.get(2).signature());
        refusedWith(CharterRejected.Code.UNPROVEN, EndorsementFault.Reason.INVALID, 3, with(3, disguised));
    }

    @Test
    void a_signature_under_another_founding_is_invalid_here() {
        byte[] other = payload.clone();
        other[other.length / 2] ^= 1;
        refusedWith(
                CharterRejected.Code.UNPROVEN, EndorsementFault.Reason.INVALID, 0, with(0, Founders.endorse(other, 0)));
    }

    @Test
    void a_signature_under_the_same_bytes_as_a_card_is_invalid_for_an_act() {
        byte[] asCard = Dsse.pae(CertifiedCard.PAYLOAD_TYPE, payload);
        Endorsement confused = new Endorsement(
                Founders.id(0), Founders.root(0).publicKey().keyId(), SIGNATURES.sign(Founders.root(0), asCard));
        refusedWith(CharterRejected.Code.UNPROVEN, EndorsementFault.Reason.INVALID, 0, with(0, confused));
    }

    @Test
    void every_fault_is_named_at_once() {
        List<Endorsement> three = List.of(
                Founders.endorse(payload, 5),
                all.get(0),
                Founders.endorse(payload, 1, Founders.signing(1)),
                all.get(0));
        assertThat(FoundingDraft.assemble(SIGNATURES, payload, three))
                .isInstanceOfSatisfying(
                        Assembly.Incomplete.class,
                        incomplete -> assertThat(incomplete.faults())
                                .contains(
                                        new EndorsementFault(Founders.id(5), EndorsementFault.Reason.OUTSIDER),
                                        new EndorsementFault(Founders.id(0), EndorsementFault.Reason.TWICE),
                                        new EndorsementFault(Founders.id(1), EndorsementFault.Reason.OTHER_KEY),
                                        new EndorsementFault(Founders.id(2), EndorsementFault.Reason.MISSING),
                                        new EndorsementFault(Founders.id(3), EndorsementFault.Reason.MISSING),
                                        new EndorsementFault(Founders.id(4), EndorsementFault.Reason.MISSING))
                                .hasSize(6));
    }

    @Test
    void an_outsider_and_an_online_key_are_refused_before_they_sign() {
        refused(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.FOUNDING_ENDORSEMENTS,
                () -> FoundingDraft.endorse(SIGNATURES, payload, Founders.root(5)));
        refused(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.FOUNDING_ENDORSEMENTS,
                () -> FoundingDraft.endorse(SIGNATURES, payload, Founders.signing(0)));
    }

    @Test
    void nobody_signs_what_is_no_founding_act() {
        byte[] admission = Refusals.withEnvelope("admit", Hash.ZERO, 0, 0).payload();
        refused(
                CharterRejected.Code.OUT_OF_PLACE,
                CharterClause.CHAIN,
                () -> FoundingDraft.endorse(SIGNATURES, admission, Founders.root(0)));
        refused(
                CharterRejected.Code.MALFORMED,
                CharterClause.ACT_FORM,
                () -> FoundingDraft.endorse(SIGNATURES, new byte[] {'{'}, Founders.root(0)));
    }

    @Test
    void more_endorsements_than_there_can_be_founders_are_not_even_looked_at() {
        refused(
                CharterRejected.Code.TOO_MUCH,
                CharterClause.ACT_ENCODING,
                () -> new SignedAct(payload, Collections.nCopies(257, all.getFirst())));
        refused(
                CharterRejected.Code.MALFORMED,
                CharterClause.ACT_ENCODING,
                () -> new Endorsement(Founders.id(0), Hash.ZERO, new byte[64]));
    }
}
