// SPDX-License-Identifier: Apache-2.0

/// Dispatches of opaque bytes: sign, seal, order, log, acknowledge, recall, relay.
///
/// That content is sealed end to end is a fact of the module graph: nothing here can see what the bytes mean.
module org.mithaq.exchange {
    requires static org.jspecify;
    requires transitive org.mithaq.crypto;
    requires transitive org.mithaq.tlog;
    requires transitive org.mithaq.charter;

    exports org.mithaq.exchange;
}
