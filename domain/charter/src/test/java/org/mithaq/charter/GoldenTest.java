// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mithaq.charter.Founders.SIGNATURES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The messages of Charter 2 to 6 as other implementations must read them. Signatures are randomised, so the files are
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
}
