// SPDX-License-Identifier: Apache-2.0
package org.mithaq.contracts;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
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
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.NodeKeys;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.NoteSigner;

/// Invented members with keys from fixed seeds, and the federation that they have founded: one node each, one plenary.
public final class TestFederation {

    /// What verifies and signs here.
    public static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final Validity VALIDITY =
            new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-12-31T23:59:59Z"));

    private final List<MemberId> ids = new ArrayList<>();
    private final CharterState charter;
    private final SignedAct founding;

    /// Where a member's node answers, and by which certificate it is known.
    ///
    /// @param endpoints none for a node that is never called
    public record Seat(List<Endpoint> endpoints, TlsPin pin) {

        public Seat {
            endpoints = List.copyOf(endpoints);
        }

        /// A node that no connection is made to or from.
        public static Seat unconnected(int member) {
            return new Seat(List.of(), new TlsPin(Hash.wrap(seed(member, "tls"))));
        }
    }

    private TestFederation(List<Seat> seats) {
        List<CertifiedCard> cards = new ArrayList<>();
        for (int member = 0; member < seats.size(); member++) {
            CertifiedCard card = CertifiedCard.certify(SIGNATURES, root(member), card(member, seats.get(member)));
            ids.add(card.id());
            cards.add(card);
        }
        FoundingDraft draft = new FoundingDraft(
                new Names("ميثاق التجربة", "Pacte d'essai", "Trial covenant"),
                Hash.wrap(seed(0, "nonce")),
                cards,
                List.of(ChannelDraft.plenary(
                        new Names("الجلسة العامة", "Plénière", "Plenary"), ChannelRules.STANDARD)));
        byte[] payload = draft.payload();
        List<Endorsement> endorsements = new ArrayList<>();
        for (int member = 0; member < seats.size(); member++) {
            endorsements.add(FoundingDraft.endorse(SIGNATURES, payload, root(member)));
        }
        this.founding = switch (FoundingDraft.assemble(SIGNATURES, payload, endorsements)) {
            case Assembly.Complete complete -> complete.act();
            case Assembly.Incomplete incomplete -> throw new IllegalStateException("not founded: " + incomplete);
        };
        this.charter = Charter.found(SIGNATURES, founding);
    }

    /// A federation with a member for each seat, two or more.
    public static TestFederation founded(List<Seat> seats) {
        return new TestFederation(seats);
    }

    /// The act by which it was founded.
    public SignedAct founding() {
        return founding;
    }

    /// The card that this member has, or would have if it were one.
    public static MemberCard card(int member) {
        return card(member, Seat.unconnected(member));
    }

    /// The state after the founding.
    public CharterState charter() {
        return charter;
    }

    /// The id of a member, by its seat.
    public MemberId id(int member) {
        return ids.get(member);
    }

    /// Whose node has this seat.
    public NodeIdentity identity(int member) {
        return new NodeIdentity(id(member), node(member));
    }

    /// Its online keys.
    public static NodeKeys keys(int member) {
        TreeMap<Integer, SealingPrivateKey> sealing = new TreeMap<>();
        sealing.put(1, sealing(member));
        return new NodeKeys(composite(member, "signing"), sealing);
    }

    /// The signer of its log's checkpoints.
    public static NoteSigner logSigner(int member) {
        return new NoteSigner(origin(member), ed25519(member, "log"), SIGNATURES);
    }

    /// The name of its log.
    public static String origin(int member) {
        return "m" + member + ".example/log";
    }

    /// Its keys as a witness.
    public static List<Cosigner> cosigners(int member) {
        String name = "m" + member + ".example/witness";
        return List.of(
                new Cosigner.Ed25519(name, ed25519(member, "witness"), SIGNATURES),
                new Cosigner.MlDsa44(
                        name,
                        MlDsa44PrivateKey.fromSeed(SecretBytes.handOver(seed(member, "witness-pq"))),
                        SIGNATURES));
    }

    /// 32 bytes that are the same each time.
    public static byte[] seed(int member, String purpose) {
        return Hash.of(("mithaq test federation " + member + "/" + purpose).getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    private static MemberCard card(int member, Seat seat) {
        return new MemberCard(
                MemberId.of(root(member).publicKey()),
                root(member).publicKey(),
                new Names("عضو " + member, "Membre " + member, "Member " + member),
                MemberKind.AGENCY,
                List.of(new Contact("Duty officer", List.of("ar", "fr", "en"), "+000 555 010" + member)),
                List.of(new MemberNode(node(member), seat.endpoints(), List.of(seat.pin()))),
                new SigningKey(1, composite(member, "signing").publicKey()),
                new SealingKey(1, sealing(member).publicKey()),
                new LogIdentity(
                        origin(member), List.of(logSigner(member).verifierKey().vkey())),
                new WitnessIdentity(
                        "m" + member + ".example/witness",
                        cosigners(member).stream()
                                .map(cosigner -> cosigner.verifierKey().vkey())
                                .toList()),
                VALIDITY,
                1);
    }

    private static NodeId node(int member) {
        return NodeId.of(Arrays.copyOf(seed(member, "node"), NodeId.LENGTH_BYTES));
    }

    /// The offline root of a member.
    public static CompositePrivateKey root(int member) {
        return composite(member, "root");
    }

    private static SealingPrivateKey sealing(int member) {
        return SealingPrivateKey.fromSeed(SecretBytes.handOver(seed(member, "sealing")));
    }

    private static Ed25519PrivateKey ed25519(int member, String purpose) {
        return Ed25519PrivateKey.fromSeed(SecretBytes.handOver(seed(member, purpose)));
    }

    /// A composite key that is the same each time.
    public static CompositePrivateKey composite(int member, String purpose) {
        byte[] seeds = new byte[CompositePrivateKey.LENGTH_BYTES];
        System.arraycopy(seed(member, purpose + "/ml-dsa"), 0, seeds, 0, Hash.LENGTH_BYTES);
        System.arraycopy(seed(member, purpose + "/ed25519"), 0, seeds, Hash.LENGTH_BYTES, Hash.LENGTH_BYTES);
        return CompositePrivateKey.fromSeeds(SecretBytes.handOver(seeds));
    }
}
