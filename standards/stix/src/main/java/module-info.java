// SPDX-License-Identifier: Apache-2.0

/// STIX 2.1 objects, bundles, markings, versions and validation, byte-exact; pure.
module org.mithaq.stix {
    requires static org.jspecify;
    requires transitive org.mithaq.json;

    exports org.mithaq.stix;
}
