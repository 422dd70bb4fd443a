// SPDX-License-Identifier: Apache-2.0
/// Backups of a node: the ledger and the keys in two sealed files, and a home made from them again.
@NullMarked
package org.mithaq.app.backup;

import org.jspecify.annotations.NullMarked;
