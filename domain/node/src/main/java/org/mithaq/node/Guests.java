// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mithaq.charter.Act;
import org.mithaq.charter.CertifiedCard;
import org.mithaq.charter.ChannelId;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterNews;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.MemberNode;
import org.mithaq.charter.MembershipDraft;
import org.mithaq.charter.SignedAct;
import org.mithaq.charter.TlsPin;
import org.mithaq.crypto.CanonicalReader;
import org.mithaq.crypto.CanonicalWriter;
import org.mithaq.crypto.Dsse;
import org.mithaq.crypto.Hash;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Registry;

/// Who was invited to join and is no member yet: known by the pins of its card, let in at the charter's door alone, and
/// heard there with the one act that the invitation holds. Safe for threads.
public final class Guests {

    private static final String GUEST = "charter-guest:";

    private final LivingCharter charter;
    private final Ledger ledger;
    private final Turns turns;
    private final PeerDesk.Watch watch;

    private record Guest(MemberId member, Hash act, long untilMicros) {}

    Guests(LivingCharter charter, Ledger ledger, Turns turns, PeerDesk.Watch watch) {
        this.charter = charter;
        this.ledger = ledger;
        this.turns = turns;
        this.watch = watch;
    }

    /// Lets the owner of a card in as a guest, and drafts the act that would admit it.
    ///
    /// @param card verified; that it is the one of whom it names is for people to have checked
    /// @param channels the communities that it would join
    /// @param pins of all members' logs, from [LogPins#present]
    /// @param untilMicros how long the invitation holds
    /// @return the payload of the act, for the guest's root to endorse
    /// @throws CharterRejected if it could not be admitted on the present state
    public byte[] invite(
            CertifiedCard card, SortedSet<ChannelId> channels, SortedMap<MemberId, LogPin> pins, long untilMicros) {
        SortedMap<MemberId, LogPin> all = new TreeMap<>(pins);
        all.putIfAbsent(card.id(), LogPin.EMPTY);
        MembershipDraft draft = new MembershipDraft.Admit(card, channels, all);
        draft.checkOn(charter.now());
        byte[] payload = draft.act(charter.now(), 0).payload();
        byte[] guest = new CanonicalWriter(2 * Hash.LENGTH_BYTES + Long.BYTES)
                .hash(card.id().hash())
                .hash(Dsse.payloadHash(Act.PAYLOAD_TYPE, payload))
                .u64(untilMicros)
                .toByteArray();
        turns.run(turn -> {
            for (MemberNode node : card.card().nodes()) {
                node.tlsPins().forEach(pin -> turn.tables().registry().putSetting(GUEST + pin.hex(), guest));
            }
            return true;
        });
        return payload;
    }

    /// The guest that a TLS certificate with this pin stands for, if its invitation still holds.
    public Optional<MemberId> at(TlsPin pin) {
        return guest(pin.hex()).map(Guest::member);
    }

    /// The pins of all guests whose invitations still hold.
    public Set<TlsPin> pins() {
        Set<TlsPin> pins = new TreeSet<>();
        for (Registry.Setting each : ledger.read(tables -> tables.registry().settings(GUEST))) {
            String pin = each.name().substring(GUEST.length());
            if (guest(pin).isPresent()) {
                pins.add(TlsPin.parse(pin));
            }
        }
        return pins;
    }

    /// The act that a guest hands over, which this member proposes: inviting was its approval.
    ///
    /// @throws CharterRejected if it hands over another act than the one of its invitation
    public Optional<SignedAct> proposal(MemberId member, CharterNews news) {
        List<SignedAct> acts = news.items().stream()
                .filter(CharterNews.Proposed.class::isInstance)
                .map(item -> ((CharterNews.Proposed) item).act())
                .toList();
        for (SignedAct act : acts) {
            boolean invited = ledger.read(tables -> tables.registry().settings(GUEST)).stream()
                    .map(each -> read(each.value()))
                    .anyMatch(guest ->
                            guest.member().equals(member) && guest.act().equals(act.payloadHash()));
            if (!invited) {
                throw new CharterRejected(
                        CharterRejected.Code.OUT_OF_PLACE,
                        CharterClause.CONSENT,
                        "another act than the one of the invitation");
            }
        }
        return acts.stream().findFirst();
    }

    private Optional<Guest> guest(String pin) {
        return ledger.read(tables -> tables.registry().setting(GUEST + pin))
                .map(Guests::read)
                .filter(guest -> guest.untilMicros() > watch.nowMicros());
    }

    private static Guest read(byte[] value) {
        CanonicalReader in = new CanonicalReader(value);
        Guest guest = new Guest(new MemberId(in.hash("guest.member")), in.hash("guest.act"), in.u64("guest.until"));
        in.end("guest");
        return guest;
    }
}
