// SPDX-License-Identifier: Apache-2.0

/// Keys, hybrid signatures and hybrid sealed envelopes; the only caller of crypto libraries.
module org.mithaq.crypto {
    requires static org.jspecify;
    requires org.conscrypt;
    requires org.bouncycastle.provider;

    exports org.mithaq.crypto;
}
