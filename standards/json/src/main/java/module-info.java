// SPDX-License-Identifier: Apache-2.0

/// Strict bounded JSON reading and writing, and the canonical form of RFC 8785.
module org.mithaq.json {
    requires static org.jspecify;
    requires tools.jackson.core;

    exports org.mithaq.json;
}
