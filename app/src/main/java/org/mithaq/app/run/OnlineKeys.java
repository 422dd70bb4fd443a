// SPDX-License-Identifier: Apache-2.0
package org.mithaq.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mithaq.app.cli.CommandRefused;
import org.mithaq.app.home.KeySeal;
import org.mithaq.app.home.Keyring;
import org.mithaq.app.home.NewMember;
import org.mithaq.app.home.NodeHome;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Ed25519PrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.http.Pin;
import org.mithaq.http.TlsIdentity;
import org.mithaq.node.KeyChange;
import org.mithaq.node.LivingKeys;
import org.mithaq.node.NodeKeys;
import org.mithaq.tlog.NoteSigner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The online keys of a running node: by its card the present ones among those in its folder, read again when
/// they are replaced, and destroyed by the rule (Charter 9, Rewrap 4). Safe for threads.
public final class OnlineKeys {

    private static final Logger LOG = LoggerFactory.getLogger(OnlineKeys.class);

    private final NodeHome home;
    private final KeySeal seal;
    private final LivingCharter charter;
    private final MemberId self;
    private final SignatureProvider signatures;
    private final LivingKeys living;
    private Arranged arranged;

    /// A keyring as one card sees it.
    private record Arranged(MemberCard card, Keyring ring, NoteSigner log) {}

    /// A home whose ledger was put back from a copy may know a card before the one that its keys are of. Its
    /// last card lies beside them: it signs nothing by it, until the others have brought the act that it lacks.
    ///
    /// @param read the keys as they lie in `home`
    /// @param charter whose card of `self` says which of them are the present ones
    /// @param last the card that lies in `home`
    /// @throws CommandRefused if the present ones are not among them
    OnlineKeys(
            NodeHome home,
            KeySeal seal,
            Keyring read,
            LivingCharter charter,
            MemberCard last,
            SignatureProvider signatures) {
        this.home = home;
        this.seal = seal;
        this.charter = charter;
        this.self = last.id();
        this.signatures = signatures;
        MemberCard known = charter.now().member(self).orElseThrow();
        this.arranged = arrange(last.serial() > known.serial() && !read.has(known) ? last : known, read);
        this.living = LivingKeys.of(nodeKeys(arranged.ring()), charter, self);
    }

    private Arranged arrange(MemberCard card, Keyring ring) {
        Keyring sorted = ring.arranged(card);
        return new Arranged(card, sorted, new NoteSigner(card.log().origin(), sorted.log(), signatures));
    }

    private static NodeKeys nodeKeys(Keyring ring) {
        TreeMap<Integer, SealingPrivateKey> sealing = new TreeMap<>();
        ring.spare().sealing().forEach(key -> sealing.put(key.number(), key.key()));
        sealing.put(ring.sealing().number(), ring.sealing().key());
        List<CompositePrivateKey> others =
                ring.spare().signing().stream().map(Keyring.Epoch::key).toList();
        return new NodeKeys(ring.signing().key(), others, sealing);
    }

    private synchronized Arranged present() {
        // Whoever has left has no card: the last one stays.
        Optional<MemberCard> card = charter.now().member(self);
        if (card.isPresent()
                && card.get().serial() >= arranged.card().serial()
                && !card.get().equals(arranged.card())) {
            arranged = arrange(card.get(), arranged.ring());
        }
        return arranged;
    }

    /// All keys; the present ones in their places.
    public Keyring ring() {
        return present().ring();
    }

    /// This member's present card.
    MemberCard card() {
        return charter.now().member(self).orElseThrow();
    }

    /// What signs checkpoints now.
    NoteSigner logSigner() {
        return present().log();
    }

    /// What signs and opens messages.
    LivingKeys living() {
        return living;
    }

    /// What this node shows to whoever comes to its door. While a key is replaced, both pins stand in the
    /// card, and the former is shown until all know the other; where others may hold the former, it is shown
    /// to nobody.
    TlsIdentity atDoor(KeyChange change) {
        Arranged now = present();
        return former(now)
                .filter(former ->
                        isPinned(now.card(), former) && !change.lacking().isEmpty())
                .orElse(now.ring().tls());
    }

    /// What this node shows to a member that it calls: what that member knows.
    TlsIdentity to(Optional<MemberId> member, KeyChange change) {
        Arranged now = present();
        return former(now)
                .filter(_ -> member.filter(change.lacking()::contains).isPresent())
                .orElse(now.ring().tls());
    }

    private static Optional<TlsIdentity> former(Arranged now) {
        return now.ring().spare().tls().reversed().stream().findFirst();
    }

    private static boolean isPinned(MemberCard card, TlsIdentity identity) {
        return card.nodes().stream().anyMatch(node -> node.tlsPins().contains(pin(identity.pin())));
    }

    private static TlsPin pin(Pin pin) {
        return new TlsPin(Hash.wrap(pin.bytes()));
    }

    /// Whether one TLS key takes the place of another just now.
    boolean isTlsChanging() {
        return !ring().spare().tls().isEmpty();
    }

    /// Follows an act that replaces keys; the new ones lie in the folder already.
    ///
    /// @throws CommandRefused if the keys in the folder do not open, or are not those of the act
    public void complete(SignedAct act, KeyChange change, long nowMicros) {
        Keyring read = NewMember.keyring(home, seal);
        synchronized (this) {
            // By the card before: the one of the act names others among them as soon as it is followed.
            arranged = arrange(arranged.card(), read);
        }
        change.complete(act, nodeKeys(read), nowMicros);
    }

    /// Destroys what was replaced, as far as the rule allows by now; each second.
    void tick(KeyChange change, long nowMicros) {
        change.abandonLate(nowMicros);
        Keyring ring = ring();
        if (ring.spare().isEmpty() || change.isUnderWay()) {
            return;
        }
        boolean seals = !change.mayDestroy(CompromisedKey.SEALING, nowMicros);
        boolean shows = !change.mayDestroy(CompromisedKey.TLS, nowMicros);
        Keyring.Spare kept = new Keyring.Spare(
                change.signsBy(ring.spare().signing().stream()
                                .map(Keyring.Epoch::key)
                                .toList())
                        ? ring.spare().signing()
                        : List.of(),
                ring.spare().sealing().stream()
                        .filter(key -> seals && key.number() < ring.sealing().number())
                        .toList(),
                List.<Ed25519PrivateKey>of(),
                shows ? ring.spare().tls() : List.<TlsIdentity>of());
        if (!kept.sameSizeAs(ring.spare())) {
            keep(ring.with(kept), change);
        }
    }

    /// What is not written any more is gone: the file is replaced in one step.
    private void keep(Keyring kept, KeyChange change) {
        try {
            NewMember.write(home, seal, kept);
        } catch (CommandRefused refused) {
            LOG.error(
                    "keys that were replaced could not be destroyed, and are still in {}", home.onlineKeys(), refused);
            return;
        }
        synchronized (this) {
            arranged = arrange(arranged.card(), kept);
        }
        change.left(nodeKeys(kept));
        LOG.info("keys that were replaced are destroyed");
    }

    /// The members of a set of pins.
    static Optional<MemberId> memberOf(LivingCharter charter, Set<Pin> pins) {
        List<MemberId> members = new ArrayList<>();
        pins.forEach(pin -> charter.now()
                .nodeByTlsPin(pin(pin))
                .ifPresent(node -> members.add(node.member().id())));
        return members.stream().findFirst();
    }
}
