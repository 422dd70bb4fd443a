// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

class BouncyCastleSignaturesTest implements SignatureProviderContract, PublishedSignaturesContract {

    @Override
    public SignatureProvider provider() {
        return new BouncyCastleSignatures(RANDOM);
    }

    /// Itself, where the other one has no native code.
    @Override
    public SignatureProvider other() {
        return SignatureProvider.best();
    }
}
