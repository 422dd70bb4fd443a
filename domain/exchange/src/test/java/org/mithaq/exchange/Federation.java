// SPDX-License-Identifier: Apache-2.0
package org.mithaq.exchange;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.ChannelDraft;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.ChannelRules;
import org.mithaq.charter.Charter;
import org.mithaq.charter.CharterState;
import org.mithaq.charter.Contact;
import org.mithaq.charter.FoundingDraft;
import org.mithaq.charter.LogIdentity;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberKind;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.Names;
import org.mithaq.charter.NodeId;
import org.mithaq.charter.SealingKey;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.TlsPin;
import org.mithaq.charter.Validity;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.BouncyCastleSignatures;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.HpkeProvider;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.NoteSigner;

/// Invented members with keys from fixed seeds, who have founded a federation. The same bytes at every run: what the
/// members signed while founding was signed by a replayed generator.
final class Federation {

    static final int MEMBERS = 5;

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    static final HpkeProvider HPKE = HpkeProvider.best();

    private static final List<Names> NAMES = List.of(
            new Names("مركز المنارة للاستجابة", "Centre de réponse du Phare", "Lighthouse Response Centre"),
            new Names("هيئة الوادي للأمن", "Autorité de la Vallée", "Valley Authority"),
            new Names("وكالة الهضاب", "Agence des Plateaux", "Agency of the Plateaux"),
            new Names("مكتب الواحات", "Bureau des Oasis", "Office of the Oases"),
            new Names("اتحاد المرافئ", "Union des ports", "Union of Harbours"));

    private static final List<CompositePrivateKey> ROOTS = composites("root");
    private static final List<CompositePrivateKey> SIGNING = composites("signing");
    private static final List<SealingPrivateKey> SEALING = IntStream.range(0, MEMBERS)
            .mapToObj(member -> SealingPrivateKey.fromSeed(secret(member + "/sealing")))
            .toList();

    private static final SignedAct ACT = founded();
    private static final CharterState STATE = Charter.found(SIGNATURES, ACT);

    private Federation() {}

    static CharterState state() {
        return STATE;
    }

    static SignedAct act() {
        return ACT;
    }

    static MemberId id(int member) {
        return MemberId.of(ROOTS.get(member).publicKey());
    }

    static MemberCard card(int member) {
        return STATE.member(id(member)).orElseThrow();
    }

    static CompositePrivateKey root(int member) {
        return ROOTS.get(member);
    }

    static NodeId node(int member) {
        return NodeId.of(Arrays.copyOf(seed(member + "/node"), NodeId.LENGTH_BYTES));
    }

    static ChannelId plenary() {
        return STATE.plenary().id();
    }

    static CompositePrivateKey signing(int member) {
        return SIGNING.get(member);
    }

    static SealingPrivateKey sealing(int member) {
        return SEALING.get(member);
    }

    static NoteSigner log(int member) {
        return new NoteSigner(domain(member) + "/log", Ed25519PrivateKey.fromSeed(secret(member + "/log")), SIGNATURES);
    }

    /// Both cosigning keys of a member, the classical one first.
    static List<Cosigner> cosigners(int member) {
        String name = domain(member) + "/witness";
        return List.of(
                new Cosigner.Ed25519(name, Ed25519PrivateKey.fromSeed(secret(member + "/witness")), SIGNATURES),
                new Cosigner.MlDsa44(name, MlDsa44PrivateKey.fromSeed(secret(member + "/witness-pq")), SIGNATURES));
    }

    /// Signs like any other provider, and the same at every run.
    static DsseEnvelope sign(int member, String payloadType, byte[] payload) {
        return Dsse.sign(replayed(), SIGNING.get(member), payloadType, payload);
    }

    static byte[] seed(String purpose) {
        return Hash.of(("mithaq exchange test " + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    static Hash hash(String purpose) {
        return Hash.wrap(seed(purpose));
    }

    private static SignatureProvider replayed() {
        return new BouncyCastleSignatures(new FixedRandom(1));
    }

    private static SecretBytes secret(String purpose) {
        return SecretBytes.handOver(seed(purpose));
    }

    private static String domain(int member) {
        return "m" + member + ".example";
    }

    private static List<CompositePrivateKey> composites(String purpose) {
        return IntStream.range(0, MEMBERS)
                .mapToObj(member -> {
                    byte[] seeds =
                            Arrays.copyOf(seed(member + "/" + purpose + "/ml-dsa"), CompositePrivateKey.LENGTH_BYTES);
                    System.arraycopy(seed(member + "/" + purpose + "/ed25519"), 0, seeds, 32, 32);
                    return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
                })
                .toList();
    }

    private static MemberCard written(int member) {
        List<String> cosignerKeys = cosigners(member).stream()
                .map(cosigner -> cosigner.verifierKey().vkey())
                .toList();
        return new MemberCard(
                id(member),
                ROOTS.get(member).publicKey(),
                NAMES.get(member),
                MemberKind.AGENCY,
                List.of(new Contact("Duty officer", List.of("ar", "fr", "en"), "+000 555 020" + member)),
                List.of(new MemberNode(node(member), List.of(), List.of(new TlsPin(hash(member + "/tls"))))),
                new SigningKey(1, SIGNING.get(member).publicKey()),
                new SealingKey(1, SEALING.get(member).publicKey()),
                new LogIdentity(
                        domain(member) + "/log",
                        List.of(log(member).verifierKey().vkey())),
                new WitnessIdentity(domain(member) + "/witness", cosignerKeys),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-12-31T23:59:59Z")),
                1);
    }

    private static SignedAct founded() {
        List<CertifiedCard> cards = IntStream.range(0, MEMBERS)
                .mapToObj(member -> CertifiedCard.certify(replayed(), ROOTS.get(member), written(member)))
                .toList();
        Names names = new Names("ميثاق الشواطئ", "Pacte des Rivages", "Covenant of the Shores");
        Names plenary = new Names("الجلسة العامة", "Plénière", "Plenary");
        byte[] payload = new FoundingDraft(
                        names, hash("nonce"), cards, List.of(ChannelDraft.plenary(plenary, ChannelRules.STANDARD)))
                .payload();
        return new SignedAct(
                payload,
                IntStream.range(0, MEMBERS)
                        .mapToObj(member -> FoundingDraft.endorse(replayed(), payload, ROOTS.get(member)))
                        .sorted((one, other) -> one.member().compareTo(other.member()))
                        .toList());
    }
}
