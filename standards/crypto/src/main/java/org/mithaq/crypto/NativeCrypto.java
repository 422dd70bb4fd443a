// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;

/// Where Conscrypt comes from, if this machine has a native build of it.
///
/// The provider is used by reference and never installed: no other code of the process changes its behaviour.
final class NativeCrypto {

    private static final Optional<Provider> PROVIDER =
            Conscrypt.isAvailable() ? Optional.of(Conscrypt.newProvider()) : Optional.empty();

    private NativeCrypto() {}

    /// The one Conscrypt provider of this process; empty where there are no natives for the platform.
    static Optional<Provider> provider() {
        return PROVIDER;
    }
}
