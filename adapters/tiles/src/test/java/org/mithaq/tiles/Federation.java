// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tiles;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.SigningKey;
import org.mithaq.charter.TlsPin;
import org.mithaq.charter.Validity;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.NoteSigner;

/// Invented members with keys from fixed seeds, and the federation that they have founded.
final class Federation {

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final Federation FIVE = new Federation(5);

    private final List<Member> members;
    private final SignedAct act;
    private final CharterState charter;

    /// One member with the keys of its log, its witness and its node.
    record Member(MemberCard card, NoteSigner log, List<Cosigner> cosigners, CompositePrivateKey signing) {

        MemberId id() {
            return card.id();
        }

        NodeId node() {
            return card.nodes().getFirst().id();
        }

        String origin() {
            return card.log().origin();
        }
    }

    private Federation(int count) {
        members = IntStream.range(0, count).mapToObj(Federation::invented).toList();
        List<CertifiedCard> cards = IntStream.range(0, count)
                .mapToObj(each -> CertifiedCard.certify(
                        SIGNATURES, composite(each + "/root"), members.get(each).card()))
                .toList();
        Names names = new Names("ميثاق الاختبار", "Pacte d'essai", "Covenant of Trials");
        byte[] payload = new FoundingDraft(
                        names,
                        Hash.wrap(seed("nonce")),
                        cards,
                        List.of(ChannelDraft.plenary(names, ChannelRules.STANDARD)))
                .payload();
        Assembly assembly = FoundingDraft.assemble(
                SIGNATURES,
                payload,
                IntStream.range(0, count)
                        .mapToObj(each -> endorsed(payload, composite(each + "/root")))
                        .toList());
        act = ((Assembly.Complete) assembly).act();
        charter = Charter.found(SIGNATURES, act);
    }

    /// Without the reading of the whole founding that each founder does: here one process signs for all of them.
    private static Endorsement endorsed(byte[] payload, CompositePrivateKey root) {
        return new Endorsement(
                MemberId.of(root.publicKey()),
                root.publicKey().keyId(),
                SIGNATURES.sign(root, Dsse.pae("application/vnd.mithaq.act.v1+json", payload)));
    }

    static Federation five() {
        return FIVE;
    }

    /// A federation of `count` members, whose founding takes its time.
    static Federation of(int count) {
        return new Federation(count);
    }

    CharterState charter() {
        return charter;
    }

    SignedAct act() {
        return act;
    }

    Member member(int number) {
        return members.get(number);
    }

    private static Member invented(int number) {
        String domain = "m" + number + ".example";
        NoteSigner log = new NoteSigner(domain + "/log", ed25519(number + "/log"), SIGNATURES);
        List<Cosigner> cosigners = List.of(
                new Cosigner.Ed25519(domain + "/witness", ed25519(number + "/witness"), SIGNATURES),
                new Cosigner.MlDsa44(
                        domain + "/witness",
                        MlDsa44PrivateKey.fromSeed(SecretBytes.handOver(seed(number + "/witness-pq"))),
                        SIGNATURES));
        CompositePrivateKey root = composite(number + "/root");
        CompositePrivateKey signing = composite(number + "/signing");
        MemberCard card = new MemberCard(
                MemberId.of(root.publicKey()),
                root.publicKey(),
                new Names("عضو " + number, "Membre " + number, "Member " + number),
                MemberKind.AGENCY,
                List.of(new Contact("Duty officer", List.of("en"), "+000 555 010" + number)),
                List.of(new MemberNode(
                        NodeId.of(Arrays.copyOf(seed(number + "/node"), NodeId.LENGTH_BYTES)),
                        List.of(new Endpoint("node." + domain, 8443)),
                        List.of(new TlsPin(Hash.wrap(seed(number + "/tls")))))),
                new SigningKey(1, signing.publicKey()),
                new SealingKey(
                        1,
                        SealingPrivateKey.fromSeed(SecretBytes.handOver(seed(number + "/sealing")))
                                .publicKey()),
                new LogIdentity(domain + "/log", List.of(log.verifierKey().vkey())),
                new WitnessIdentity(
                        domain + "/witness",
                        cosigners.stream()
                                .map(each -> each.verifierKey().vkey())
                                .toList()),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-12-31T23:59:59Z")),
                1);
        return new Member(card, log, cosigners, signing);
    }

    static byte[] seed(String purpose) {
        return Hash.of(("mithaq tiles test " + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    static Ed25519PrivateKey ed25519(String purpose) {
        return Ed25519PrivateKey.fromSeed(SecretBytes.handOver(seed(purpose)));
    }

    private static CompositePrivateKey composite(String purpose) {
        byte[] seeds = Arrays.copyOf(seed(purpose + "/ml-dsa"), CompositePrivateKey.LENGTH_BYTES);
        System.arraycopy(seed(purpose + "/ed25519"), 0, seeds, 32, 32);
        return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
    }
}
