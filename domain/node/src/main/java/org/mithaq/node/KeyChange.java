// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.mithaq.charter.Act;
import org.mithaq.charter.CharterClause;
import org.mithaq.charter.CharterRejected;
import org.mithaq.charter.CompromisedKey;
import org.mithaq.charter.LogPin;
import org.mithaq.charter.MemberCard;
import org.mithaq.charter.MemberId;
import org.mithaq.charter.Rotation;
import org.mithaq.charter.SignedAct;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.DsseEnvelope;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SignatureProvider;
import org.mithaq.node.port.Ledger;
import org.mithaq.node.port.Outbox;

/// Replaces this member's keys while its node runs (Charter 9), and says when those that were replaced may be
/// destroyed. Safe for threads; one change at a time.
///
/// What a replaced key signed counts as far as the log goes that the act pins. So nothing is logged between
/// the pin and the act, and what was numbered and not signed yet is signed before: nothing is lost by the change.
public final class KeyChange {

    /// How long nothing is signed while the root is asked.
    public static final Duration HOLD_MAX = Duration.ofSeconds(60);

    /// How long a replaced sealing or TLS key lives at most (protocol, Re-wrapping).
    public static final Duration OVERLAP_MAX = Duration.ofDays(30);

    private static final int PAGE = 200;

    private final NodeIdentity self;
    private final SignatureProvider signatures;
    private final Ledger ledger;
    private final Turns turns;
    private final CharterDesk acts;
    private final Own own;
    private Optional<Open> open = Optional.empty();

    /// This node's own side.
    ///
    /// @param log is held meanwhile
    /// @param signing signs what was numbered
    /// @param keys are replaced
    /// @param card this member's present card
    public record Own(OwnLog log, Signing signing, LivingKeys keys, Supplier<MemberCard> card) {}

    private record Open(LogPin pin, long sinceMicros) {}

    /// @param self whose node
    /// @param signatures what verifies the new card
    /// @param ledger what was numbered
    /// @param turns where it is signed
    /// @param acts carries the act
    /// @param own this node's own side
    public KeyChange(
            NodeIdentity self, SignatureProvider signatures, Ledger ledger, Turns turns, CharterDesk acts, Own own) {
        this.self = self;
        this.signatures = signatures;
        this.ledger = ledger;
        this.turns = turns;
        this.acts = acts;
        this.own = own;
    }

    /// Lets nothing be logged any more, signs all that was, and says how far the log is good under the
    /// present keys.
    ///
    /// @throws SigningHeld if a change is under way, or nothing may be signed now
    public synchronized LogPin begin(long nowMicros) {
        abandonLate(nowMicros);
        if (open.isPresent()) {
            throw new SigningHeld("another change of keys is under way: it ends within a minute");
        }
        own.log().demandSigning();
        own.log().holdForKeys();
        try {
            signAll();
            long size = own.log().committedSize();
            LogPin pin = new LogPin(size, own.log().root(size));
            open = Optional.of(new Open(pin, nowMicros));
            return pin;
        } catch (RuntimeException failed) {
            own.log().releaseForKeys();
            throw failed;
        }
    }

    /// Each page is signed and durable before the next is looked for. The first turn comes after all that
    /// were under way when the log was held.
    private void signAll() {
        long _ = turns.run(turn -> turn.state().log().size());
        while (true) {
            List<Outbox.DispatchRow> rows =
                    ledger.read(tables -> tables.outbox().unsigned(PAGE));
            if (rows.isEmpty()) {
                return;
            }
            List<DsseEnvelope> signed =
                    rows.parallelStream().map(own.signing()::envelope).toList();
            boolean _ = turns.run(turn -> {
                signed.forEach(each -> turn.tables().outbox().putSignature(each.payloadHash(), each.signature()));
                return true;
            });
        }
    }

    /// Follows the act by which the root replaces keys, and tells the others.
    ///
    /// @param act signed after [#begin]
    /// @param keys all that are here: those that are replaced, and those that replace them
    /// @throws CharterRejected if the act does not follow on the present card, or pins another log
    public synchronized void complete(SignedAct act, NodeKeys keys, long nowMicros) {
        abandonLate(nowMicros);
        LogPin pin = open.map(Open::pin)
                .orElseThrow(() -> outOfPlace("no change of keys is under way, or it took longer than a minute"));
        NodeKeys before = own.keys().keys();
        int serial = own.card().get().serial();
        try {
            Rotation rotation = Rotation.read(signatures, Act.parse(act.payload()));
            if (!rotation.log().equals(pin) || !rotation.card().id().equals(self.member())) {
                throw outOfPlace("an act of another member or with another pin");
            }
            own.keys().replace(keys);
            acts.rotate(act);
        } finally {
            // A write that was refused may be there all the same: the card says which keys are the present ones.
            if (own.card().get().serial() == serial) {
                own.keys().replace(before);
            }
            abandon();
        }
    }

    /// Follows an act of this member's root that replaces no key, such as a later end of its card.
    ///
    /// @throws CharterRejected if it does not follow on the present card, or replaces one
    public synchronized void renew(SignedAct act) {
        MemberCard next =
                Rotation.read(signatures, Act.parse(act.payload())).card().card();
        MemberCard card = own.card().get();
        boolean kept = next.signingKey().equals(card.signingKey())
                && next.sealingKey().equals(card.sealingKey())
                && next.log().equals(card.log())
                && next.witness().equals(card.witness())
                && next.nodes().equals(card.nodes());
        if (!kept) {
            throw outOfPlace("an act that replaces keys: that is for `mithaq keys rotate`");
        }
        acts.rotate(act);
    }

    private static CharterRejected outOfPlace(String found) {
        return new CharterRejected(CharterRejected.Code.OUT_OF_PLACE, CharterClause.ROTATE_FORM, found);
    }

    /// Lets records be logged again; a change that was begun comes to nothing.
    public synchronized void abandon() {
        open = Optional.empty();
        own.log().releaseForKeys();
    }

    /// Ends a change that its command has left.
    public synchronized void abandonLate(long nowMicros) {
        open.filter(each -> nowMicros - each.sinceMicros() > HOLD_MAX.toMillis() * 1_000)
                .ifPresent(_ -> abandon());
    }

    /// Whether a change has begun and not ended.
    public synchronized boolean isUnderWay() {
        return open.isPresent();
    }

    /// Whether something was numbered that only these keys can sign, and is not signed.
    public boolean signsBy(List<CompositePrivateKey> keys) {
        if (keys.isEmpty()) {
            return false;
        }
        Set<Hash> ids = keys.stream().map(key -> key.publicKey().keyId()).collect(Collectors.toSet());
        return ledger.read(tables -> tables.outbox().unsigned(PAGE)).stream()
                .anyMatch(row -> ids.contains(row.keyId()));
    }

    /// When the present key of this kind came into force; empty for one that the member has had from its
    /// first card.
    public Optional<Long> sinceMicros(CompromisedKey kind) {
        return ledger.read(tables -> KeyTimes.sinceMicros(tables, kind));
    }

    /// Whether what was replaced of this kind may be destroyed: every other member has the act that replaced
    /// it, or has had [#OVERLAP_MAX] to get it.
    public boolean mayDestroy(CompromisedKey kind, long nowMicros) {
        return acts.lackingOwnCard().isEmpty()
                || sinceMicros(kind)
                        .map(since -> nowMicros - since > OVERLAP_MAX.toMillis() * 1_000)
                        .orElse(true);
    }

    /// The others that are not known to have this member's newest card.
    public List<MemberId> lacking() {
        return acts.lackingOwnCard();
    }

    /// Takes what is left after keys were destroyed.
    public void left(NodeKeys keys) {
        own.keys().replace(keys);
    }
}
