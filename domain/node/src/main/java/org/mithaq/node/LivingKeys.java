// SPDX-License-Identifier: Apache-2.0
package org.mithaq.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mithaq.charter.LivingCharter;
import org.mithaq.charter.MemberId;
import org.mithaq.crypto.CompositePrivateKey;
import org.mithaq.crypto.Hash;
import org.mithaq.crypto.SealingPrivateKey;

/// The online keys of a node as they are now. Which of several signing keys is the present one, the member's
/// card says: so that the key changes in the moment in which the act is followed that replaces it, and after
/// a crash as before it. Safe for threads.
public final class LivingKeys {

    private final Supplier<Optional<Hash>> present;
    private final BooleanSupplier changed;
    private volatile Held held;

    private record Held(NodeKeys keys, Map<Hash, CompositePrivateKey> byId) {

        static Held of(NodeKeys keys) {
            Map<Hash, CompositePrivateKey> byId = new HashMap<>();
            byId.put(keys.signing().publicKey().keyId(), keys.signing());
            keys.otherSigning().forEach(key -> byId.put(key.publicKey().keyId(), key));
            return new Held(keys, byId);
        }
    }

    private LivingKeys(NodeKeys keys, Supplier<Optional<Hash>> present, BooleanSupplier changed) {
        this.held = Held.of(keys);
        this.present = present;
        this.changed = changed;
    }

    /// Those of a member, by its card in `charter`.
    public static LivingKeys of(NodeKeys keys, LivingCharter charter, MemberId self) {
        return new LivingKeys(
                keys,
                () -> charter.now()
                        .member(self)
                        .map(card -> card.signingKey().key().keyId()),
                () -> charter.now()
                        .member(self)
                        .filter(card -> card.signingKey().epoch() > 1)
                        .isPresent());
    }

    /// Keys that never change.
    public static LivingKeys fixed(NodeKeys keys) {
        Hash only = keys.signing().publicKey().keyId();
        return new LivingKeys(keys, () -> Optional.of(only), () -> false);
    }

    /// Whether the signing key has ever been another.
    boolean haveChanged() {
        return changed.getAsBoolean();
    }

    /// Takes others in their place.
    void replace(NodeKeys keys) {
        held = Held.of(keys);
    }

    /// All of them.
    public NodeKeys keys() {
        return held.keys();
    }

    /// The signing key that the member's card names.
    ///
    /// @throws SigningHeld if it is not here
    CompositePrivateKey signing() {
        Held now = held;
        // Whoever has left the federation still answers those who do not know it yet.
        Hash named =
                present.get().orElseGet(() -> now.keys().signing().publicKey().keyId());
        return signing(now, named);
    }

    /// The signing key of this id.
    ///
    /// @throws SigningHeld if it is not here
    CompositePrivateKey signing(Hash keyId) {
        return signing(held, keyId);
    }

    private static CompositePrivateKey signing(Held held, Hash keyId) {
        return Optional.ofNullable(held.byId().get(keyId))
                .orElseThrow(() -> new SigningHeld("this node has not the signing key " + keyId.hex()
                        + " any more, or not yet: bring the newest keys/online.key back"));
    }

    /// The sealing keys that live, by epoch.
    SortedMap<Integer, SealingPrivateKey> sealing() {
        return held.keys().sealing();
    }
}
