// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

class ConscryptHpkeTest implements HpkeProviderContract {

    @Override
    public HpkeProvider provider() {
        return new ConscryptHpke(NativeCrypto.provider().orElseThrow());
    }

    @Override
    public HpkeProvider other() {
        return new BouncyCastleHpke();
    }
}
