// SPDX-License-Identifier: Apache-2.0
package org.mithaq.charter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SealingPublicKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;

/// Invented members with keys from fixed seeds, and the federation that the first five of them found.
final class Founders {

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    static final Validity VALIDITY =
            new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-12-31T23:59:59Z"));

    private static final List<Names> NAMES = List.of(
            new Names("مركز الواحة للاستجابة", "Centre de réponse de l'Oasis", "Oasis Response Centre"),
            new Names("هيئة الساحل للأمن السيبراني", "Autorité cyber du Littoral", "Littoral Cyber Authority"),
            new Names("وكالة الجبال", "Agence des Montagnes", "Agency of the Mountains"),
            new Names("مكتب الجزر", "Bureau des Îles", "Office of the Isles"),
            new Names("اتحاد موانئ البحر الداخلي", "Union des ports de la mer Intérieure", "Inner Sea Ports Union"),
            new Names("غريب", "Étranger", "Outsider"));

    private static final List<MemberKind> KINDS = List.of(
            MemberKind.STATE_CSIRT,
            MemberKind.AGENCY,
            MemberKind.AGENCY,
            MemberKind.LAW_ENFORCEMENT,
            MemberKind.SECTOR_BODY,
            MemberKind.AGENCY);

    private static final List<CertifiedCard> CARDS = IntStream.range(0, NAMES.size())
            .mapToObj(member -> CertifiedCard.certify(SIGNATURES, root(member), card(member)))
            .toList();

    private static final SignedAct ACT = assembled();

    private Founders() {}

    static CompositePrivateKey root(int member) {
        return composite(member + "/root");
    }

    static CompositePrivateKey signing(int member) {
        return composite(member + "/signing");
    }

    static MemberId id(int member) {
        return CARDS.get(member).id();
    }

    static CertifiedCard certified(int member) {
        return CARDS.get(member);
    }

    static List<CertifiedCard> five() {
        return CARDS.subList(0, 5);
    }

    static MemberCard card(int member) {
        String domain = "m" + member + ".example";
        return new MemberCard(
                MemberId.of(root(member).publicKey()),
                root(member).publicKey(),
                NAMES.get(member),
                KINDS.get(member),
                List.of(new Contact(
                        "ضابط المناوبة / Duty officer", List.of("ar", "fr", "en"), "+000 555 010" + member)),
                List.of(new MemberNode(
                        NodeId.of(Arrays.copyOf(seed(member + "/node"), NodeId.LENGTH_BYTES)),
                        List.of(new Endpoint("node." + domain, 8443), new Endpoint("127.0.0.1", 9_000 + member)),
                        List.of(new TlsPin(Hash.wrap(seed(member + "/tls")))))),
                new SigningKey(1, signing(member).publicKey()),
                new SealingKey(1, sealing(member)),
                new LogIdentity(domain + "/log", List.of(ed25519(domain + "/log", 0x01, member + "/log"))),
                witness(domain + "/witness", member),
                VALIDITY,
                1);
    }

    static WitnessIdentity witness(String name, int member) {
        return new WitnessIdentity(
                name, List.of(ed25519(name, 0x04, member + "/witness"), mlDsa44(name, member + "/witness-pq")));
    }

    static FoundingDraft draft() {
        return new FoundingDraft(federation(), Hash.wrap(seed("nonce")), five(), channels());
    }

    static Names federation() {
        return new Names("ميثاق البحر الداخلي", "Pacte de la mer Intérieure", "Inner Sea Covenant");
    }

    static List<ChannelDraft> channels() {
        Set<MemberId> all = new TreeSet<>(five().stream().map(CertifiedCard::id).toList());
        Set<MemberId> three = new TreeSet<>(List.of(id(0), id(1), id(4)));
        ChannelRules restricted = new ChannelRules(
                ChannelRules.Marking.AMBER_STRICT, new ChannelRules.Posting.Only(Set.of(id(0), id(4))), 90, 24);
        return List.of(
                ChannelDraft.plenary(new Names("الجلسة العامة", "Plénière", "Plenary"), ChannelRules.STANDARD),
                ChannelDraft.community(
                        Theme.CRITICAL_INFRASTRUCTURE,
                        new Names("البنى التحتية الحرجة", "Infrastructures critiques", "Critical infrastructure"),
                        three,
                        restricted),
                ChannelDraft.community(
                        Theme.ORGANISED_CRIME,
                        new Names("الجريمة المنظمة", "Criminalité organisée", "Organised crime"),
                        all,
                        ChannelRules.STANDARD));
    }

    static List<Endorsement> endorsements(byte[] payload) {
        return IntStream.range(0, 5)
                .mapToObj(member -> endorse(payload, member))
                .toList();
    }

    /// A signature by a member's root over anything, without the checks of [FoundingDraft#endorse].
    static Endorsement endorse(byte[] payload, int member) {
        return endorse(payload, member, root(member));
    }

    static Endorsement endorse(byte[] payload, int member, CompositePrivateKey key) {
        byte[] message = Dsse.pae(Act.PAYLOAD_TYPE, payload);
        return new Endorsement(id(member), key.publicKey().keyId(), SIGNATURES.sign(key, message));
    }

    static SignedAct act() {
        return ACT;
    }

    static byte[] seed(String purpose) {
        return Hash.of(("mithaq charter test " + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    static String ed25519(String name, int type, String purpose) {
        return verifierKey(
                name,
                type,
                Ed25519PrivateKey.fromSeed(SecretBytes.handOver(seed(purpose)))
                        .publicKey()
                        .bytes());
    }

    static String mlDsa44(String name, String purpose) {
        return verifierKey(
                name,
                0x06,
                MlDsa44PrivateKey.fromSeed(SecretBytes.handOver(seed(purpose)))
                        .publicKey()
                        .bytes());
    }

    static String verifierKey(String name, int type, byte[] key) {
        byte[] typed = new byte[1 + key.length];
        typed[0] = (byte) type;
        System.arraycopy(key, 0, typed, 1, key.length);
        byte[] keyId =
                Hash.of((name + "\n").getBytes(StandardCharsets.UTF_8), typed).bytes();
        return name + "+" + HexFormat.of().formatHex(keyId, 0, 4) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    static SealingPublicKey sealing(int member) {
        try (SealingPrivateKey key = SealingPrivateKey.fromSeed(SecretBytes.handOver(seed(member + "/sealing")))) {
            return key.publicKey();
        }
    }

    static CompositePrivateKey composite(String purpose) {
        byte[] seeds = new byte[CompositePrivateKey.LENGTH_BYTES];
        System.arraycopy(seed(purpose + "/ml-dsa"), 0, seeds, 0, 32);
        System.arraycopy(seed(purpose + "/ed25519"), 0, seeds, 32, 32);
        return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
    }

    private static SignedAct assembled() {
        byte[] payload = draft().payload();
        return new SignedAct(payload, endorsements(payload));
    }
}
