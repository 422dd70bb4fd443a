// SPDX-License-Identifier: Apache-2.0

/// A node's storage ports on SQLite, and the key file beside the database.
@NullMarked
package org.mithaq.store;

import org.jspecify.annotations.NullMarked;
