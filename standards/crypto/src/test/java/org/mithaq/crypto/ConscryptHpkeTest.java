// SPDX-License-Identifier: Apache-2.0
package org.mithaq.crypto;

class ConscryptHpkeTest implements HpkeProviderContract {

    @Override
    public HpkeProvider provider() {
        return new ConscryptHpke();
    }

    @Override
    public HpkeProvider other() {
        return new BouncyCastleHpke();
    }
}
