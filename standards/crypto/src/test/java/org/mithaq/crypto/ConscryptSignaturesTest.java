// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

import org.junit.jupiter.api.BeforeAll;
import org.mithaq.testkit.SharedData;

class ConscryptSignaturesTest implements SignatureProviderContract, PublishedSignaturesContract {

    @BeforeAll
    static void needs_native_code() {
        SharedData.require(ConscryptSignatures.isAvailable(), "Conscrypt has no native code for this machine");
    }

    @Override
    public SignatureProvider provider() {
        return new ConscryptSignatures();
    }

    @Override
    public SignatureProvider other() {
        return new BouncyCastleSignatures(RANDOM);
    }
}
