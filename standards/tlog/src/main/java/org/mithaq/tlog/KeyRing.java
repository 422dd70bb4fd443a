// SPDX-License-Identifier: Apache-2.0
package org.mithaq.tlog;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Keys by what a signature line says of them.
record KeyRing(Map<KeyRing.Label, VerifierKey> keys) {

    record Label(String name, int keyId) {}

    static KeyRing of(Collection<VerifierKey> keys) {
        Map<Label, VerifierKey> byLabel = new HashMap<>();
        for (VerifierKey key : keys) {
            VerifierKey other = byLabel.put(new Label(key.name(), key.keyId()), key);
            if (other != null && !other.equals(key)) {
                throw new IllegalArgumentException("two keys share the name and the id of " + key.name());
            }
        }
        return new KeyRing(byLabel);
    }

    Optional<VerifierKey> find(NoteSignature signature) {
        return Optional.ofNullable(keys.get(new Label(signature.name(), signature.keyId())));
    }
}
