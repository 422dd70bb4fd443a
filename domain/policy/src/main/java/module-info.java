// SPDX-License-Identifier: Apache-2.0

/// May this object go to this audience, in which form, and why; pure, without a clock.
module org.mithaq.policy {
    requires static org.jspecify;
    requires transitive org.mithaq.stix;

    exports org.mithaq.policy;
}
