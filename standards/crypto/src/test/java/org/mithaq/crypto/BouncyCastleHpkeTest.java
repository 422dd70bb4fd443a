// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

class BouncyCastleHpkeTest implements HpkeProviderContract {

    @Override
    public HpkeProvider provider() {
        return new BouncyCastleHpke();
    }

    @Override
    public HpkeProvider other() {
        return new ConscryptHpke();
    }
}
