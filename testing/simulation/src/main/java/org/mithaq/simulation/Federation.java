// SPDX-License-Identifier: Apache-2.0
package org.mithaq.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.Channel;
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
import org.mithaq.charter.Theme;
import org.mithaq.charter.TlsPin;
import org.mithaq.charter.Validity;
import org.mithaq.charter.WitnessIdentity;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.MlDsa44PrivateKey;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SecretBytes;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.NodeIdentity;
import org.mithaq.node.NodeKeys;
import org.mithaq.tlog.Cosigner;
import org.mithaq.tlog.NoteSigner;

/// Four to seven invented members with keys from fixed seeds, and the federation that they have founded: a plenary, a
/// community of the first three, and one of all but the first in which only every other one may post.
public final class Federation {

    /// Number of members where nothing else is said: the fewest whose witnesses are a quorum.
    public static final int SIZE = 4;

    /// Most members.
    public static final int SIZE_MAX = 7;

    static final SignatureProvider SIGNATURES = SignatureProvider.best();

    private static final List<Names> NAMES = List.of(
            new Names("مركز الواحة", "Centre de l'Oasis", "Oasis Centre"),
            new Names("هيئة الساحل", "Autorité du Littoral", "Littoral Authority"),
            new Names("وكالة الجبال", "Agence des Montagnes", "Agency of the Mountains"),
            new Names("مكتب الجزر", "Bureau des Îles", "Office of the Isles"),
            new Names("مرصد السهول", "Observatoire des Plaines", "Observatory of the Plains"),
            new Names("مجلس الأنهار", "Conseil des Fleuves", "Council of the Rivers"),
            new Names("ديوان الغابات", "Office des Forêts", "Bureau of the Forests"));

    private final int size;
    private final int founders;
    private final List<Member> members = new ArrayList<>();
    private final List<CertifiedCard> cards = new ArrayList<>();
    private final SignedAct founding;
    private final CharterState charter;

    /// One member, with what its node signs and opens by.
    ///
    /// @param index 0 to 6
    /// @param identity of its node
    /// @param keys online keys
    /// @param log signs checkpoints
    /// @param cosigners sign as a witness
    /// @param master what the key file lies under
    public record Member(
            int index, NodeIdentity identity, NodeKeys keys, NoteSigner log, List<Cosigner> cosigners, byte[] master) {

        /// Its id.
        public MemberId id() {
            return identity.member();
        }
    }

    /// Founds one of four.
    public Federation() {
        this(SIZE);
    }

    /// Founds one of `size` members, 4 to 7. The same members belong to each.
    public Federation(int size) {
        this(size, size);
    }

    /// Founds one of `founders` members, 4 to 7; those after them, up to `size`, are to be admitted.
    Federation(int size, int founders) {
        if (founders < SIZE || size < founders || size > SIZE_MAX) {
            throw new IllegalArgumentException(
                    "a simulated federation has 4 to 7 members, and not %d of %d".formatted(founders, size));
        }
        this.size = size;
        this.founders = founders;
        for (int index = 0; index < size; index++) {
            Member member = member(index);
            members.add(member);
            cards.add(CertifiedCard.certify(SIGNATURES, MemberKeys.root(index), card(member)));
        }
        FoundingDraft draft = new FoundingDraft(
                new Names("ميثاق التجربة", "Pacte d'essai", "Trial Covenant"),
                Hash.wrap(MemberKeys.seed("nonce")),
                cards.subList(0, founders),
                channels());
        byte[] payload = draft.payload();
        List<Endorsement> endorsements = new ArrayList<>();
        for (int index = 0; index < founders; index++) {
            endorsements.add(FoundingDraft.endorse(SIGNATURES, payload, MemberKeys.root(index)));
        }
        endorsements.sort((one, other) -> one.member().compareTo(other.member()));
        founding = new SignedAct(payload, endorsements);
        charter = Charter.found(SIGNATURES, founding);
    }

    /// Number of members, those included that are to be admitted.
    public int size() {
        return size;
    }

    /// Number of those that founded it.
    int founders() {
        return founders;
    }

    /// The act that founded it.
    SignedAct founding() {
        return founding;
    }

    /// The first card of a member, under its root.
    CertifiedCard card(int index) {
        return cards.get(index);
    }

    /// Members that may post in the last community.
    Set<Integer> posters() {
        Set<Integer> posters = new TreeSet<>();
        for (int index = 1; index < founders; index += 2) {
            posters.add(index);
        }
        return posters;
    }

    /// The state after the founding.
    public CharterState charter() {
        return charter;
    }

    /// A member by index.
    public Member member(MemberId id) {
        return members.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    /// All members, those included that are to be admitted.
    public List<Member> members() {
        return List.copyOf(members);
    }

    /// The channels of the charter in their order.
    public List<Channel> channelsInOrder() {
        return List.copyOf(charter.channels().values());
    }

    private List<ChannelDraft> channels() {
        return List.of(
                ChannelDraft.plenary(new Names("الجلسة العامة", "Plénière", "Plenary"), ChannelRules.STANDARD),
                ChannelDraft.community(
                        Theme.CRITICAL_INFRASTRUCTURE,
                        new Names("البنى التحتية", "Infrastructures", "Infrastructure"),
                        ids(IntStream.range(0, 3)),
                        ChannelRules.STANDARD),
                ChannelDraft.community(
                        Theme.ORGANISED_CRIME,
                        new Names("الجريمة المنظمة", "Criminalité organisée", "Organised crime"),
                        ids(IntStream.range(1, founders)),
                        new ChannelRules(
                                ChannelRules.Marking.AMBER,
                                new ChannelRules.Posting.Only(
                                        ids(posters().stream().mapToInt(Integer::intValue))),
                                0,
                                72)));
    }

    private Set<MemberId> ids(IntStream indexes) {
        Set<MemberId> ids = new TreeSet<>();
        indexes.forEach(index -> ids.add(members.get(index).id()));
        return ids;
    }

    private static Member member(int index) {
        String domain = MemberKeys.domain(index);
        TreeMap<Integer, SealingPrivateKey> sealing = new TreeMap<>();
        sealing.put(1, MemberKeys.sealing(index, 1));
        NodeIdentity identity = new NodeIdentity(
                MemberId.of(MemberKeys.root(index).publicKey()),
                NodeId.of(Arrays.copyOf(MemberKeys.seed(index + "/node"), NodeId.LENGTH_BYTES)));
        return new Member(
                index,
                identity,
                new NodeKeys(MemberKeys.signing(index, 1), sealing),
                MemberKeys.log(index, 1),
                List.of(
                        new Cosigner.Ed25519(domain + "/witness", MemberKeys.ed25519(index + "/witness"), SIGNATURES),
                        new Cosigner.MlDsa44(
                                domain + "/witness",
                                MlDsa44PrivateKey.fromSeed(
                                        SecretBytes.handOver(MemberKeys.seed(index + "/witness-pq"))),
                                SIGNATURES)),
                MemberKeys.seed(index + "/master"));
    }

    private static MemberCard card(Member member) {
        int index = member.index();
        String domain = MemberKeys.domain(index);
        return new MemberCard(
                member.id(),
                MemberKeys.root(index).publicKey(),
                NAMES.get(index),
                MemberKind.AGENCY,
                List.of(new Contact("Duty officer", List.of("ar", "fr", "en"), "+000 555 020" + index)),
                List.of(new MemberNode(
                        member.identity().node(),
                        List.of(new Endpoint("node." + domain, 8_443)),
                        List.of(new TlsPin(Hash.wrap(MemberKeys.seed(index + "/tls")))))),
                new SigningKey(1, member.keys().signing().publicKey()),
                new SealingKey(1, MemberKeys.sealing(index, 1).publicKey()),
                new LogIdentity(
                        MemberKeys.origin(index),
                        List.of(member.log().verifierKey().vkey())),
                new WitnessIdentity(
                        domain + "/witness",
                        member.cosigners().stream()
                                .map(each -> each.verifierKey().vkey())
                                .toList()),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2030-12-31T23:59:59Z")),
                1);
    }
}
