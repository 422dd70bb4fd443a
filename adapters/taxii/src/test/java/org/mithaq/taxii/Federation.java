// SPDX-License-Identifier: Apache-2.0
package org.mithaq.taxii;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mithaq.charter.Assembly;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.ChannelDraft;
import org.mithaq.charter.ChannelRules;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Contact;
import org.mithaq.charter.Endorsement;
import org.mithaq.charter.Endpoint;
import org.mithaq.charter.FoundingDraft;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.Names;
import org.mithaq.charter.NodeId;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.Theme;
import org.mithaq.charter.TlsPin;
import org.mithaq.charter.Validity;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;

/// Three invented members with keys from fixed seeds, and the federation that they found. The tests run the node of
/// member 0, which is in four of the five channels and may post in three of them.
final class Federation {

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final List<Names> NAMES = List.of(
            new Names("مركز الواحة", "Centre de l'Oasis", "Oasis Centre"),
            new Names("هيئة الساحل", "Autorité du Littoral", "Littoral Authority"),
            new Names("مكتب الجزر", "Bureau des Îles", "Office of the Isles"));

    static final CharterState CHARTER = found();

    private Federation() {}

    static MemberId id(int member) {
        return MemberId.of(composite(member + "/root").publicKey());
    }

    static NodeId node(int member) {
        return NodeId.of(Arrays.copyOf(seed(member + "/node"), NodeId.LENGTH_BYTES));
    }

    static CompositePrivateKey signing(int member) {
        return composite(member + "/signing");
    }

    static SealingPrivateKey sealing(int member) {
        return SealingPrivateKey.fromSeed(SecretBytes.handOver(seed(member + "/sealing")));
    }

    static Ed25519PrivateKey log(int member) {
        return Ed25519PrivateKey.fromSeed(SecretBytes.handOver(seed(member + "/log")));
    }

    static String origin(int member) {
        return "m" + member + ".example/log";
    }

    private static MemberCard card(int member) {
        String witness = "m" + member + ".example/witness";
        return new MemberCard(
                id(member),
                composite(member + "/root").publicKey(),
                NAMES.get(member),
                MemberKind.AGENCY,
                List.of(new Contact("Duty officer", List.of("ar", "fr", "en"), "+000 555 010" + member)),
                List.of(new MemberNode(
                        node(member),
                        List.of(new Endpoint("127.0.0.1", 9_000 + member)),
                        List.of(new TlsPin(Hash.wrap(seed(member + "/tls")))))),
                new SigningKey(1, signing(member).publicKey()),
                new SealingKey(1, sealing(member).publicKey()),
                new LogIdentity(origin(member), List.of(verifierKey(origin(member), 0x01, member + "/log"))),
                new WitnessIdentity(
                        witness,
                        List.of(
                                verifierKey(witness, 0x04, member + "/witness"),
                                verifierKey(witness, 0x06, member + "/witness-pq"))),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-12-31T23:59:59Z")),
                1);
    }

    private static List<ChannelDraft> channels() {
        Set<MemberId> all = new TreeSet<>(List.of(id(0), id(1), id(2)));
        return List.of(
                ChannelDraft.plenary(new Names("الجلسة العامة", "Plénière", "Plenary"), ChannelRules.STANDARD),
                ChannelDraft.community(
                        Theme.CRITICAL_INFRASTRUCTURE,
                        new Names("البنى التحتية", "Infrastructures", "Critical infrastructure"),
                        new TreeSet<>(List.of(id(0), id(1))),
                        new ChannelRules(
                                ChannelRules.Marking.AMBER_STRICT,
                                new ChannelRules.Posting.Only(Set.of(id(1))),
                                0,
                                72)),
                ChannelDraft.community(
                        Theme.ORGANISED_CRIME,
                        new Names("الجريمة", "Criminalité", "Organised crime"),
                        all,
                        new ChannelRules(ChannelRules.Marking.RED, new ChannelRules.Posting.Everybody(), 0, 72)),
                ChannelDraft.community(
                        Theme.TERRORISM,
                        new Names("الإرهاب", "Terrorisme", "Terrorism"),
                        new TreeSet<>(List.of(id(1), id(2))),
                        ChannelRules.STANDARD));
    }

    private static CharterState found() {
        List<CertifiedCard> cards = IntStream.range(0, 3)
                .mapToObj(member -> CertifiedCard.certify(SIGNATURES, composite(member + "/root"), card(member)))
                .toList();
        byte[] payload = new FoundingDraft(
                        new Names("ميثاق", "Pacte", "Inner Sea Covenant"), Hash.wrap(seed("nonce")), cards, channels())
                .payload();
        List<Endorsement> endorsements = IntStream.range(0, 3)
                .mapToObj(member -> FoundingDraft.endorse(SIGNATURES, payload, composite(member + "/root")))
                .toList();
        if (FoundingDraft.assemble(SIGNATURES, payload, endorsements) instanceof Assembly.Complete complete) {
            return Charter.found(SIGNATURES, complete.act());
        }
        throw new AssertionError("the founders do not agree");
    }

    private static byte[] seed(String purpose) {
        return Hash.of(("mithaq taxii test " + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    private static CompositePrivateKey composite(String purpose) {
        byte[] seeds = new byte[CompositePrivateKey.LENGTH_BYTES];
        System.arraycopy(seed(purpose + "/ml-dsa"), 0, seeds, 0, 32);
        System.arraycopy(seed(purpose + "/ed25519"), 0, seeds, 32, 32);
        return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
    }

    private static String verifierKey(String name, int type, String purpose) {
        SecretBytes seed = SecretBytes.handOver(seed(purpose));
        byte[] key = type == 0x06
                ? MlDsa44PrivateKey.fromSeed(seed).publicKey().bytes()
                : Ed25519PrivateKey.fromSeed(seed).publicKey().bytes();
        byte[] typed = new byte[1 + key.length];
        typed[0] = (byte) type;
        System.arraycopy(key, 0, typed, 1, key.length);
        byte[] keyId =
                Hash.of((name + "\n").getBytes(StandardCharsets.UTF_8), typed).bytes();
        return name + "+" + HexFormat.of().formatHex(keyId, 0, 4) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
