// SPDX-License-Identifier: Apache-2.0
package org.mithaq.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import org.mithaq.app.join.Invitation;
import org.mithaq.app.join.SpokenLanguage;
import org.mithaq.app.join.SpokenWords;
import org.mithaq.app.join.WordsRefused;
import org.mithaq.charter.CharterEntry;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.TlsPin;
import org.mithaq.contracts.TestFederation;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MalformedEncoding;
import org.mithaq.fuzz.Codec;
import org.mithaq.fuzz.Kind;
import org.mithaq.fuzz.Repository;
import org.mithaq.fuzz.Target;

/// Invitations as files, and the words by which people compare them.
public final class InvitationTarget {

    private static final String LEAVE = "domain/charter/src/test/resources/org/mithaq/charter/leave.act.bin";
    private static final byte[] COMPARED = {1, 2, 3};

    private InvitationTarget() {}

    /// The target.
    public static Target target() {
        return new Target(
                "invitation",
                60_000,
                List.of("application/vnd.mithaq.invitation.v1", ", ", "-", " "),
                List.of(
                        Kind.of(
                                "file",
                                Codec.canonical(
                                        Set.of(MalformedEncoding.class, CharterRejected.class),
                                        Invitation::parse,
                                        Invitation::toBytes),
                                invitation(List.of()),
                                invitation(List.of(CharterEntry.decode(Repository.bytes(LEAVE))))),
                        Kind.of(
                                "words",
                                Codec.readOnly(WordsRefused.class, input -> {
                                    String said = new String(input, UTF_8);
                                    SpokenWords.check(COMPARED, said);
                                    return said;
                                }),
                                words(SpokenLanguage.values()))));
    }

    private static byte[] invitation(List<CharterEntry> acts) {
        return new Invitation(
                        new MemberId(Hash.wrap(TestFederation.seed(0, "inviter"))),
                        new Endpoint("node.example", 8_443),
                        new TlsPin(Hash.wrap(TestFederation.seed(0, "pin"))),
                        1_800_000_000_000_000L,
                        acts,
                        COMPARED)
                .toBytes();
    }

    private static byte[][] words(SpokenLanguage[] languages) {
        byte[][] seeds = new byte[languages.length][];
        for (int index = 0; index < languages.length; index++) {
            seeds[index] = Seed.of(String.join(" ", SpokenWords.of(COMPARED, languages[index])));
        }
        return seeds;
    }
}
