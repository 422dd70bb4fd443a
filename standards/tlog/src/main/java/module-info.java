// SPDX-License-Identifier: Apache-2.0

/// Merkle trees and their proofs, and the C2SP formats of transparency logs.
module org.mithaq.tlog {
    requires static org.jspecify;
    requires transitive org.mithaq.crypto;

    exports org.mithaq.tlog;
}
