// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Founders.SIGNATURES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mithaq.crypto.CompositePrivateKey;

/// The messages of Charter 2 to 9 as other implementations must read them. Signatures are randomised, so the files are
/// read and never compared with fresh ones; `-Dmithaq.golden=write` makes them anew.
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/org/mithaq/charter");

    private static byte[] golden(String name, byte[] fresh) throws IOException {
        Path module = Path.of(System.getProperty("mithaq.root", "../..")).resolve("domain/charter");
        Path file = module.resolve(FOLDER).resolve(name);
        if ("write".equals(System.getProperty("mithaq.golden"))) {
            Files.createDirectories(file.getParent());
            Files.write(file, fresh);
        }
        return Files.readAllBytes(file);
    }

    @Test
    void the_golden_founding_act_folds_into_the_golden_state() throws IOException {
        byte[] encoding = golden("founding.act.bin", Founders.act().encode());
        SignedAct act = SignedAct.decode(encoding);
        CharterState state = Charter.found(SIGNATURES, act);

        assertThat(act.encode()).isEqualTo(encoding);
        assertThat(Act.parse(act.payload()).payload()).isEqualTo(act.payload());
        assertThat(FoundingDraft.read(SIGNATURES, act.payload()).payload()).isEqualTo(act.payload());
        assertThat(state.canonicalJson()).isEqualTo(golden("founding.state.json", state.canonicalJson()));
    }

    @Test
    void the_golden_founding_act_says_what_the_fixed_seeds_say() throws IOException {
        SignedAct act =
                SignedAct.decode(golden("founding.act.bin", Founders.act().encode()));
        FoundingDraft read = FoundingDraft.read(SIGNATURES, act.payload());
        assertThat(read).isEqualTo(Founders.draft());
    }

    @Test
    void the_golden_card_is_the_one_of_the_fixed_seeds() throws IOException {
        CertifiedCard card = CertifiedCard.parse(
                SIGNATURES, golden("card.json", Founders.certified(0).toJson()));
        assertThat(card).isEqualTo(Founders.certified(0));
        assertThat(card.envelope().payload()).isEqualTo(CardJson.write(Founders.card(0)));
    }

    @Test
    void the_golden_acts_after_the_founding_fold_into_the_golden_state() throws IOException {
        SignedAct founding =
                SignedAct.decode(golden("founding.act.bin", Founders.act().encode()));
        CharterState founded = Charter.found(SIGNATURES, founding);
        CertifiedAct admitted = Acts.certified(founded, 0, Acts.admission(founded), 0, 1, 2, 4);
        byte[] admission = golden("admission.act.bin", admitted.encode());
        CharterState six = Acts.standing(founding, CharterEntry.decode(admission));
        CertifiedAct left = Acts.certified(six, 1, Acts.departure(six, 3, 0, 1, 2, 3, 4, 5), 0, 1, 2, 4, 5);
        byte[] leave = golden("leave.act.bin", left.encode());
        MemberCard card = Founders.card(1);
        CompositePrivateKey second = Founders.composite("1/signing/2");
        SignedAct rotated = Acts.rotation(
                        Founders.certified(1),
                        1,
                        Acts.rekeyed(card, second.publicKey()),
                        Set.of(CompromisedKey.SIGNING))
                .sign(SIGNATURES, card, Founders.root(1), second);
        byte[] rotation = golden("rotation.act.bin", rotated.encode());

        assertThat(CharterEntry.decode(admission).encode()).isEqualTo(admission);
        assertThat(CharterEntry.decode(leave).encode()).isEqualTo(leave);
        CharterState state = Acts.standing(
                founding, CharterEntry.decode(rotation), CharterEntry.decode(admission), CharterEntry.decode(leave));
        assertThat(state.epoch()).isEqualTo(3);
        assertThat(six.canonicalJson()).isEqualTo(golden("admission.state.json", six.canonicalJson()));
        assertThat(state.canonicalJson()).isEqualTo(golden("leave.state.json", state.canonicalJson()));
        assertThat(state.member(Founders.id(1)).orElseThrow().signingKey().epoch())
                .isEqualTo(2);
    }

    @Test
    void the_golden_vote_and_the_golden_conflict_say_what_the_fixed_seeds_say() throws IOException {
        SignedAct founding =
                SignedAct.decode(golden("founding.act.bin", Founders.act().encode()));
        CharterState founded = Charter.found(SIGNATURES, founding);
        SignedAct admission = Acts.admission(founded);
        SignedAct departure = Acts.departure(founded, 3, 0, 1, 2, 3, 4);
        Vote vote = Acts.vote(founded, 3, Vote.Phase.PREPARE, admission, 1);
        SignedVote read =
                SignedVote.decode(golden("vote.bin", Acts.signed(vote, 0).encode()));
        assertThat(read.vote().parent()).isEqualTo(founded.hash());
        assertThat(read.vote().round()).isEqualTo(3);
        assertThat(read.vote().lock()).hasValue(1);
        read.verify(SIGNATURES, founded.signingKeys(Founders.id(0)));

        byte[] one = golden(
                "conflict-one.act.bin",
                Acts.certified(founded, 0, admission, 0, 1, 2, 4).encode());
        byte[] other = golden(
                "conflict-other.act.bin",
                Acts.certified(founded, 1, departure, 1, 2, 3, 4).encode());
        assertThat(Charter.fold(SIGNATURES, List.of(founding, CharterEntry.decode(one), CharterEntry.decode(other))))
                .isInstanceOfSatisfying(
                        Fold.Frozen.class,
                        frozen -> assertThat(frozen.conflict().culprits())
                                .isEqualTo(Set.of(Founders.id(1), Founders.id(2), Founders.id(4))));
    }
}
