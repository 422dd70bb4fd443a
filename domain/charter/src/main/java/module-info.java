// SPDX-License-Identifier: Apache-2.0

/// Members, keys and communities: a deterministic fold over signed acts.
module org.mithaq.charter {
    requires static org.jspecify;
    requires transitive org.mithaq.crypto;
    requires transitive org.mithaq.json;

    exports org.mithaq.charter;
}
