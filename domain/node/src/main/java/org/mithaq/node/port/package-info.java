// SPDX-License-Identifier: Apache-2.0
/// What a node needs of the world: a ledger that commits, a file for keys, and the rows that they hold.
@NullMarked
package org.mithaq.node.port;

import org.jspecify.annotations.NullMarked;
